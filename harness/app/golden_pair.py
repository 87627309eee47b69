"""A run of golden cases on two revisions in turn: both trees, prepared alike; what is made of what they show lies elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from harness.app import preparing
from harness.app.golden_pictures import Looks, among
from harness.app.golden_revisions import project_at
from harness.app.golden_run import Place, Shown
from harness.app.golden_runs import GoldenRun
from harness.domain.actions import Surface
from harness.domain.cards import Card
from harness.domain.golden import CaseOutcome, GoldenCase
from harness.domain.results import TreeRecord
from harness.domain.verdicts import Isolation
from harness.errors import HarnessError, MachineError, TreeError
from harness.golden.noise import Change, change, with_crashes


def named(revision: str | None) -> str:
    """A revision as it is told; None is the working tree."""
    return f"`{revision}`" if revision else "the working tree"


@dataclass(frozen=True)
class Pair:
    """Two revisions, and where cells of each are opened."""

    base: Place
    head: Place


@dataclass
class Sides:
    """What a case showed on each of two revisions, in the order of the attempts."""

    base: list[Shown] = field(default_factory=list)
    head: list[Shown] = field(default_factory=list)

    def of(self, attempt: int) -> list[Shown]:
        """The side of an attempt, as ``passes`` number them."""
        return self.base if attempt % 2 else self.head


class PairRun(GoldenRun):
    """One run on two revisions. ``base_tree`` is that of the base, once it is known; ``remarks`` are for whoever started it."""

    base: str
    head: str | None
    base_tree: TreeRecord | None = None

    def of(self, base: str, head: str | None) -> PairRun:
        """The same run, of these revisions."""
        self.base, self.head = base, head
        self.remarks: list[str] = []
        return self

    def pair(self, cards: Sequence[Card], open_things: ExitStack) -> Pair:
        """Both trees, the base first.

        Raises:
            TreeError: if one cannot be exported or set up; it says which.
            MachineError: if no cell can be opened.
        """
        if any(Surface.BROWSER in card.surfaces for card in cards):
            open_things.callback(preparing.begin_driver())
        self._listener.stage("starting a cell")
        level = preparing.reached_level(self._isolation, self._least)
        self._reached = level
        base, first = self._prepared(self.base, level, open_things, self._note_base, None)
        head, _ = self._prepared(self.head, level, open_things, self._note, first)
        return Pair(base, head)

    def _prepared(
        self,
        revision: str | None,
        level: Isolation,
        open_things: ExitStack,
        noted: Callable[[TreeRecord], None],
        like: preparing.Prepared | None,
    ) -> tuple[Place, preparing.Prepared]:
        project, told = project_at(self._project, revision)
        if told:
            self.remarks.append(told)

        def stage(what: str) -> None:
            self._listener.stage(f"{named(revision)}: {what}")

        try:
            prepared = preparing.prepare(project, revision, level, stage, open_things, noted, like)
        except (TreeError, MachineError) as error:
            raise _of(revision, error) from error
        workers = preparing.workers(project, self._workers, level)
        return Place(project, prepared.tree, level, self._least, workers, revision), prepared

    def _note_base(self, tree: TreeRecord) -> None:
        self.base_tree = tree

    def passes(self, pair: Pair, cases: Sequence[GoldenCase], repeat: int, found: dict[str, Sides]) -> None:
        """Carry every case out on base and head in turn, ``repeat`` times, and on the base once more at the end.

        So every run of the head lies between two of the base: what changes with time shows in the base as well.
        """
        for number in range(1, 2 * repeat + 2):
            if self.interrupted:
                return
            shows = self.show(pair.base if number % 2 else pair.head, cases, number)
            for id, shown in shows.by_case.items():
                found.setdefault(id, Sides()).of(number).extend(shown)


def _of(revision: str | None, error: HarnessError) -> TreeError | MachineError:
    kind = MachineError if isinstance(error, MachineError) else TreeError
    return kind(f"{named(revision)} cannot be prepared: {error.what}", error.hint)


def judged(case: GoldenCase, sides: Sides, base: str | None, head: str | None) -> Change:
    """What became of a case that was carried out on both revisions; on the base at least twice.

    Where either revision shows nothing that counts, that is undecided, and the reason names it.
    """
    for shown, revision in ((sides.head, head), (sides.base, base)):
        trouble = next((one for one in shown if one.outcome is not None), None)
        if trouble is not None and trouble.outcome is not None:
            is_base = shown is sides.base  # an oracle that meddles with itself tells nothing, and is not at fault here
            outcome = CaseOutcome.UNDECIDED if is_base else trouble.outcome
            return Change(outcome, f"on {named(revision)}: {trouble.reason}")
    if len(sides.base) < 2 or not sides.head:
        return Change(CaseOutcome.UNDECIDED, "interrupted before it was carried out on both revisions")
    return _with_unended(_change(case, sides), sides, base, head)


def _change(case: GoldenCase, sides: Sides) -> Change:
    base, head = ([one.captures for one in shown] for shown in (sides.base, sides.head))
    taken = among(*(one.pictures for one in (*sides.base, *sides.head)))
    looks = Looks(case.screenshot or 0.0, taken, taken)
    found = change(base, head, case.redactions, looks)
    doubt = looks.doubt(found.outcome, base[0])
    if doubt:
        return Change(doubt.outcome, doubt.reason)
    return with_crashes(found, [one.crash for one in sides.base], [one.crash for one in sides.head])


def _with_unended(found: Change, sides: Sides, base: str | None, head: str | None) -> Change:
    """What was stopped on both sides is no behaviour that could be the same."""
    for shown, revision in ((sides.base, base), (sides.head, head)):
        unended = next((one.unended for one in shown if one.unended), "")
        if unended and found.outcome in (CaseOutcome.SAME, CaseOutcome.VACUOUS):
            return Change(CaseOutcome.UNDECIDED, f"on {named(revision)}: {unended}")
    return found
