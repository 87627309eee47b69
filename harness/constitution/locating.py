"""Byte offsets of matches to lines, columns, excerpts and symbols; finding the matches lies in the kinds of check."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from harness.constitution.kinds import Match
from harness.domain.base import Frozen
from harness.domain.findings import Fix, FlowStep, Role, Span
from harness.domain.verdicts import Strength
from harness.ports.sources import Node, SourceFile, Syntax

MOST_LINES = 5
MOST_COLUMNS = 400
_NO_NODE = Node("", 0, 0, "")


class Located(Frozen):
    """A match in a file with all that is told of its place; ``check`` is the digest of the check that found it.

    ``span`` has an empty path, so that it holds for every file of this content. ``text`` are the words found, cut.
    """

    check: str
    role: Role
    span: Span
    lines: tuple[str, ...] = ()
    text: str = ""
    note: str = ""
    symbol: str = ""
    node_sha256: str = ""
    fix: Fix | None = None
    strength: Strength = Strength.RECORDED
    steps: tuple[FlowStep, ...] = ()


def located(file: SourceFile, matches: Sequence[tuple[str, Match]], syntax: Syntax) -> Iterator[Located]:
    """The matches of one file, each given with the digest of its check, in order of their places."""
    if not matches:
        return
    ordered = sorted(matches, key=lambda one: (one[1].start, one[1].end, one[0], one[1].role))
    spans = [(match.start, match.end) for _, match in ordered]
    nodes = iter(syntax.nodes(file, [span for span in spans if span[1]]))
    lines = _Lines(file.data)
    for check, match in ordered:
        node = next(nodes, _NO_NODE) if match.end else _NO_NODE
        yield Located(
            check=check,
            role=match.role,
            span=lines.span(match.start, match.end),
            lines=lines.excerpt(match.start, match.end),
            text=_shown(file.data[match.start : match.end])[:MOST_COLUMNS],
            note=match.note,
            symbol=node.symbol,
            node_sha256=node.sha256,
            fix=None if match.fix is None else Fix(text=match.fix, safe=match.safe),
            strength=match.strength,
            steps=match.steps,
        )


class _Lines:
    """The lines of a file by byte offset; a line ends with ``\\n``, ``\\r\\n`` or the end of the file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._starts = [0]
        at = data.find(b"\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = data.find(b"\n", at + 1)

    def span(self, start: int, end: int) -> Span:
        if not end:
            return Span(path="")
        line, column = self._place(start)
        end_line, end_column = self._place(end)
        return Span(path="", line=line, column=column, end_line=end_line, end_column=end_column, start=start, end=end)

    def excerpt(self, start: int, end: int) -> tuple[str, ...]:
        if not end:
            return ()
        first = self._index(start)
        last = min(self._index(max(end - 1, start)), first + MOST_LINES - 1)
        return tuple(self._line(index) for index in range(first, last + 1))

    def _place(self, offset: int) -> tuple[int, int]:
        index = self._index(offset)
        return index + 1, len(_shown(self._data[self._starts[index] : offset])) + 1

    def _index(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _line(self, index: int) -> str:
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._data)
        # A line without end would fill the record: what is shown of it is cut when it is shown, around the span.
        return _shown(self._data[self._starts[index] : end][: 64 * 1024]).rstrip("\r\n")


def _shown(data: bytes) -> str:
    return data.decode("utf-8", "replace")
