"""The I/O and edge-case matrix of a BMAD spec: each row a scenario that must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.domain.places import Place
from harness.domain.requirements import Scenario
from harness.markdown.tree import Grid, Row
from harness.readers.specifications._outline import section_slug
from harness.readers.specifications._prose import one_line, unemphasised

_NOTHING = frozenset({"", "n/a", "na", "none", "-", "–", "—", "no error", "no error expected", "not applicable"})


@dataclass(frozen=True)
class MatrixRow:
    """A row: what is put in, what must come out, and what happens to an error (empty where nothing is to be said)."""

    name: str
    given: str
    expected: str
    error: str
    line: int

    @property
    def id(self) -> str:
        """The id of the requirement that it is."""
        return f"IO-{section_slug(self.name)}"

    @property
    def handled(self) -> str:
        """What happens in that case."""
        return "; ".join(part for part in (self.expected, self.error) if part)

    @property
    def text(self) -> str:
        """The whole in one line."""
        case = f"{self.name}: {self.given}" if self.given else self.name
        return f"{case} → {self.handled}" if self.handled else case

    def scenario(self, place: Place) -> Scenario:
        """The scenario that it is."""
        given = (self.given,) if self.given else ()
        then = tuple(part for part in (self.expected, self.error) if part)
        return Scenario(name=self.name, given=given, then=then, text=self.text, place=place)


def matrix_rows(grid: Grid) -> Iterator[MatrixRow]:
    """The rows of a matrix, by the names of its columns, else by their order."""
    names = [unemphasised(column).lower() for column in grid.columns]
    order = [_column(names, words, at) for at, words in enumerate(_COLUMNS)]
    for row in grid.rows:
        name, given, expected, error = (_cell(row, at) for at in order)
        if name or given:
            yield MatrixRow(name or given, given if name else "", expected, _said(error), row.line)


_COLUMNS = (("scenario", "case", "name"), ("input", "state"), ("expected", "output", "behavio"), ("error", "handling"))


def _column(names: list[str], words: tuple[str, ...], otherwise: int) -> int:
    return next((at for at, name in enumerate(names) if any(word in name for word in words)), otherwise)


def _cell(row: Row, at: int) -> str:
    return one_line(row.cells[at]) if at < len(row.cells) else ""


def _said(cell: str) -> str:
    return "" if unemphasised(cell).strip(" .").lower() in _NOTHING else cell
