"""A line of a card as words and slots, a slot for each inline code and quoted text; what lines mean lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Slots stand in the words as private-use characters, which no phrase contains, around the slot's number.
_CODE, _QUOTE, _END = "\ue000", "\ue001", "\ue002"
_PRIVATE = re.compile("[\ue000-\ue002]")
_SLOT = re.compile(f"[{_CODE}{_QUOTE}]([0-9]+){_END}")
_CLOSING = {'"': '"', "“": "”", "„": "“”", "”": "”"}
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


def read_line(line: str) -> Line:
    """Words and slots of a line. Case is kept; emphasis, doubled spaces and one final full stop or colon are dropped."""
    words: list[str] = []
    slots: list[str] = []
    source = _PRIVATE.sub(" ", line)
    at = 0
    while at < len(source):
        mark, content, end = _slot_at(source, at)
        if mark:
            words.append(f"{mark}{len(slots)}{_END}")
            slots.append(content)
        else:
            words.append(content)
        at = end
    return Line(_tidy("".join(words)), tuple(slots))


def inline_code(line: str) -> tuple[str, ...]:
    """The content of each inline code of a line."""
    read = read_line(line)
    marks = [found[0][0] for found in _SLOT.finditer(read.words)]
    return tuple(slot for mark, slot in zip(marks, read.slots, strict=True) if mark == _CODE)


def _slot_at(source: str, at: int) -> tuple[str, str, int]:
    if source[at] == "`":
        return _code_at(source, at)
    closing = _CLOSING.get(source[at])
    if closing:
        ends = [end for end in (source.find(mark, at + 1) for mark in closing) if end > 0]
        if ends:
            return _QUOTE, source[at + 1 : min(ends)], min(ends) + 1
    return "", source[at], at + 1


def _code_at(source: str, at: int) -> tuple[str, str, int]:
    # CommonMark 6.1: a run of backticks is closed by the next run of the same length; one space inside each end goes.
    run = re.compile("`+").match(source, at)
    assert run is not None
    closing = re.compile(f"(?<!`){run[0]}(?!`)").search(source, run.end())
    if closing is None:
        return "", run[0], run.end()
    content = source[run.end() : closing.start()]
    if content.strip() and content.startswith(" ") and content.endswith(" "):
        content = content[1:-1]
    return _CODE, content, closing.end()


def _tidy(words: str) -> str:
    spoken = " ".join(_EMPHASIS.sub("", words.replace("\u2019", "'")).split())
    return spoken.removesuffix(".").removesuffix(":").rstrip()
