"""Searches the inputs of one case for the smallest with which two revisions differ; what is recorded comes afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from harness.adapters import clock, generating
from harness.adapters.generating import Values
from harness.adapters.scratch import scratch_recorder
from harness.app.golden_pair import Pair, Sides, judged
from harness.app.golden_run import Place, Shown, show
from harness.app.run_cards import Listener
from harness.domain.golden import CHANGED, Capture, CaseOutcome, GoldenCase
from harness.golden.comparing import differences
from harness.golden.redaction import redact
from harness.phrasebook.kept import names_kept

_FIRST_BATCH, _LARGEST_BATCH = 2, 16


@dataclass
class Search:
    """What came of a search: the ``smallest`` values that differ, and how many examples were ``tried`` before.

    ``untold`` says why an example told nothing, or that it differs from run to run. ``over`` is set where the time was over.
    """

    smallest: Values | None = None
    tried: int = 0
    steps: int = 0
    untold: str = ""
    over: bool = False
    interrupted: bool = False


@dataclass(frozen=True)
class Bounds:
    """How many examples are tried of a case, until when (seconds of the clock), and from which seed they are made."""

    examples: int
    until: float
    seed: int


@dataclass
class Searching:
    """One search; what was shown is forgotten, whether it differed is kept."""

    case: GoldenCase
    pair: Pair
    bounds: Bounds
    listener: Listener
    found: Search = field(default_factory=Search)
    _known: dict[tuple[str, ...], bool] = field(default_factory=dict)
    _count: int = 0

    def run(self) -> Search:
        """Try every example, and make the first that differs smaller."""
        try:
            first = self._first()
            if first is not None:
                self.found.smallest = first
                self.found.tried = len(self._known)
                self._shrink()
        except KeyboardInterrupt:
            self.found.interrupted = True
        return self.found

    def _first(self) -> Values | None:
        bounds = self.bounds
        rest = generating.examples(self.case.inputs, bounds.examples, bounds.seed, self._forbidden())
        size = _FIRST_BATCH
        while not self._is_over() and (batch := list(islice(rest, size))):
            size = min(2 * size, _LARGEST_BATCH)
            self._try(batch)
            for values in batch:
                if self._known[_key(values)]:
                    return values
        self.found.tried = len(self._known)
        return None

    def _shrink(self) -> None:
        bounds = self.bounds

        def differs(values: Values) -> bool:
            if _key(values) not in self._known:
                if self._is_over():
                    return False
                self.found.steps += 1
                self._try([values])
            if self._known[_key(values)]:
                self.found.smallest = values
                return True
            return False

        generating.smallest(self.case.inputs, differs, bounds.examples, bounds.seed, self._forbidden())

    def _forbidden(self) -> list[str]:
        """What no value may hold: a name under which the case keeps something would be filled in once more."""
        actions = [step.action for step in self.case.card.steps if step.action is not None]
        return [f"{{{name}}}" for action in actions for name in names_kept(action)]

    def _is_over(self) -> bool:
        self.found.over = self.found.over or clock.seconds() >= self.bounds.until
        return self.found.over

    def _try(self, batch: Sequence[Values]) -> None:
        """Carry examples out on both revisions, and those that differ once more: a difference has to be there again."""
        cases = {self._named(): values for values in batch}
        sides = {id: Sides() for id in cases}
        self._show(cases, sides, (self.pair.base, self.pair.head))
        doubtful = {id: values for id, values in cases.items() if self._seems_to_differ(sides[id])}
        if doubtful:
            self._show(doubtful, sides, (self.pair.head, self.pair.base))
        for id, values in cases.items():
            self._known[_key(values)] = id in doubtful and self._differs(sides[id])

    def _named(self) -> str:
        self._count += 1
        return f"{self.case.id}-{self._count}"

    def _show(self, given: Mapping[str, Values], sides: Mapping[str, Sides], places: Sequence[Place]) -> None:
        cases = [_renamed(self.case, id) for id in given]
        for place in places:
            with scratch_recorder() as recorder:
                shows = show(place, cases, recorder, self.listener.event, given=given)
            if shows.interrupted:
                raise KeyboardInterrupt
            for id, shown in shows.by_case.items():
                (sides[id].base if place is self.pair.base else sides[id].head).extend(shown)

    def _seems_to_differ(self, sides: Sides) -> bool:
        if any(one.outcome is not None or one.unended for one in (*sides.base, *sides.head)):
            return True  # it tells nothing of whether they differ, and is judged as such
        before, after = (self._masked(shown[0]) for shown in (sides.base, sides.head))
        crashed = bool(sides.head[0].crash) and not sides.base[0].crash
        return crashed or next(differences(before, after), None) is not None

    def _masked(self, shown: Shown) -> Sequence[Capture]:
        return redact(shown.captures, self.case.redactions).captures

    def _differs(self, sides: Sides) -> bool:
        found = judged(self.case, sides, self.pair.base.revision, self.pair.head.revision)
        if found.outcome in (CaseOutcome.UNSTABLE, CaseOutcome.UNDECIDED, CaseOutcome.TAMPERING):
            self.found.untold = self.found.untold or found.reason
        return found.outcome in CHANGED


def _renamed(case: GoldenCase, id: str) -> GoldenCase:
    return case.model_copy(update={"card": case.card.model_copy(update={"id": id})})


def _key(values: Values) -> tuple[str, ...]:
    return tuple(values.values())
