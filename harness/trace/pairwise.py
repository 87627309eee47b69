"""The fewest further combinations so that every value meets every value of each other dimension; counting lies beside it.

A covering array of strength two around what is covered already, grown dimension by dimension: Lei, Tai, "In-Parameter-Order: A
Test Generation Strategy for Pairwise Testing" (IEEE HASE 1998). The fewest is NP-hard; this is greedy, without chance.
That pairs find most faults of interaction: Kuhn, Wallace, Gallo (IEEE TSE 30(6), 2004).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

MOST_PAIRS = 20_000
_FEW_PAIRS = 2_000
"""So many pairs are worth several attempts, of which the smallest is kept."""
_ATTEMPTS = 12
Combination = tuple[str, ...]
_Row = list[int | None]
_Pair = tuple[int, int, int, int]
"""A dimension and its value, a later dimension and its value."""


def pairs(sizes: Sequence[int]) -> int:
    """How many pairs of values of two dimensions there are."""
    return sum(one * other for one, other in combinations(sizes, 2))


def proposals(values: Sequence[Sequence[str]], covered: Iterable[Combination]) -> tuple[Combination, ...]:
    """Combinations that, together with the covered ones, pair every value of a dimension with every value of the others.

    Of a single dimension each value is wanted once. The same arguments give the same combinations.

    Raises:
        ValueError: if there are more than ``MOST_PAIRS`` pairs.
    """
    sizes = [len(one) for one in values]
    if pairs(sizes) > MOST_PAIRS:
        raise ValueError(f"more than {MOST_PAIRS} pairs")
    if not sizes or not all(sizes):
        return ()
    covered = list(covered)
    if len(sizes) == 1:
        return tuple((value,) for value in values[0] if (value,) not in covered)
    at = [{value: number for number, value in enumerate(one)} for one in values]
    met = [[known[value] for known, value in zip(at, row, strict=True)] for row in covered]
    attempts = _ATTEMPTS if pairs(sizes) <= _FEW_PAIRS else 1
    rows = min((_grown(sizes, met, turn) for turn in range(attempts)), key=len)
    return tuple(tuple(one[number] for one, number in zip(values, row, strict=True)) for row in sorted(rows))


def _grown(sizes: Sequence[int], met: Sequence[Sequence[int]], turn: int) -> list[list[int]]:
    """One attempt: the largest dimensions first; ``turn`` is which of the values that are as good is taken."""
    order = sorted(range(len(sizes)), key=lambda one: (-sizes[one], (one + turn) % len(sizes)))
    growth = _Growth([sizes[one] for one in order], [[row[one] for one in order] for row in met], turn)
    rows = growth.rows()
    return [[row[order.index(one)] for one in range(len(sizes))] for row in rows]


class _Growth:
    """Rows that grow by one dimension at a time; None is a value that does not matter yet."""

    def __init__(self, sizes: Sequence[int], met: Sequence[Sequence[int]], turn: int) -> None:
        self._sizes = sizes
        self._turn = turn
        self._met = {pair for row in met for pair in _pairs_of(row)}
        self._rows: list[_Row] = []
        self._open: set[_Pair] = set()

    def rows(self) -> list[list[int]]:
        """The rows when all dimensions have been taken in, without those that are needless."""
        for last in range(1, len(self._sizes)):
            self._open = set(self._wanted(last))
            self._widen(last)
            self._lengthen(last)
        return self._needed([self._filled(row) for row in self._rows])

    def _wanted(self, last: int) -> Iterable[_Pair]:
        for one in range(last):
            for value in range(self._sizes[one]):
                for other in range(self._sizes[last]):
                    if (one, value, last, other) not in self._met:
                        yield one, value, last, other

    def _widen(self, last: int) -> None:
        """Give each row the value of the new dimension that meets most."""
        for number, row in enumerate(self._rows):
            start = number + self._turn
            turned = [(start + step) % self._sizes[last] for step in range(self._sizes[last])]
            best = max(turned, key=lambda value: self._news(row, last, value))
            gained = self._news(row, last, best)
            row.append(best if gained else None)
            self._open -= set(_pairs_with(row, last))

    def _news(self, row: _Row, last: int, value: int) -> int:
        return sum((one, held, last, value) in self._open for one, held in enumerate(row[:last]) if held is not None)

    def _lengthen(self, last: int) -> None:
        """Put each pair that is left where it fits, or into a row of its own."""
        loose = [row for row in self._rows if None in row]
        for pair in sorted(self._open):
            one, value, _, other = pair
            row = next((row for row in loose if row[one] in (None, value) and row[last] in (None, other)), None)
            if row is None:
                row = [None] * (last + 1)
                self._rows.append(row)
                if last > 1:
                    loose.append(row)
            row[one], row[last] = value, other
        self._open.clear()

    def _filled(self, row: _Row) -> list[int]:
        return [self._turn % self._sizes[one] if value is None else value for one, value in enumerate(row)]

    def _needed(self, rows: list[list[int]]) -> list[list[int]]:
        """The rows without each of which some pair would be missing."""
        counts: dict[_Pair, int] = {}
        for row in rows:
            for pair in _pairs_of(row):
                counts[pair] = counts.get(pair, 0) + 1
        kept = []
        for row in rows:
            needed = any(counts[pair] == 1 and pair not in self._met for pair in _pairs_of(row))
            if needed:
                kept.append(row)
            else:
                for pair in _pairs_of(row):
                    counts[pair] -= 1
        return kept


def _pairs_of(row: Sequence[int]) -> Iterable[_Pair]:
    return ((one, row[one], other, row[other]) for one, other in combinations(range(len(row)), 2))


def _pairs_with(row: _Row, last: int) -> Iterable[_Pair]:
    value = row[last]
    if value is not None:
        yield from ((one, held, last, value) for one, held in enumerate(row[:last]) if held is not None)
