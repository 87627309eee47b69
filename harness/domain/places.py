"""Where something stands in a file, and what is wrong there."""

from __future__ import annotations

from enum import StrEnum

from harness.domain.base import Frozen


class Severity(StrEnum):
    """Whether a mistake stops a document from being used."""

    ERROR = "error"
    WARNING = "warning"


class Place(Frozen):
    """A line of a file: ``path`` as the user would type it, ``line`` counted from 1."""

    path: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Mistake(Frozen):
    """One thing wrong in a document: where, what, and separately what to do about it."""

    place: Place
    what: str
    hint: str
    code: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"
