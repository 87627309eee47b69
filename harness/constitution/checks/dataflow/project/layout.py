"""Where the functions of a file stand and what they say: so it is known what a change of the file leaves as it was."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from typing import NamedTuple

from harness.constitution.checks.dataflow.project.modules import Loaded

_IDLE = re.compile(rb"^[ \t]*(?:#[^\n]*)?\r?\n", re.MULTILINE)
_TEXTS = (b'"""', b"'''", b"`", b"\\\n")


class Stretch(NamedTuple):
    """A function: its qualname, from where to where in bytes, its first and last line, and the digest of its text."""

    name: str
    start: int
    end: int
    first: int
    last: int
    digest: str


class Layout(NamedTuple):
    """A file: its outermost functions in order, digests of what stands between them, and one of all that, comments left out."""

    functions: tuple[Stretch, ...]
    between: tuple[str, ...]
    around: str

    def digest(self, name: str) -> str:
        """The digest of a function, or without a name of what stands around all of them; empty where there is none."""
        if not name:
            return self.around
        found = [each.digest for each in self.functions if each.name == name]
        return found[0] if found else self._nested(name)

    def _nested(self, name: str) -> str:
        outer = name.rpartition(".")[0]
        while outer:
            found = [each.digest for each in self.functions if each.name == outer]
            if found:
                return found[0]
            outer = outer.rpartition(".")[0]
        return ""

    def moved(self, other: Layout, place: int) -> tuple[int, int] | None:
        """By how many bytes and lines a place has moved in a later state of the file; None where that cannot be told."""
        at = bisect_right(self.functions, place, key=lambda each: each.start) - 1
        if at >= 0 and place < self.functions[at].end:
            mine = self.functions[at]
            theirs = next((each for each in other.functions if each.name == mine.name), None)
            if theirs is None or theirs.digest != mine.digest:
                return None
            return theirs.start - mine.start, theirs.first - mine.first
        if [each.name for each in self.functions] != [each.name for each in other.functions]:
            return None
        if self.between[at + 1] != other.between[at + 1]:
            return None
        if at < 0:
            return 0, 0
        return other.functions[at].end - self.functions[at].end, other.functions[at].last - self.functions[at].last


def layout(loaded: Loaded) -> Layout:
    """That of a file."""
    data = loaded.data
    functions: list[Stretch] = []
    between: list[str] = []
    around = hashlib.sha256(repr(sorted(loaded.changed)).encode())
    end, line = 0, 1
    for function in loaded.outermost:
        gap = data[end : function.start]
        between.append(_digest(gap))
        around.update(_busy(gap, loaded.module.language) + b"\0" + function.qualname.encode() + b"\0")
        text = data[function.start : function.end]
        first = line + gap.count(b"\n")
        line = first + text.count(b"\n")
        functions.append(Stretch(function.qualname, function.start, function.end, first, line, _digest(text)))
        end = function.end
    gap = data[end:]
    between.append(_digest(gap))
    around.update(_busy(gap, loaded.module.language))
    return Layout(tuple(functions), tuple(between), around.hexdigest()[:24])


def _busy(gap: bytes, language: str) -> bytes:
    """Code without blank lines and lines of comment, unless those may be lines of a text."""
    if language != "python" or any(mark in gap for mark in _TEXTS):
        return gap
    return _IDLE.sub(b"", gap.strip() + b"\n")


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:24]
