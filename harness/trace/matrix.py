"""Coverage over the dimensions that a project declares: what is known of each combination of their values. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from harness.domain.codes import Code
from harness.domain.dimensions import EVERY_FEATURE, FEATURE, misplaced, of_features
from harness.domain.places import Mistake, Place
from harness.domain.tracing import Blank, Evidence, Link, Matrix, MatrixCell, Shown, TraceRow
from harness.trace.codes import TOO_MANY_COMBINATIONS, UNKNOWN_DIMENSION
from harness.trace.pairwise import MOST_PAIRS, proposals

MOST_LISTED = 5_000
"""Of more combinations only those with evidence are listed."""
MOST_OF_ONE = 10_000
"""The most combinations that one piece of evidence may lie in."""
Combination = tuple[str, ...]
_STATES = {
    Shown.FAIL: Blank.FAILING,
    Shown.BLOCKED: Blank.BLOCKED,
    Shown.UNDECIDED: Blank.UNDECIDED,
    Shown.STALE: Blank.UNDECIDED,
    Shown.NOT_RUN: Blank.UNDECIDED,
    Shown.PASS: Blank.VERIFIED,
}
"""What evidence shows, worst first; a marker shows nothing."""
_WORST_FIRST = tuple(dict.fromkeys(_STATES.values()))


def matrix(declared: Mapping[str, Sequence[str]], rows: Sequence[TraceRow], place: Place) -> Matrix:
    """What the evidence of the rows covers; ``place`` is where the dimensions are declared.

    Evidence lies in every combination of the values that it names; of a dimension that it does not name it lies nowhere, and so
    in no combination at all. Features that stand for ``*`` need not be named: they are those of the requirements. A combination
    is verified where all that lies in it passes, and nothing of that moved since it was accepted.
    """
    reading = _Reading(declared, rows, place)
    dimensions = reading.dimensions
    cells = reading.cells()
    count = prod(map(len, dimensions.values())) if dimensions else 0
    listed = product(*dimensions.values()) if 0 < count <= MOST_LISTED else sorted(cells, key=reading.order)
    return Matrix(
        dimensions=dimensions,
        cells=tuple(_cell(values, cells.get(values, {})) for values in listed),
        combinations=count,
        covered=len(cells),
        proposals=reading.proposals(cells),
        trouble=tuple(reading.trouble),
    )


class _Reading:
    """One reading of all rows; ``trouble`` is what could not be counted."""

    def __init__(self, declared: Mapping[str, Sequence[str]], rows: Sequence[TraceRow], place: Place) -> None:
        self._declared = declared
        self._features = [row.requirement.feature for row in rows]
        self._place = place
        self.dimensions = of_features(declared, self._features)
        self.trouble: list[Mistake] = []
        self._evidence: dict[str, Evidence] = {}
        self._states: dict[str, Blank] = {}
        self._features_of: dict[str, dict[str, None]] = {}
        for row in rows:
            for link in row.links:
                self._take(row, link)
        self._at = [{value: number for number, value in enumerate(values)} for values in self.dimensions.values()]

    def _take(self, row: TraceRow, link: Link) -> None:
        if link.shown not in _STATES:
            return
        key = link.evidence.key
        moved = link.moved and link.shown is Shown.PASS
        state = Blank.UNDECIDED if moved else _STATES[link.shown]
        self._evidence.setdefault(key, link.evidence)
        self._states[key] = _worst(state, self._states.get(key, state))
        if row.requirement.feature:
            self._features_of.setdefault(key, {})[row.requirement.feature] = None

    def order(self, combination: Combination) -> tuple[int, ...]:
        """Where a combination stands among all."""
        return tuple(known[value] for known, value in zip(self._at, combination, strict=True))

    def cells(self) -> dict[Combination, dict[str, Blank]]:
        """The combinations with evidence, each with what that is known to show."""
        found: dict[Combination, dict[str, Blank]] = {}
        for key, evidence in self._evidence.items():
            for combination in self._combinations(key, evidence):
                found.setdefault(combination, {})[key] = self._states[key]
        return found

    def _combinations(self, key: str, evidence: Evidence) -> Iterator[Combination]:
        said = dict(evidence.dimensions)
        wrong = list(misplaced(self._declared, said, self._features))
        for one in wrong:
            self._refuse(UNKNOWN_DIMENSION, evidence.place, f"{key}: {one.what}", one.hint)
        if tuple(self._declared.get(FEATURE, ())) == (EVERY_FEATURE,):
            said.setdefault(FEATURE, tuple(self._features_of.get(key, ())))
        if wrong or not all(said.get(name) for name in self.dimensions):
            return
        values = [tuple(dict.fromkeys(said[name])) for name in self.dimensions]
        if prod(map(len, values)) > MOST_OF_ONE:
            what = f"{key} lies in {prod(map(len, values)):,} combinations, and is not counted"
            self._refuse(TOO_MANY_COMBINATIONS, evidence.place, what, f"name at most {MOST_OF_ONE:,} with it")
            return
        if self.dimensions:
            yield from product(*values)

    def proposals(self, cells: Mapping[Combination, object]) -> tuple[Combination, ...]:
        """What else has to be covered for every pair; nothing where there are too many pairs."""
        try:
            return proposals(tuple(self.dimensions.values()), cells)
        except ValueError:
            what = f"more than {MOST_PAIRS:,} pairs of values: no combination is proposed"
            self._refuse(TOO_MANY_COMBINATIONS, self._place, what, "declare fewer dimensions, or fewer values")
            return ()

    def _refuse(self, code: Code, place: Place, what: str, hint: str) -> None:
        self.trouble.append(Mistake(place=place, what=what, hint=hint, code=code.code))


def _cell(values: Combination, evidence: Mapping[str, Blank]) -> MatrixCell:
    states = set(evidence.values())
    state = next((one for one in _WORST_FIRST if one in states), Blank.EMPTY)
    return MatrixCell(values=values, state=state, evidence=tuple(evidence))


def _worst(one: Blank, other: Blank) -> Blank:
    return min(one, other, key=_WORST_FIRST.index)
