"""Patches as a unified diff, made from their edits alone so that no file is too large for it; planning lies in ``fixing``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.constitution.fixing import Edit, FilePatch

_CONTEXT = 3
_ESCAPES = str.maketrans({"\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True)
class _Change:
    """New lines in place of those from line ``first`` (from 0) up to line ``last``."""

    first: int
    last: int
    lines: tuple[bytes, ...]


def as_diff(patches: Iterable[FilePatch]) -> str:
    """All patches that are not refused, as one unified diff with three lines of context."""
    return "".join(part for patch in patches if not patch.refused for part in _file(patch))


def _file(patch: FilePatch) -> Iterator[str]:
    lines = _lines(patch.before)
    changes = tuple(_changes(patch, lines))
    if changes:
        path = patch.path.translate(_ESCAPES)
        yield f"--- a/{path}\n+++ b/{path}\n"
    shift = 0
    for hunk in _hunks(changes):
        yield from _hunk(hunk, lines, shift)
        shift += sum(len(change.lines) - (change.last - change.first) for change in hunk)


def _lines(data: bytes) -> list[bytes]:
    """The lines with their ends; only ``\\n`` ends one."""
    parts = data.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def _changes(patch: FilePatch, lines: Sequence[bytes]) -> Iterator[_Change]:
    """The edits as changes of whole lines, without the lines that stay at their begin and end."""
    starts = _starts(lines)
    for group in _groups(patch.edits, starts):
        old = lines[group.first : group.last]
        new = _lines(group.text(patch.before, starts))
        before = _alike(old, new)
        after = _alike(old[before:][::-1], new[before:][::-1])
        kept = new[before : len(new) - after]
        if kept or before + after < len(old):
            yield _Change(group.first + before, group.last - after, tuple(kept))


def _alike(old: Sequence[bytes], new: Sequence[bytes]) -> int:
    """With how many equal lines two texts begin."""
    return next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )


@dataclass(frozen=True)
class _Group:
    """Edits of the same lines, and these lines."""

    first: int
    last: int
    edits: tuple[Edit, ...]

    def text(self, data: bytes, starts: Sequence[int]) -> bytes:
        """What becomes of the lines."""
        parts, at = [], starts[self.first]
        for edit in self.edits:
            parts += [data[at : edit.start], edit.text]
            at = edit.end
        return b"".join([*parts, data[at : starts[self.last]]])


def _starts(lines: Sequence[bytes]) -> list[int]:
    """The offset of each line, and that of the end."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def _groups(edits: Sequence[Edit], starts: Sequence[int]) -> Iterator[_Group]:
    """Every edit with all of the lines that it touches, the line after a line end that it takes away included."""
    group: _Group | None = None
    for edit in edits:
        first = min(bisect_right(starts, edit.start), max(len(starts) - 1, 1)) - 1
        last = min(bisect_right(starts, edit.end), len(starts) - 1)
        if group and first < group.last:
            group = _Group(group.first, max(last, group.last), (*group.edits, edit))
            continue
        if group:
            yield group
        group = _Group(first, last, (edit,))
    if group:
        yield group


def _hunks(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """Changes whose context would meet, together."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.first - hunk[-1].last > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _hunk(hunk: Sequence[_Change], lines: Sequence[bytes], shift: int) -> Iterator[str]:
    begin = max(hunk[0].first - _CONTEXT, 0)
    end = min(hunk[-1].last + _CONTEXT, len(lines))
    grown = sum(len(change.lines) - (change.last - change.first) for change in hunk)
    yield f"@@ -{_range(begin, end - begin)} +{_range(begin + shift, end - begin + grown)} @@\n"
    at = begin
    for change in hunk:
        yield from _marked(" ", lines[at : change.first])
        yield from _marked("-", lines[change.first : change.last])
        yield from _marked("+", change.lines)
        at = change.last
    yield from _marked(" ", lines[at:end])


def _range(first: int, length: int) -> str:
    return f"{first + 1}" if length == 1 else f"{first + bool(length)},{length}"


def _marked(mark: str, lines: Iterable[bytes]) -> Iterator[str]:
    for line in lines:
        end = "" if line.endswith(b"\n") else "\n\\ No newline at end of file\n"
        yield f"{mark}{line.decode('utf-8', 'replace')}{end}"
