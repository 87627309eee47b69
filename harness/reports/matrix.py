"""The compliance matrix in Markdown: every principle with the places that show or break it; nothing is claimed beyond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from harness.domain.findings import MOST_EVIDENCE, MOST_FINDINGS, Outcome
from harness.domain.matrix import Matrix, MatrixRow, RowStatus
from harness.domain.results import Run
from harness.reports._markup import plain, span
from harness.reports._matrix import matrix_of
from harness.reports._principles import number_of
from harness.reports._view import View

_SIGNS = {
    Outcome.PASS: "✅",
    Outcome.VIOLATION: "❌",
    Outcome.GAP: "❌",
    Outcome.UNVERIFIED: "❔",
    Outcome.WAIVED: "⚠️",
    Outcome.NOT_APPLICABLE: "–",
}


def render(run: Run, view: View) -> str:
    """An overview of the principles, and a table of places for each; `harness constitution audit` can read it again.

    Raises:
        UsageError: if the run checked no constitution.
    """
    return "\n".join(_lines(matrix_of(run))) + "\n"


def _lines(matrix: Matrix) -> Iterator[str]:
    groups = [list(rows) for _, rows in groupby(matrix.rows, key=lambda row: row.principle)]
    yield "# Compliance matrix"
    yield ""
    yield f"**{_claim(matrix)}**"
    yield ""
    yield from _facts(matrix)
    yield ""
    yield "| | Principle | Title | CWE | Level | Outcome | Shown at | Broken at |"
    yield "|---|---|---|---|---|---|--:|--:|"
    yield from (_overview(rows) for rows in groups)
    for rows in groups:
        yield ""
        yield from _section(rows)


def _claim(matrix: Matrix) -> str:
    passed = f"{matrix.passed} of {number_of(matrix.principles, 'principle')} pass"
    return f"{passed}, {matrix.evidenced} of them with evidence at file and line"


def _facts(matrix: Matrix) -> Iterator[str]:
    for document in matrix.constitutions:
        version = f" {span(document.version)}" if document.version else ""
        yield f"- constitution {span(document.path)}{version}, SHA-256 {span(document.sha256)}"
    if matrix.tree:
        yield f"- tree {span(matrix.tree)}"
    yield f"- run {span(matrix.run)}, finished {span(matrix.finished)}"
    if matrix.uncovered:
        yield f"- no check ran for {plain(', '.join(matrix.uncovered))}: nothing is known of it"


def _overview(rows: Sequence[MatrixRow]) -> str:
    first = rows[0]
    shown = sum(row.status is RowStatus.ENFORCES for row in rows)
    more = any(row.status is RowStatus.MORE for row in rows)
    broken = sum(row.status not in (RowStatus.ENFORCES, RowStatus.MORE, RowStatus.NONE) for row in rows)
    cells = (_SIGNS[first.outcome], plain(first.principle), plain(first.title), _cwes(first), first.level)
    counts = [
        f"{number}+" if more and number >= most else f"{number}"
        for number, most in ((shown, MOST_EVIDENCE), (broken, MOST_FINDINGS))
    ]
    return f"| {' | '.join((*cells, first.outcome, *counts))} |"


def _section(rows: Sequence[MatrixRow]) -> Iterator[str]:
    first = rows[0]
    about = ", ".join([first.level, *first.cwes])
    yield f"## {plain(first.principle)} {plain(first.title)} ({plain(about)}): {first.outcome}"
    yield ""
    notes = [row.note for row in rows if not row.path]
    yield from (plain(f"{note[:1].upper()}{note[1:]}.") for note in notes)
    placed = [row for row in rows if row.path]
    if placed:
        yield from [""] if notes else []
        yield "| File | Lines | Symbol | Status | Technique | Strength | Node | Note |"
        yield "|---|--:|---|---|---|---|---|---|"
        yield from (_row(row) for row in placed)


def _row(row: MatrixRow) -> str:
    facts = (span(row.path), row.lines, span(row.symbol), row.status, plain(row.technique))
    return f"| {' | '.join(facts)} | {row.strength or ''} | {span(row.node_sha256[:12])} | {plain(row.note)} |"


def _cwes(row: MatrixRow) -> str:
    return plain(", ".join(row.cwes)) or "none"
