"""Which of very many names a wrong one may have meant, in a time that does not grow with their number."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from harness.domain.nearest import nearest

_SMALL = 500
"""So many names are compared one by one, which finds more."""
_MOST_ASKED = 1_000
_MOST_NEAREST = 5
_LONGEST = 64
_LETTERS = string.digits + string.ascii_lowercase + "-_./"
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_MARKS = re.compile(r"[^0-9a-z/]+")


class Nearness:
    """The known names. Of a long list those are near that differ in case, dashes or leading zeros, or in one character."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._told: dict[str, tuple[str, ...]] = {}

    def of(self, name: str) -> tuple[str, ...]:
        """The names near to one, the nearest first; nothing once very many were asked for."""
        if name not in self._told:
            if len(self._told) >= _MOST_ASKED or len(name) > _LONGEST:
                return ()
            self._told[name] = tuple(dict.fromkeys(self._near(name)))[:_MOST_NEAREST]
        return self._told[name]

    def _near(self, name: str) -> Iterator[str]:
        yield from self._by_shape.get(_shape(name), ())
        if len(self._names) <= _SMALL:
            close = nearest(name, self._names)
            yield from (close,) if close else ()
            return
        for other in _one_off(name.lower()):
            yield from self._by_lower.get(other, ())

    @cached_property
    def _by_shape(self) -> dict[str, list[str]]:
        return _grouped(self._names, _shape)

    @cached_property
    def _by_lower(self) -> dict[str, list[str]]:
        return _grouped(self._names, str.lower)


def _grouped(names: Iterable[str], key: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(key(name), []).append(name)
    return found


def _shape(name: str) -> str:
    """A name without what people write one way and another: ``FR-3`` and ``fr_003`` have the same."""
    return _MARKS.sub("", _ZEROS.sub("", name.lower()))


def _one_off(name: str) -> Iterator[str]:
    """Every name with one character left out, replaced, put in, or swapped with the next."""
    for at in range(len(name) + 1):
        before, after = name[:at], name[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in _LETTERS)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in _LETTERS)
