"""Finds what a redaction masks in a text: by the patterns of a named one, by a project's own, or the whole of a leaf."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from harness.domain.golden import Redaction
from harness.golden import redacting
from harness.golden.masks import Hidden, Pieces
from harness.phrasebook import regex
from harness.plugins import Family

NAMED = Family(redacting)
ORDER = "order"
SETS = "sets"
ORDERING = (ORDER, SETS)
"""The redactions that mask nothing: they bring what has no order of its own into one."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_Span = tuple[int, int, Hidden]


@dataclass(frozen=True)
class Mask:
    """One pattern and what stands for its matches; without a pattern the whole leaf is masked.

    ``numbers`` also masks numbers of JSON. ``shape`` tells what is left of a value that is masked, for its name.
    """

    redaction: Redaction
    name: str
    find: Any = None
    group: int = 0
    numbered: bool = False
    numbers: bool = True
    shape: Callable[[str], str] | None = None

    def hidden(self, value: str) -> Hidden:
        """A value as it is masked."""
        return Hidden(self.name + (self.shape(value) if self.shape else ""), value, self.numbered, self.redaction)

    def covers(self, path: tuple[str, ...], part: str) -> bool:
        """Whether it masks a leaf: the way into JSON and the name of its part."""
        wanted = self.redaction.path
        return not wanted or wanted == part or leads(tuple(wanted.split(".")), path)


def leads(wanted: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a way into JSON is the one that is wanted, or leads below it."""
    if not path or len(path) < len(wanted):
        return False
    return all(part in ("*", at) for part, at in zip(wanted, path, strict=False))


def masks_of(redactions: Sequence[Redaction]) -> tuple[Mask, ...]:
    """Everything that redactions mask, in their order."""
    return tuple(mask for one in redactions for mask in _masks(one))


def names_of(name: str) -> frozenset[str]:
    """The names of what stands for the matches of a named redaction."""
    return frozenset(mask for mask, *_ in _named(name))


def _masks(redaction: Redaction) -> Iterator[Mask]:
    if redaction.name in ORDERING:
        return
    if redaction.name:
        yield from (Mask(redaction, *named) for named in _named(redaction.name))
    elif redaction.pattern:
        find = regex.compile(redaction.pattern)
        yield Mask(redaction, redaction.mask[1:-1], find, _group(find))
    elif redaction.path:
        yield Mask(redaction, redaction.mask[1:-1])


@cache
def _named(name: str) -> tuple[tuple[str, Any, int, bool, bool, Any], ...]:
    module = NAMED.load(name)
    found = []
    for mask, pattern in module.MASKS.items():
        find = re.compile(pattern)
        shape = getattr(module, "shape", None)
        found.append((mask, find, _group(find), module.NUMBERED, getattr(module, "NUMBERS", False), shape))
    return tuple(found)


def _group(find: Any) -> int:
    """Which group of a pattern is masked; 0 is all that it matches."""
    return int(find.groupindex.get("value", 0))


def pieces_of(text: str, masks: Sequence[Mask]) -> Pieces:
    """A text, cut where it is masked. Every pattern sees the text as it is shown; of two that overlap the first one counts."""
    whole = next((mask for mask in masks if mask.find is None), None)
    if whole is not None:
        return (whole.hidden(text),) if text else ("",)
    searched = _SURROGATE.sub("\ufffd", text) if masks and not text.isascii() else text
    taken: list[_Span] = []
    for mask in masks:
        found = _free(_spans(mask, text, searched), taken)
        taken = sorted([*taken, *found], key=_start) if taken and found else taken or found
    return _cut(text, taken)


def _spans(mask: Mask, text: str, searched: str) -> Iterator[_Span]:
    for one in mask.find.finditer(searched):
        start, end = one.start(mask.group), one.end(mask.group)
        if 0 <= start < end:
            yield start, end, mask.hidden(text[start:end])


def _start(span: _Span) -> int:
    return span[0]


def _free(found: Iterator[_Span], taken: Sequence[_Span]) -> list[_Span]:
    """Those that overlap nothing that is taken; both are in their order."""
    free = []
    at = 0
    for span in found:
        while at < len(taken) and taken[at][1] <= span[0]:
            at += 1
        if at == len(taken) or span[1] <= taken[at][0]:
            free.append(span)
    return free


def _cut(text: str, taken: Sequence[_Span]) -> Pieces:
    if not taken:
        return (text,)
    pieces: list[str | Hidden] = []
    at = 0
    for start, end, hidden in taken:
        if start > at:
            pieces.append(text[at:start])
        pieces.append(hidden)
        at = end
    return (*pieces, text[at:]) if at < len(text) else tuple(pieces)
