"""The source lines of a finding with its span underlined, in rows that fit; where they are printed lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import cell_len

from harness.domain.findings import Finding, Span
from harness.domain.visible import visible

_TAB = "    "
_LEAST_ROOM = 16


@dataclass(frozen=True)
class Row:
    """One row of an excerpt: what stands left of the bar, what stands right of it, and whether that only marks."""

    gutter: str
    text: str
    marks: bool = False

    def __str__(self) -> str:
        return f"{self.gutter} | {self.text}".rstrip()


def excerpt(finding: Finding, width: int) -> tuple[Row, ...]:
    """The lines of a finding in at most ``width`` columns; none where the finding is about a file as a whole.

    A span on one line is underlined with ``^``; one over several is bracketed at the left, and ``^`` stands below its first
    and its last character. Tabs are four columns; whatever could command a terminal is spelled out.
    """
    if not finding.lines:
        return ()
    span = _without_line_end(finding.span, finding.lines)
    digits = len(str(span.line + len(finding.lines) - 1))
    room = max(width - digits - 3, _LEAST_ROOM)
    if span.end_line == span.line:
        rows = _one_line(finding.lines[0], span, room)
    else:
        rows = _several_lines(finding.lines, span, room - 2)
    return tuple(Row(row.gutter.rjust(digits), row.text, row.marks) for row in rows)


def _without_line_end(span: Span, lines: tuple[str, ...]) -> Span:
    """The span without the line end that it stops behind: nothing of the next line is meant then."""
    if span.end_line == span.line or span.end_column > 1:
        return span
    last = span.end_line - 1
    shown = last - span.line
    column = len(lines[shown]) + 1 if shown < len(lines) else 1
    return span.model_copy(update={"end_line": last, "end_column": column})


def _one_line(line: str, span: Span, room: int) -> Iterator[Row]:
    shown = _cut(line, span.column - 1, span.end_column - 1, room)
    yield Row(str(span.line), shown.text)
    yield Row("", " " * shown.start + "^" * max(shown.end - shown.start, 1), marks=True)


def _several_lines(lines: tuple[str, ...], span: Span, room: int) -> Iterator[Row]:
    first = _cut(lines[0], span.column - 1, len(lines[0]), room)
    if lines[0][: span.column - 1].strip():
        yield Row(str(span.line), f"  {first.text}")
        yield Row("", f" {'_' * (first.start + 1)}^", marks=True)
    else:
        yield Row(str(span.line), f"/ {first.text}")
    for number, line in enumerate(lines[1:], span.line + 1):
        end = span.end_column - 1 if number == span.end_line else 0
        shown = _cut(line, 0, end, room)
        yield Row(str(number), f"| {shown.text}")
        if number == span.end_line:
            yield Row("", f"|{'_' * max(shown.end, 1)}^", marks=True)
    if span.end_line >= span.line + len(lines):
        yield Row("", f"|… up to line {span.end_line}", marks=True)


@dataclass(frozen=True)
class _Shown:
    """A line as it is shown, and the columns (from 0) that the span takes up in it."""

    text: str
    start: int
    end: int


def _cut(line: str, start: int, end: int, room: int) -> _Shown:
    """The line in at most ``room`` columns, cut around the characters from ``start`` up to ``end``."""
    start = min(start, len(line))
    end = min(max(end, start), len(line))
    low = max(0, start - 2 * room)
    high = min(len(line), start + 4 * room)
    pieces = [_TAB if character == "\t" else visible(character) for character in line[low:high]]
    columns = [0, *accumulate(cell_len(piece) for piece in pieces)]
    left, right = _window(columns, start - low, end - low, room, cut=(low > 0, high < len(line)))
    before, after = ("…" if left + low else ""), ("…" if right + low < len(line) else "")
    origin = columns[left] - len(before)
    stop = columns[min(end - low, right)] - origin
    return _Shown(f"{before}{''.join(pieces[left:right])}{after}", columns[start - low] - origin, stop)


def _window(columns: list[int], start: int, end: int, room: int, cut: tuple[bool, bool]) -> tuple[int, int]:
    """From which piece to which there is room, the span's start in it, and if that can be, its end."""
    last = len(columns) - 1
    if not any(cut) and columns[last] <= room:
        return 0, last
    if cut[0] or columns[min(end, last)] > room - 1:
        before = max(room // 3, room - 2 - (columns[last] - columns[start]))
        left = next(at for at in range(start + 1) if columns[start] - columns[at] <= before)
    else:
        left = 0
    limit = columns[left] + room - bool(left or cut[0])
    if not cut[1] and columns[last] <= limit:
        return left, last
    return left, max(at for at in range(left, last + 1) if columns[at] <= limit - 1)
