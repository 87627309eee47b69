"""A difference as rows, golden beside received, the words that differ marked; how rows look lies with the formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from harness.domain.golden import Difference

MOST_ROWS = 200
LONGEST = 2_000
_CONTEXT = 2
_MOST_COMPARED = 600  # lines, or words: what is longer takes too long to lay side by side
_BEFORE = 60
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_SHORT = len("sha256:") + 12
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; ``marked`` if it differs."""

    text: str
    marked: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Row:
    """A line of both sides, None where one has none. Of rows that were left out ``skipped`` tells how many."""

    golden: Line | None = None
    received: Line | None = None
    same: bool = False
    skipped: int = 0


def rows(difference: Difference, most: int = MOST_ROWS) -> tuple[Row, ...]:
    """The rows of a difference, at most so many and one more that counts the rest; of what is the same only what lies near."""
    sides = (difference.golden, difference.received)
    ended = all(side is None or side.endswith("\n") for side in sides)
    golden, received = (_split(side, ended) for side in sides)
    if golden is None or received is None:
        found = [_Pair(line, None) for line in golden or ()] + [_Pair(None, line) for line in received or ()]
    else:
        found = _without_most_same(list(_paired(golden, received)))
    left = len(found) - most
    shown = tuple(_row(pair) for pair in found[:most])
    return shown if left <= 0 else (*shown, Row(skipped=left))


class _Pair(NamedTuple):
    """A line of both sides as it is, not laid out yet; of lines that are left out how many."""

    golden: str | None
    received: str | None
    same: bool = False
    skipped: int = 0


def _row(pair: _Pair) -> Row:
    golden, received, same, skipped = pair
    if golden is not None and received is not None and not same:
        return Row(*marked(golden, received))
    before, after = (None if line is None else _cut(line) for line in (golden, received))
    return Row(before, after, same, skipped)


def _split(text: str | None, ended: bool) -> list[str] | None:
    """The lines of a side; where all sides end with a line feed nothing is shown behind it. Digests alone are shortened."""
    if text is not None and _DIGEST.fullmatch(text):
        return [f"{text[:_SHORT]}…"]
    return None if text is None else (text.removesuffix("\n") if ended else text).split("\n")


def _paired(golden: Sequence[str], received: Sequence[str]) -> Iterator[_Pair]:
    for tag, first, last, start, end in _opcodes(golden, received):
        pairs = min(last - first, end - start)
        for before, after in zip(golden[first : first + pairs], received[start : start + pairs], strict=True):
            yield _Pair(before, after, tag == "equal")
        yield from (_Pair(line, None) for line in golden[first + pairs : last])
        yield from (_Pair(None, line) for line in received[start + pairs : end])


def _opcodes(golden: Sequence[str], received: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As ``SequenceMatcher`` tells them; of what is very long, all between the first and the last difference as one."""
    head = _alike(golden, received)
    tail = _alike(golden[head:][::-1], received[head:][::-1])
    last, end = len(golden) - tail, len(received) - tail
    if head:
        yield "equal", 0, head, 0, head
    if max(last, end) - head > _MOST_COMPARED:
        yield "replace", head, last, head, end
    else:
        matcher = SequenceMatcher(None, golden[head:last], received[head:end], autojunk=False)
        for tag, *at in matcher.get_opcodes():
            first, until, start, stop = (head + one for one in at)
            yield tag, first, until, start, stop
    if tail:
        yield "equal", last, len(golden), end, len(received)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many are the same at the start."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (before, after) in enumerate(pairs) if before != after), min(len(one), len(other)))


def _without_most_same(every: Sequence[_Pair]) -> list[_Pair]:
    """The pairs, but of those that are the same only the ones beside others."""
    changed = [at for at, pair in enumerate(every) if not pair.same]
    near = {at + by for at in changed for by in range(-_CONTEXT, _CONTEXT + 1)}
    found: list[_Pair] = []
    for is_near, group in groupby(enumerate(every), lambda one: one[0] in near):
        pairs = [pair for _, pair in group]
        found += pairs if is_near else [_Pair(None, None, same=True, skipped=len(pairs))]
    return found


# --- inside a line ---------------------------------------------------------------------------------------------------


def marked(golden: str, received: str, longest: int = LONGEST) -> tuple[Line, Line]:
    """Two lines with the words that differ marked; long ones are cut around where they begin to differ."""
    start = max(_alike(golden, received) - _BEFORE, 0) if max(len(golden), len(received)) > longest else 0
    before, after = golden[start : start + longest], received[start : start + longest]
    words, others = _WORD.findall(before), _WORD.findall(after)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, first, last, begin, end in _opcodes(words, others):
        for side, text in zip(sides, ("".join(words[first:last]), "".join(others[begin:end])), strict=True):
            side.extend([Piece(text, tag != "equal")] if text else [])
    return _with_ends(sides[0], golden, start, longest), _with_ends(sides[1], received, start, longest)


def _with_ends(pieces: Sequence[Piece], whole: str, start: int, longest: int) -> Line:
    head = (Piece("…"),) if start else ()
    tail = (Piece("…"),) if start + longest < len(whole) else ()
    return (*head, *pieces, *tail)


def _cut(line: str) -> Line:
    return (Piece(line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"),)


def plain(line: Line) -> str:
    """A line without its marks."""
    return "".join(piece.text for piece in line)


def as_diff(difference: Difference, most: int) -> Iterator[str]:
    """The rows as lines of a unified diff, without heads: each begins with ``-``, ``+`` or a blank."""
    pending: list[str] = []
    for row in rows(difference, most):
        if row.same or row.skipped:
            yield from pending
            pending = []
        if row.skipped:
            what = "the same" if row.same else "more"
            yield f"  … {row.skipped:,} line{'' if row.skipped == 1 else 's'} {what}"
        elif row.same:
            yield f" {plain(row.golden or ())}"
        else:
            yield from [f"-{plain(row.golden)}"] if row.golden is not None else []
            pending.extend([f"+{plain(row.received)}"] if row.received is not None else [])
    yield from pending
