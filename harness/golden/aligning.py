"""Which lines of two texts, or items of two lists, belong to one another; it takes little more time than their number."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Hunk = tuple[int, int, int, int]
_MOST_LINES = 2_000
_MOST_PAIRS = 200_000


def hunks(before: Sequence[str], after: Sequence[str]) -> Iterator[Hunk]:
    """Where they differ, as ranges of both: from, to of the first, from, to of the second.

    What is long is cut first where a line stands once in both (patience diff, B. Cohen); a piece that is still long, or repeats
    itself too often, is one range.
    """
    head = _alike(before, after)
    most = min(len(before), len(after)) - head
    tail = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    last, end = len(before) - tail, len(after) - tail
    for first, to, start, until in _cuts(before, after, head, last, head, end):
        yield from _differing(before, after, first, to, start, until)


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many are the same from the beginning."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(before), len(after)))


def _cuts(before: Sequence[str], after: Sequence[str], first: int, last: int, start: int, end: int) -> Iterator[Hunk]:
    """The ranges between lines that stand once in both; one range of what is short."""
    if last - first + end - start > _MOST_LINES:
        for at, to in _anchors(before[first:last], after[start:end], first, start):
            yield first, at, start, to
            first, start = at + 1, to + 1
    yield first, last, start, end


def _anchors(before: Sequence[str], after: Sequence[str], first: int, start: int) -> list[tuple[int, int]]:
    """Where lines are that stand once in both, as many as are in the same order; both begin at ``first`` and ``start``."""
    counted, others = Counter(before), Counter(after)
    places = {line: at for at, line in enumerate(after, start) if others[line] == 1}
    pairs = [(at, places[line]) for at, line in enumerate(before, first) if counted[line] == 1 and line in places]
    return _increasing(pairs)


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs whose second numbers rise (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for index, (_, to) in enumerate(pairs):
        pile = bisect_left(tops, to)
        tops[pile : pile + 1] = [to]
        piles[pile : pile + 1] = [index]
        below.append(piles[pile - 1] if pile else -1)
    found = []
    at = piles[-1] if piles else -1
    while at >= 0:
        found.append(pairs[at])
        at = below[at]
    return found[::-1]


def _differing(
    before: Sequence[str], after: Sequence[str], first: int, last: int, start: int, end: int
) -> Iterator[Hunk]:
    middle, other = before[first:last], after[start:end]
    if not middle and not other:
        return
    if not middle or not other or not _is_short(middle, other):
        yield first, last, start, end
        return
    for tag, *ranges in SequenceMatcher(None, middle, other, autojunk=False).get_opcodes():
        if tag != "equal":
            yield first + ranges[0], first + ranges[1], start + ranges[2], start + ranges[3]


def _is_short(middle: Sequence[str], other: Sequence[str]) -> bool:
    """Whether they may be compared line by line with one another."""
    counted = Counter(other)
    return len(middle) + len(other) <= _MOST_LINES and sum(counted[line] for line in middle) <= _MOST_PAIRS
