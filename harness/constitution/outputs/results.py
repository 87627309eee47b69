"""What a tool says of a tree, whatever form it says it in; where that is in the bytes of a file lies in ``places``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class NotUnderstood(ValueError):
    """The output is not of the form that it should have; the words say why."""


class Unit(Enum):
    """What a tool counts columns in; ``ASCII`` where they can be relied on in a line of ASCII only."""

    CHARACTERS = "characters"
    UTF16 = "utf-16"
    BYTES = "bytes"
    ASCII = "ascii"


@dataclass(frozen=True)
class Result:
    """One thing that a tool reports. Lines and columns count from 1; the end column is the first one after it.

    ``path`` is as the tool wrote it, empty where it means the tree as a whole.
    """

    path: str
    message: str
    rule: str = ""
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    unit: Unit = Unit.CHARACTERS


@dataclass(frozen=True)
class Unparsed:
    """A file that a tool says it could not read as what it should be; ``path`` is as the tool wrote it."""

    path: str
    reason: str
    line: int | None = None


@dataclass(frozen=True)
class Reading:
    """All that a tool says. ``troubles`` are what it could not do at all; ``scanned`` the files that it says it looked at.

    ``scanned`` is None where it does not say.
    """

    results: tuple[Result, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()
    troubles: tuple[str, ...] = ()
    scanned: frozenset[str] | None = None
