"""Requirements that are rows of a table, one each; running text lies in the walk."""

from __future__ import annotations

from collections.abc import Sequence

from harness.markdown.tree import Grid, Row
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._leaves import IN_CAPITALS
from harness.readers.specifications._outline import Outline, is_id, plain_heading
from harness.readers.specifications._prose import (
    binding_level,
    is_shouted,
    mentions_binding,
    only_binds,
    split_comments,
    unemphasised,
)

_IDS = frozenset({"id", "req", "req id", "req. id", "requirement id", "#", "no", "no.", "nr", "nr.", "ref", "key"})
_PRIORITIES = frozenset({"priority", "prio", "moscow", "importance"})
_ID_ALONE = "its row has an id, but no word that binds (MUST, SHOULD, MAY in capitals)"
_LOST = "its row has more cells than the table has columns"


def states(row: Row) -> bool:
    """Whether a row is a requirement."""
    words = split_comments(" ".join(row.cells))[0]
    return binding_level(words) is not None and not is_shouted(words) and not only_binds(row.cells[0])


def read(gathered: Gathered, outline: Outline, lines: Sequence[str], grid: Grid) -> None:
    """Gather the rows of a table that bind, and note those that seem to."""
    names = tuple(map(plain_heading, grid.columns))
    for row in grid.rows:
        if states(row):
            _state(gathered, outline, names, row)
        else:
            _leave(gathered, lines, row)
        if not mentions_binding(" ".join(row.cells)) and mentions_binding(lines[row.line - 1]):
            gathered.leave(row.line, lines[row.line - 1], _LOST)
    if binding_level(" ".join(grid.columns)):
        gathered.leave(grid.line, lines[grid.line - 1], "it is the heading of a table")


def _state(gathered: Gathered, outline: Outline, names: Sequence[str], row: Row) -> None:
    id_ = next((_bare(cell) for cell in _id_cells(names, row)), "")
    priority = next((_bare(cell) for column, cell in _named(names, row) if column in _PRIORITIES), "")
    text = _words(names, row, id_)
    name = id_ or outline.next_id()
    gathered.state(name, text, row.line, kind=kind_of(id_, outline.headings, text), priority=priority)


def _words(names: Sequence[str], row: Row, id_: str) -> str:
    """What a row says: the first cell that binds by a sentence, then the others, each after the name of its column."""
    cells = [(column, split_comments(cell)[0]) for column, cell in zip(names, row.cells, strict=False) if cell]
    others = [
        (column, cell)
        for column, cell in cells
        if not (id_ and _bare(cell) == id_) and column.lower() not in _PRIORITIES
    ]
    lead = next((cell for _, cell in others if binding_level(cell) and not only_binds(cell)), "")
    rest = [f"{column}: {cell}" for column, cell in others if cell is not lead]
    return "; ".join([lead, *rest] if lead else rest)


def _leave(gathered: Gathered, lines: Sequence[str], row: Row) -> None:
    words = " ".join(row.cells)
    if binding_level(words):
        why = IN_CAPITALS if is_shouted(words) else "it says what a word that binds means"
        gathered.leave(row.line, lines[row.line - 1], why)
    elif row.cells and is_id(row.cells[0]):
        gathered.leave(row.line, lines[row.line - 1], _ID_ALONE)


def _id_cells(names: Sequence[str], row: Row) -> list[str]:
    """The cells that may be the row's id: of a column of ids first, else the first cell."""
    named = [cell for column, cell in _named(names, row) if column in _IDS]
    return [cell for cell in [*named, *row.cells[:1]] if is_id(cell)]


def _named(names: Sequence[str], row: Row) -> list[tuple[str, str]]:
    return [(column.lower(), cell) for column, cell in zip(names, row.cells, strict=False)]


def _bare(cell: str) -> str:
    return unemphasised(cell).strip("`[]() ")
