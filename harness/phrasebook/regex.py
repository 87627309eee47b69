"""The one door to regular expressions that people write: linear-time RE2; what they are for lies elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Protocol, cast

import re2

_SET_BYTES = 64 * 1024 * 1024


class RegexError(ValueError):
    """A pattern that RE2 does not accept; the message is RE2's own."""


class Match(Protocol):
    """A match, as ``re`` has it."""

    def group(self, group: int | str = 0, /) -> str | None:
        """The text of a group; None where it took no part."""
        ...

    def groupdict(self) -> dict[str, str | None]:
        """The named groups."""
        ...

    def start(self, group: int | str = 0, /) -> int:
        """Where a group begins, in characters."""
        ...

    def end(self, group: int | str = 0, /) -> int:
        """Where a group ends, in characters."""
        ...


class Pattern(Protocol):
    """A compiled pattern; a search takes time linear in the text, whatever the pattern."""

    groups: int

    def search(self, text: str) -> Match | None:
        """The first match anywhere in the text, which must not hold lone surrogates."""
        ...

    def fullmatch(self, text: str) -> Match | None:
        """The match of the whole text."""
        ...


@functools.lru_cache(maxsize=512)
def compile(pattern: str, *, ignore_case: bool = False) -> Pattern:
    """Compile RE2 syntax. Raises RegexError where it is invalid."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    try:
        return cast(Pattern, re2.compile(pattern, options))
    except (re2.error, UnicodeEncodeError) as error:
        raise RegexError(_message(error)) from error


class PatternSet:
    """Many patterns, looked for in one pass over a text."""

    def __init__(self, patterns: Iterable[str], *, ignore_case: bool = False) -> None:
        """Compile RE2 syntax. Raises RegexError where a pattern is invalid."""
        options = re2.Options()
        options.log_errors = False
        options.case_sensitive = not ignore_case
        options.max_mem = _SET_BYTES
        self._set = re2.Set.FullMatchSet(options)
        try:
            for pattern in patterns:
                self._set.Add(pattern)
        except re2.error as error:
            raise RegexError(_message(error)) from error
        self._set.Compile()

    def fullmatches(self, text: str) -> list[int]:
        """Which of the patterns match the whole text, as positions in their order."""
        return sorted(self._set.Match(text) or ())


def escape(text: str) -> str:
    """A pattern that matches exactly this text."""
    return str(re2.escape(text))


def _message(error: Exception) -> str:
    message = error.args[0] if error.args else ""
    return message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
