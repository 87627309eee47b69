"""Which cards a command is about: by path, id, tier, requirement, or what the last run left open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.records import finished_runs, load_run
from harness.app.project import Project, load_project
from harness.domain.cards import Card, Tier
from harness.domain.nearest import did_you_mean
from harness.domain.requirements import Requirement
from harness.domain.verdicts import State
from harness.errors import DocumentError, RecordError, UsageError


@dataclass(frozen=True)
class Selection:
    """What to run; every part narrows, and none set means every card. ``names`` are paths or ids."""

    names: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    verifies: tuple[str, ...] = ()
    only_failed: bool = False


def select(start: Path, selection: Selection) -> tuple[Project, tuple[Card, ...]]:
    """The project that ``start`` lies in, and the selected cards in the order in which it lists them.

    Raises:
        DocumentError: if any document that was read is invalid.
        UsageError: if a name is neither a path nor an id, or no card is left.
    """
    paths = [name for name in selection.names if (start / name).exists()]
    ids = [name for name in selection.names if name not in paths]
    project = load_project(start, paths if not ids else (), others=True)
    if project.mistakes:
        raise DocumentError(project.mistakes)
    chosen = _named(start, project, paths, ids) if ids else project.cards
    chosen = _narrowed(chosen, selection, project.requirements)
    if selection.only_failed:
        chosen = _left_open(project.root, chosen)
    if not chosen:
        raise UsageError(*_nothing(project, selection))
    return project, chosen


def _named(start: Path, project: Project, paths: Sequence[str], ids: Sequence[str]) -> tuple[Card, ...]:
    known = [card.id for card in project.cards]
    for name in ids:
        if name not in known:
            raise UsageError(f"'{name}' is neither a path nor the id of a card", did_you_mean(name, known))
    by_path = {card.path for card in load_project(start, paths).cards} if paths else set()
    return tuple(card for card in project.cards if card.id in ids or card.path in by_path)


def _narrowed(cards: Sequence[Card], selection: Selection, requirements: Sequence[Requirement]) -> tuple[Card, ...]:
    meant = _Meaning(requirements)
    wanted = meant.of(selection.verifies)
    return tuple(
        card
        for card in cards
        if (not selection.tiers or card.tier in selection.tiers)
        and (not selection.verifies or not wanted.isdisjoint(meant.of(card.verifies)))
    )


class _Meaning:
    """What requirements are meant by names, whatever their case: an ambiguous one selects all, since running proves nothing."""

    def __init__(self, requirements: Sequence[Requirement]) -> None:
        self._by_name: dict[str, set[str]] = {}
        for one in requirements:
            for name in one.names:
                self._by_name.setdefault(name.upper(), set()).add(one.qualified.upper())

    def of(self, names: Collection[str]) -> set[str]:
        """The requirements of the names; one that is not known stands for itself."""
        return {meant for name in names for meant in self._by_name.get(name.upper(), {name.upper()})}


def _left_open(root: Path, cards: Sequence[Card]) -> tuple[Card, ...]:
    """The cards that did not pass in the latest run of cards, and those that it does not know."""
    runs = (load_run(folder) for folder in finished_runs(root))
    latest = next((run for run in runs if run.cards), None)
    if latest is None:
        raise RecordError("no finished run is recorded that ran cards", "run `harness run-cards` first")
    passed = {result.id for result in latest.cards if result.state is State.PASS}
    return tuple(card for card in cards if card.id not in passed)


def _nothing(project: Project, selection: Selection) -> tuple[str, str]:
    if not project.cards:
        return "there is no test card here", "write one with `harness new card ID`, below testcards/"
    if selection.only_failed:
        return "every selected card passed in the latest run", "run without --only-failed"
    return "no card matches", "see `harness lint` for what cards there are, or select less narrowly"
