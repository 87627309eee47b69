"""The text of a file by byte offsets: columns in characters, and what stands there; the bytes lie with the caller."""

from __future__ import annotations

from dataclasses import dataclass

from harness.ports.sources import SourceFile


@dataclass(frozen=True)
class Places:
    """A file whose places are told to people."""

    file: SourceFile

    def column(self, start: int) -> int:
        """The column of an offset, from 1."""
        begin = self.file.data.rfind(b"\n", 0, start) + 1
        return len(self._text(begin, start)) + 1

    def text(self, start: int, end: int) -> str:
        """What stands there."""
        return self._text(start, end)

    def line(self, number: int) -> str:
        """A line, from 1."""
        lines = self.file.data.split(b"\n")
        return lines[number - 1].decode("utf-8", "replace") if number <= len(lines) else ""

    def _text(self, start: int, end: int) -> str:
        return self.file.data[start:end].decode("utf-8", "replace")
