"""Renders a decision in the format that a user names; deciding and printing lie elsewhere."""

from __future__ import annotations

from pathlib import Path

from harness.adapters import files
from harness.adapters.repository import shown_at, whereabouts
from harness.adapters.step_summary import append_summary
from harness.app.gate import Decided
from harness.app.project import find_root, shown_from
from harness.app.reports import Look
from harness.plugins import Family
from harness.reports import decisions
from harness.reports.decisions._view import DecisionView

DECISION_REPORTS = Family(decisions, kind="report")


def require_decision_report(name: str) -> None:
    """Raise UsageError, before any work is done, if there is no such report of a decision."""
    DECISION_REPORTS.load(name)


def rendered_decision(decided: Decided, name: str, look: Look, start: Path | None = None) -> str:
    """A decision on the project that ``start`` (the current folder) lies in, as text in the format of that name."""
    start = start or Path.cwd()
    root = find_root(start)
    view = DecisionView(
        width=look.width,
        colour=look.colour,
        typed=lambda path: shown_from(start, root, path),
        links=files.seen_from(root, look.output) if look.output else None,
        prefix=lambda: whereabouts(root, None).prefix,
        shown_at=shown_at(),
        log=files.typed(decided.log),
        bundle=files.typed(decided.bundle) if decided.bundle else "",
    )
    report = DECISION_REPORTS.load(name)
    text: str = report.render(decided.decision, decided.record, view)
    if hasattr(report, "summary"):
        append_summary(lambda most: report.summary(decided.decision, decided.record, view, most))
    return text
