"""What a run needs before its first cell opens: a level of isolation, a prepared tree, and what attempts are told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from harness.adapters.cell.levels import LevelReport, best_level, open_cell, probe
from harness.adapters.cell.plan import Cell, CellPlan
from harness.adapters.folders import cache_folder
from harness.adapters.git import Snapshot, snapshot
from harness.adapters.services import address_of, origin_of
from harness.adapters.sessions import OpenCells
from harness.adapters.trees import PreparedTree, Sibling, TreeCache
from harness.app.project import Project
from harness.app.subjects import product_subject
from harness.domain.results import TreeRecord
from harness.domain.verdicts import Isolation
from harness.errors import MachineError
from harness.evaluation.frame import Frame, Offer

Told = Callable[[str], None]


def reached_level(asked: Isolation | None, least: Isolation) -> Isolation:
    """The level that cells are opened at: the one asked for, or the strongest there is.

    Raises:
        MachineError: if it does not work, or is weaker than ``least``.
    """
    report = probe(asked) if asked else best_level(Isolation.CELL)
    if not report.works or not report.level.satisfies(least):
        raise _too_open(report, least)
    return report.level


def _too_open(report: LevelReport, least: Isolation) -> MachineError:
    wanted = report if not report.works else probe(least)
    return MachineError(f"isolation `{wanted.level}` cannot be had here: {wanted.missing}", wanted.remedy)


@dataclass(frozen=True)
class Prepared:
    """A tree that is ready to be run, what a record says of it, and what it was exported from."""

    tree: PreparedTree
    record: TreeRecord
    source: Snapshot


def prepare(
    project: Project,
    revision: str | None,
    level: Isolation,
    told: Told,
    open_things: ExitStack,
    noted: Callable[[TreeRecord], None] = lambda record: None,
    like: Prepared | None = None,
) -> Prepared:
    """Export the tree and set it up, or take it from the cache; it is kept until ``open_things`` are closed.

    ``noted`` hears what the tree is as soon as that is known, also where it then cannot be set up. What the tree has in
    common with ``like``, which is kept open, need not be written again.

    Raises:
        TreeError: if it cannot be exported or set up.
    """
    told("reading the tree")
    taken = open_things.enter_context(snapshot(project.root, revision))
    subject = product_subject(taken, project.configuration)
    record = TreeRecord(hash=taken.tree, revision=revision, subject=subject)
    noted(record)
    cache = TreeCache(cache_folder())
    known = Sibling(like.source, like.tree) if like else None
    prepared = open_things.enter_context(cache.prepared(taken, project.configuration.product, level, told, known))
    record = record.model_copy(update={"key": prepared.facts.key})
    noted(record)
    return Prepared(prepared, record, taken)


def cells(project: Project, prepared: PreparedTree, level: Isolation) -> OpenCells:
    """Where cells of a prepared tree are opened."""
    product = project.configuration.product
    plan = CellPlan(
        lower=prepared.files,
        commands=product.commands,
        environment=product.environment,
        toolchains=prepared.facts.toolchains,
        hidden=(str(project.root), str(cache_folder())),
    )

    def opened() -> Cell:
        return open_cell(level, plan)

    return OpenCells(opened)


def workers(project: Project, asked: int | None, level: Isolation) -> int:
    """How many cells are open at a time: one where they share the machine's own network and files."""
    return 1 if level is Isolation.EXPORT else asked or project.configuration.cards.workers


def frame(project: Project, prepared: PreparedTree, least: Isolation) -> Frame:
    """What every attempt is told."""
    product, cards = project.configuration.product, project.configuration.cards
    return Frame(
        attempt=1,
        least=least,
        data=product.data,
        page=cards.page,
        limits=cards.limits,
        offer=Offer(
            commands=tuple(product.commands),
            services=tuple((name, address_of(service)) for name, service in product.services.items()),
            origin=origin_of(product.services),
        ),
        browser_toolset=cards.browser_toolset,
        canaries=(*cards.canaries, prepared.facts.canary),
    )


def begin_driver() -> Callable[[], None]:
    """Begin to start what drives browsers, which takes half a second, while the tree is read; returns what ends it."""
    from harness.adapters.chromium.driver import close_driver, shared_driver  # it weighs, and few cards need it

    shared_driver()
    return close_driver
