"""The compliance matrix for spreadsheets (RFC 4180); no cell of it is a formula."""

from __future__ import annotations

import csv
import io

from harness.domain.matrix import MatrixRow
from harness.domain.results import Run
from harness.domain.visible import visible
from harness.reports._matrix import matrix_of
from harness.reports._view import View

_COLUMNS = (
    "principle", "title", "cwe", "level", "outcome", "status", "file", "lines", "symbol", "technique", "strength",
    "node_sha256", "fingerprint", "note",
)  # fmt: skip
# What a spreadsheet reads as the beginning of a formula, and the full-width forms of it (CWE-1236).
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def render(run: Run, view: View) -> str:
    """The matrix with a line of headings, lines ended by CR and LF. Raises UsageError if no constitution was checked.

    A cell that a spreadsheet would compute begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_cell(text) for text in _texts(row)] for row in matrix_of(run).rows)
    return out.getvalue()


def _texts(row: MatrixRow) -> tuple[str, ...]:
    return (
        row.principle, row.title, " ".join(row.cwes), row.level, row.outcome, row.status, row.path, row.lines,
        row.symbol, row.technique, row.strength or "", row.node_sha256, row.fingerprint, row.note,
    )  # fmt: skip


def _cell(text: str) -> str:
    shown = visible(text)
    return f"'{shown}" if shown.lstrip(" '\"\u00a0\u3000").startswith(_FORMULA) else shown
