"""The project's file of reviews: what people confirmed, each for exactly one content; asking them lies in ``app``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from harness.domain.base import Frozen
from harness.errors import UsageError

PATH = "constitutions/reviews.md"
"""The project's file of reviews."""

_COLUMNS = ("Principle", "Content", "By", "Date", "Note")
_BEGINNING = """# Reviews

What people confirmed, each for exactly the content that the digest in its row is of: when that changes, it expires.
`harness constitution review ID` shows what there is to confirm, and with `--by NAME` adds a row.
"""
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_HINT = "a row is `| ID | digest | who | 2026-11-20 | note |`, as `harness constitution review ID --by NAME` writes it"


class Confirmation(Frozen):
    """That somebody confirmed a principle for the content of a digest."""

    principle: str
    sha256: str
    by: str
    date: date
    note: str = ""

    def __str__(self) -> str:
        return f"{self.by} on {self.date}"


class Confirmations:
    """All that was confirmed (see ``ports.Reviews``)."""

    def __init__(self, confirmations: Sequence[Confirmation] = ()) -> None:
        self._confirmations = tuple(confirmations)

    def confirmed(self, principle: str, sha256: str) -> str | None:
        """Who confirmed it for exactly this content, and when."""
        found = [str(one) for one in self._confirmations if (one.principle, one.sha256) == (principle, sha256)]
        return ", ".join(found) or None

    def stale(self, principle: str) -> bool:
        """Whether somebody confirmed it, for whatever content."""
        return any(one.principle == principle for one in self._confirmations)


def read_reviews(text: str, path: str) -> tuple[Confirmation, ...]:
    """The rows of the tables of a text, all else being prose.

    Raises:
        UsageError: if a row confirms nothing.
    """
    return tuple(_confirmation(cells, f"{path}:{number}") for number, cells in _rows(text))


def with_confirmations(text: str, new: Sequence[Confirmation]) -> str:
    """The text with more rows, and without those of the same principles that are for other content, or by the same people."""
    lines = (text if text.strip() else _BEGINNING).rstrip("\n").split("\n")
    rows = dict(_rows(text))
    replaced = {number for number, cells in rows.items() if _is_replaced(_confirmation(cells, PATH), new)}
    last = max((number for number in rows), default=0)
    kept = [line for number, line in enumerate(lines[:last], 1) if number not in replaced]
    table = [] if rows or _has_table(lines) else ["", _row(_COLUMNS), _row(["---"] * len(_COLUMNS))]
    before, after = (kept, lines[last:]) if rows else (lines, [])
    return "\n".join([*before, *table, *(_row_of(one) for one in new), *after]) + "\n"


def _is_replaced(old: Confirmation, new: Sequence[Confirmation]) -> bool:
    current = {(one.principle, one.sha256) for one in new}
    if (old.principle, old.sha256) in current:
        return old.by in {one.by for one in new}
    return old.principle in {one.principle for one in new}


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row of a table with the number of its line; neither head nor rule."""
    for number, line in enumerate(text.split("\n"), 1):
        cells = _cells(line)
        if cells and not _is_head(cells):
            yield number, cells


def _cells(line: str) -> list[str]:
    line = line.strip()
    if not line.startswith("|"):
        return []
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(line.removesuffix("|"))[1:]]


def _is_head(cells: Sequence[str]) -> bool:
    return cells[0] == _COLUMNS[0] or all(_RULE.fullmatch(cell) for cell in cells)


def _has_table(lines: Sequence[str]) -> bool:
    return any(cells and cells[0] == _COLUMNS[0] for cells in map(_cells, lines[-2:]))


def _confirmation(cells: Sequence[str], place: str) -> Confirmation:
    principle, digest, by, day, note = (*cells, *[""] * len(_COLUMNS))[: len(_COLUMNS)]
    digest = digest.strip("`")
    if len(cells) > len(_COLUMNS) or not principle or not by:
        raise UsageError(f"{place}: this row does not say who confirmed what", _HINT)
    if not _DIGEST.fullmatch(digest):
        raise UsageError(f"{place}: '{digest[:80]}' is no digest of a content", _HINT)
    try:
        when = date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{place}: '{day[:80]}' is no date", _HINT) from None
    return Confirmation(principle=principle, sha256=digest, by=by, date=when, note=note)


def _row_of(one: Confirmation) -> str:
    return _row([one.principle, one.sha256, one.by, one.date.isoformat(), one.note])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"
