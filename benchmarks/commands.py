"""What a command costs more in a cell than bare, and what a cell costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import products
from benchmarks.measure import Figure, medians, run
from harness.adapters.cell.kernel_cell import KernelCell
from harness.adapters.cell.plan import CellPlan
from harness.adapters.records import Recorder
from harness.adapters.sessions import OpenCells, open_session
from harness.domain.actions import RunCommand
from harness.domain.cards import Card

TIMES = 51
SIMPLE_BOUND = 15.0
SHELL_BOUND = 35.0
CELL_BOUND = 80.0
PIPED = "note list | cat"


def measure(folder: Path) -> Iterator[Figure]:
    """Differences of medians in milliseconds, recording included."""
    for name in products.PROGRAMS:
        product = products.make(name, folder, 1)
        plan = CellPlan(lower=product.repository, commands={"note": "{tree}/note"})
        yield from measure_commands(product, plan)
    yield from measure_cell(plan)


def measure_commands(product: products.Product, plan: CellPlan) -> Iterator[Figure]:
    card = Card(id="BENCH", title="Bench", path="bench.md", text="", sha256="0" * 64)
    path = {"PATH": f"{product.repository}:/usr/bin:/bin"}
    with (
        Recorder(product.repository) as recorder,
        open_session(OpenCells(lambda: KernelCell(plan)), recorder.attempt(card, 1), {}, 3600.0) as session,
    ):
        simple, bare, piped, bare_piped = medians(
            TIMES,
            lambda: session.perform(RunCommand(command="note list")),
            lambda: run([product.program, "list"]),
            lambda: session.perform(RunCommand(command=PIPED)),
            lambda: run(["/bin/bash", "--noprofile", "--norc", "-c", PIPED], environment=path),
        )
    for title, inside, outside, bound in (
        ("simple command", simple, bare, SIMPLE_BOUND),
        ("command through shell and launcher", piped, bare_piped, SHELL_BOUND),
    ):
        detail = f"{inside * 1000:.1f} ms against {outside * 1000:.1f} ms bare, medians of {TIMES}"
        name = f"{title} in a cell, above bare ({product.name} product)"
        yield Figure("commands", name, (inside - outside) * 1000, "ms", bound, detail)


def measure_cell(plan: CellPlan) -> Iterator[Figure]:
    def without_user() -> None:
        KernelCell(plan).close()

    def with_user() -> None:
        cell = KernelCell(plan)
        cell.user()
        cell.close()

    for title, taken in zip(("", ", with the user's view"), medians(TIMES, without_user, with_user), strict=True):
        detail = f"medians of {TIMES}"
        yield Figure("commands", f"cell start and teardown{title}", taken * 1000, "ms", CELL_BOUND, detail)
