"""A line of a card as words and slots, a slot for each inline code and quoted text; what lines mean lies elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

# Slots stand in the words as private-use characters, which no phrase contains, around the slot's number.
_CODE, _QUOTE, _END = "\ue000", "\ue001", "\ue002"
_PRIVATE = re.compile("[\ue000-\ue002]")
_SLOT = re.compile(f"[{_CODE}{_QUOTE}]([0-9]+){_END}")
_CLOSING = {'"': '"', "“": "”", "„": "“”", "”": "”"}
_UNMARKED = re.compile(r'[^`"“”„]+')
_BACKTICKS = re.compile("`+")
_EMPHASIS = re.compile(r"\*+|(?<![^\W_])_+|_+(?![^\W_])")


def code(name: str) -> str:
    """The pattern of a named slot that holds inline code."""
    return f"(?P<{name}>{_CODE}[0-9]+{_END})"


def text(name: str) -> str:
    """The pattern of a named slot that holds a quoted text."""
    return f"(?P<{name}>{_QUOTE}[0-9]+{_END})"


def either(name: str) -> str:
    """The pattern of a named slot that holds inline code or a quoted text."""
    return f"(?P<{name}>[{_CODE}{_QUOTE}][0-9]+{_END})"


@dataclass(frozen=True)
class Line:
    """A line: ``words`` with slots in them, and what stands in each slot."""

    words: str
    slots: tuple[str, ...]

    def resolve(self, groups: Mapping[str, str]) -> dict[str, str]:
        """Named groups of a match with each slot replaced by what stands in it."""
        return {name: self._content(part) for name, part in groups.items()}

    @property
    def plain(self) -> str:
        """The words alone, a space where each slot stood."""
        return _SLOT.sub(" ", self.words)

    def _content(self, part: str) -> str:
        slot = _SLOT.fullmatch(part)
        return self.slots[int(slot[1])] if slot else part


@lru_cache(maxsize=4096)
def read_line(line: str) -> Line:
    """Words and slots of a line. Case is kept; emphasis, doubled spaces and one final full stop or colon are dropped."""
    words: list[str] = []
    slots: list[str] = []
    for mark, content in _Scanner(_PRIVATE.sub(" ", line)).pieces():
        if mark:
            words.append(f"{mark}{len(slots)}{_END}")
            slots.append(content)
        else:
            words.append(content)
    return Line(_tidy("".join(words)), tuple(slots))


def inline_code(line: str) -> tuple[str, ...]:
    """The content of each inline code of a line."""
    read = read_line(line)
    marks = [found[0][0] for found in _SLOT.finditer(read.words)]
    return tuple(slot for mark, slot in zip(marks, read.slots, strict=True) if mark == _CODE)


class _Scanner:
    """Goes through a line once, however many marks in it are left open."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._runs: dict[int, list[int]] = {}
        for run in _BACKTICKS.finditer(source):
            self._runs.setdefault(len(run[0]), []).append(run.start())
        self._last = {mark: source.rfind(mark) for marks in _CLOSING.values() for mark in marks}

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Each slot as (its mark, what stands in it), and everything between as (nothing, itself)."""
        at = 0
        while at < len(self._source):
            plain = _UNMARKED.match(self._source, at)
            if plain:
                yield "", plain[0]
                at = plain.end()
                continue
            mark, content, at = self._code(at) if self._source[at] == "`" else self._text(at)
            yield mark, content

    def _text(self, at: int) -> tuple[str, str, int]:
        marks = _CLOSING.get(self._source[at], "")
        ends = [self._source.find(mark, at + 1) for mark in marks if self._last[mark] > at]
        if not ends:
            return "", self._source[at], at + 1
        return _QUOTE, self._source[at + 1 : min(ends)], min(ends) + 1

    def _code(self, at: int) -> tuple[str, str, int]:
        # CommonMark 6.1: a run of backticks is closed by the next run of the same length; a space inside each end goes.
        run = _BACKTICKS.match(self._source, at)
        assert run is not None
        starts = self._runs[len(run[0])]
        after = bisect_right(starts, at)
        if after == len(starts):
            return "", run[0], run.end()
        content = self._source[run.end() : starts[after]]
        if content.strip() and content.startswith(" ") and content.endswith(" "):
            content = content[1:-1]
        return _CODE, content, starts[after] + len(run[0])


def _tidy(words: str) -> str:
    spoken = " ".join(_EMPHASIS.sub("", words.replace("\u2019", "'")).split())
    return spoken.removesuffix(".").removesuffix(":").rstrip()
