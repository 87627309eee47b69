"""Expressions of licences (SPDX, annex D of its specification): whether one can be met with licences that are accepted."""

from __future__ import annotations

import re
from collections.abc import Callable

_TOKEN = re.compile(r"\s*(\(|\)|[A-Za-z0-9.+:-]+)")
_SUFFIX = re.compile(r"(?:-only|-or-later|\+)$")
_MOST_DEPTH = 20


_NONE_TOLD = frozenset({"unknown", "unlicensed", "noassertion", "none"})


class LicenceError(ValueError):
    """Text that is no expression of licences."""


def acceptable(expression: str, accepted: Callable[[str], bool]) -> bool:
    """Whether there is a choice among the licences that is accepted. Raises LicenceError."""
    if expression.strip().lower() in _NONE_TOLD:
        raise LicenceError(f"`{expression}` tells no licence")
    reading = _Reading(expression, accepted)
    result = reading.any_of(0)
    if reading.tokens:
        raise LicenceError(f"`{expression}` is no licence of SPDX")
    return result


def normal(licence: str) -> str:
    """A licence without what makes two versions of its name: ``AGPL-3.0-or-later`` is ``agpl-3.0``."""
    return _SUFFIX.sub("", licence.strip()).lower()


class _Reading:
    def __init__(self, expression: str, accepted: Callable[[str], bool]) -> None:
        self._expression = expression
        self._accepted = accepted
        if _TOKEN.sub("", expression).strip():
            raise self._error()
        self.tokens = _TOKEN.findall(expression)[::-1]

    def any_of(self, depth: int) -> bool:
        results = [self._all_of(depth)]
        while self._next_is("OR"):
            results.append(self._all_of(depth))
        return any(results)

    def _all_of(self, depth: int) -> bool:
        results = [self._one(depth)]
        while self._next_is("AND"):
            results.append(self._one(depth))
        return all(results)

    def _one(self, depth: int) -> bool:
        if depth > _MOST_DEPTH or not self.tokens:
            raise self._error()
        token = self.tokens.pop()
        if token == "(":
            result = self.any_of(depth + 1)
            if not self._next_is(")"):
                raise self._error()
            return result
        if token.upper() in (")", "AND", "OR", "WITH"):
            raise self._error()
        if self._next_is("WITH"):
            self._one(depth)
        return self._accepted(normal(token))

    def _next_is(self, word: str) -> bool:
        if self.tokens and self.tokens[-1].upper() == word:
            self.tokens.pop()
            return True
        return False

    def _error(self) -> LicenceError:
        return LicenceError(f"`{self._expression}` is no licence of SPDX")
