"""Results of a tool as matches in the bytes of a tree's files; nothing that a tool names is dropped unseen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from posixpath import normpath
from typing import Any

from harness.constitution.kinds import Doubtful, Job, Match, Seen
from harness.constitution.outputs.results import Result, Unit, Unparsed
from harness.domain.findings import DoubtKind, Role
from harness.ports.sources import SourceFile, SourceTree, Unread

WHOLE_TREE = "."
"""The path of a match that is about the tree as a whole."""

CHECKS = "constitutions/checks"
"""The folder for what checks of a project need; a sample is tried with the project's own beside it."""

_MOST_WORDS = 300


class Places:
    """The files of a tree as a tool names them. ``paths`` are those that the check is about, ``folder`` where the tree lay."""

    def __init__(self, tree: SourceTree, paths: Sequence[str], folder: str) -> None:
        self._tree = tree
        self._paths = frozenset(paths)
        self._known = frozenset(entry.path for entry in tree.entries())
        self._folder = folder.rstrip("/")

    def path(self, written: str) -> str:
        """A path of the tree from what a tool wrote, absolute or relative to the tree."""
        path = normpath(written.strip())
        if self._folder and path.startswith(f"{self._folder}/"):
            path = path[len(self._folder) + 1 :]
        return WHOLE_TREE if path in ("", self._folder) else path

    def in_tree(self, written: str) -> bool:
        """Whether a tool means a file of the tree."""
        return self.path(written) in self._known

    def matches(self, job: Job[Any], role: Role, results: Iterable[Result]) -> Iterator[Seen]:
        """Each result where it is; those in files that the check is not about are left out.

        A result in a file that is not there, or in a line that is not, leaves the check in doubt: the tool saw another tree.
        """
        by_path: dict[str, list[Result]] = {}
        for result in results:
            by_path.setdefault(self.path(result.path), []).append(result)
        for path in sorted(by_path):
            if path == WHOLE_TREE:
                yield from (Match(job.key, role, path, note=note_of(result)) for result in by_path[path])
            elif path in self._paths:
                yield from self._in_file(job, role, path, by_path[path])
            elif self._is_foreign(path):
                yield self._foreign(job, path)

    def unparsed(self, job: Job[Any], files: Iterable[Unparsed]) -> Iterator[Doubtful]:
        """A doubt for each file that the tool could not parse, the check being about it."""
        for file in files:
            path = self.path(file.path)
            if path in self._paths:
                reason = f"it does not parse: {one_line(file.reason)}"
                yield Doubtful(job.key, DoubtKind.UNPARSABLE, reason, path, max(file.line or 1, 1))
            elif path == WHOLE_TREE or self._is_foreign(path):
                yield self._foreign(job, path, file.reason)

    def missing(self, scanned: Iterable[str]) -> Iterator[str]:
        """The files that the check is about and that the tool did not look at, though at others of their kind.

        Where it looked at none, all are missing; else a kind that it looks at none of is not its business.
        """
        seen = {self.path(path) for path in scanned}
        kinds = {_kind(path) for path in seen}
        yield from (path for path in sorted(self._paths - seen) if not kinds or _kind(path) in kinds)

    def _is_foreign(self, path: str) -> bool:
        return path not in self._known and not path.startswith(f"{CHECKS}/")

    def _foreign(self, job: Job[Any], path: str, reason: str = "") -> Doubtful:
        said = f": {one_line(reason)}" if reason else ""
        return Doubtful(job.key, DoubtKind.TOOL, f"it speaks of `{path}`, which is no file of the tree{said}")

    def _in_file(self, job: Job[Any], role: Role, path: str, results: Sequence[Result]) -> Iterator[Seen]:
        file = next(iter(self._tree.read([path])))
        if isinstance(file, Unread):
            yield Doubtful(job.key, DoubtKind.UNREADABLE, file.reason, path)
            return
        lines = _Lines(file)
        for result in results:
            if result.line is not None and result.line > lines.count + 1:
                reason = f"it reports line {result.line} of a file of {lines.count}: it saw another file"
                yield Doubtful(job.key, DoubtKind.TOOL, reason, path)
                continue
            start, end = lines.span(result)
            yield Match(job.key, role, path, start, end, note_of(result))


def _kind(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2]


def note_of(result: Result) -> str:
    """What to say at a result's place."""
    words = one_line(result.message)
    return words if not result.rule or result.rule in words else f"{result.rule}: {words}"


def one_line(words: str) -> str:
    """Words on one line, cut where they are too many."""
    line = " ".join(words.split())
    return line if len(line) <= _MOST_WORDS else f"{line[: _MOST_WORDS - 1]}…"


class _Lines:
    """The lines of a file, by number."""

    def __init__(self, file: SourceFile) -> None:
        self._data = file.data
        self._starts = [0]
        at = self._data.find(b"\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = self._data.find(b"\n", at + 1)
        self.count = len(self._starts) - (self._starts[-1] == len(self._data) and len(self._starts) > 1)

    def span(self, result: Result) -> tuple[int, int]:
        """The bytes that a result is about; the whole line where it names no column, the whole file without a line."""
        if result.line is None or result.line < 1:
            return 0, 0
        if result.column is None or (result.unit is Unit.ASCII and not self._line(result.line).isascii()):
            return self._trimmed(result.line, result.end_line or result.line)
        start = self._offset(result.line, result.column, result.unit)
        end = max(self._end(result), self._offset(result.line, result.column + 1, result.unit))
        return self._at_character(start, -1), self._at_character(end, 1)

    def _end(self, result: Result) -> int:
        assert result.line is not None
        if result.end_column is None:
            return self._line_end(max(result.end_line or 0, result.line))
        return self._offset(result.end_line or result.line, result.end_column, result.unit)

    def _trimmed(self, first: int, last: int) -> tuple[int, int]:
        start, end = self._start(first), self._line_end(max(first, last))
        blanks = len(self._data[start:end]) - len(self._data[start:end].lstrip())
        return (start + blanks, end) if start + blanks < end else (start, end)

    def _offset(self, line: int, column: int, unit: Unit) -> int:
        return self._start(line) + _bytes_before(self._line(line), max(column - 1, 0), unit)

    def _line(self, line: int) -> bytes:
        return self._data[self._start(line) : self._line_end(line)]

    def _at_character(self, offset: int, step: int) -> int:
        """The nearest offset in that direction that is not in the middle of a character."""
        while 0 < offset < len(self._data) and self._data[offset] & 0xC0 == 0x80:
            offset += step
        return offset

    def _start(self, line: int) -> int:
        return self._starts[min(max(line, 1), len(self._starts)) - 1]

    def _line_end(self, line: int) -> int:
        """Where the line's last character ends, its line end left out."""
        start = self._start(line)
        index = bisect_right(self._starts, start)
        end = self._starts[index] if index < len(self._starts) else len(self._data)
        return start + len(self._data[start:end].rstrip(b"\r\n"))


def _bytes_before(line: bytes, count: int, unit: Unit) -> int:
    """How many bytes the first ``count`` units of a line take, at most all of them."""
    if unit is Unit.BYTES:
        return min(count, len(line))
    words = line.decode("utf-8", "surrogateescape")
    if unit is Unit.UTF16:
        count = _characters(words, count)
    return len(words[:count].encode("utf-8", "surrogateescape"))


def _characters(words: str, units: int) -> int:
    """How many characters the first UTF-16 code units of some words are."""
    characters = 0
    while units > 0 and characters < len(words):
        units -= 2 if ord(words[characters]) > 0xFFFF else 1
        characters += 1
    return characters
