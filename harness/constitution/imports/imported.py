"""An import as written, and the names by which it may be meant; finding imports lies with each language."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from harness.phrasebook import regex

SOURCE_FOLDERS = frozenset({"src", "lib", "python"})
"""Folders from whose inside Python names are told, besides those that a check names."""


class ImportsError(ValueError):
    """A file whose imports cannot be told: why, and in which line."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Target:
    """What an import means by the names that it may be known by, and where it stands, in bytes."""

    names: tuple[str, ...]
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True)
class Imported:
    """One import. ``whole`` is the module; ``parts`` are what is taken from it, which may be modules too.

    ``for_types`` says that it is done for types only, and never when the program runs.
    """

    whole: Target
    parts: tuple[Target, ...] = ()
    for_types: bool = False
    separator: str = "."

    def targets(self, patterns: Sequence[str]) -> tuple[Target, ...]:
        """What of it is meant by any of some patterns: the whole, or else the parts that are."""
        if self._is_meant(self.whole, patterns):
            return (self.whole,)
        return tuple(part for part in self.parts if self._is_meant(part, patterns))

    def _is_meant(self, target: Target, patterns: Sequence[str]) -> bool:
        return any(matches(pattern, name, self.separator) for pattern in patterns for name in target.names)


def matches(pattern: str, name: str, separator: str) -> bool:
    """Whether a name is of a module that a pattern means, or of one below it.

    In a pattern ``*`` is within one part of a name and ``**`` is any number of parts; ``app.db``, ``app.db.*`` and
    ``app/db/**`` mean the same of Python.
    """
    return _compiled(pattern, separator).fullmatch(name) is not None


@functools.lru_cache(maxsize=1024)
def _compiled(pattern: str, separator: str) -> regex.Pattern:
    parts = (
        (pattern.replace("/", ".") if separator == "." else pattern.removeprefix("./"))
        .strip(separator)
        .split(separator)
    )
    while len(parts) > 1 and parts[-1] in ("*", "**"):
        parts.pop()
    between = regex.escape(separator)
    within = f"[^{between}]"
    written = ""
    for part in parts:
        if part == "**":
            written += f"(?:{within}+{between})*"
        else:
            written += f"{within}*".join(regex.escape(piece) for piece in part.split("*")) + between
    return regex.compile(f"{written.removesuffix(between)}(?:{between}.*)?")
