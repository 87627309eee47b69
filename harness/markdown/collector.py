"""Gathers every mistake of one document before it is refused; what counts as a mistake lies with those who call it."""

from __future__ import annotations

from harness.domain.codes import Code
from harness.domain.places import Mistake, Place
from harness.errors import DocumentError


class Collector:
    """The mistakes found so far in the document at ``path``."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.mistakes: list[Mistake] = []

    def add(self, code: Code, line: int, what: str, hint: str) -> None:
        """Note a mistake at a line of the document."""
        self.mistakes.append(Mistake(place=Place(path=self.path, line=line), what=what, hint=hint, code=code.code))

    def error(self) -> DocumentError:
        """All mistakes so far, in the order of their lines, as one error."""
        return DocumentError(sorted(self.mistakes, key=lambda mistake: mistake.place.line))

    def refuse(self, code: Code, line: int, what: str, hint: str) -> DocumentError:
        """The error to raise where reading cannot go on: this mistake and all before it."""
        self.add(code, line, what, hint)
        return self.error()

    def raise_if_any(self) -> None:
        """End reading if anything is wrong.

        Raises:
            DocumentError: with every mistake.
        """
        if self.mistakes:
            raise self.error()
