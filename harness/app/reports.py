"""Renders a run in the format that a user names; printing and writing lie elsewhere."""

from __future__ import annotations

from pathlib import Path

from harness import reports
from harness.adapters import files
from harness.domain.results import Run
from harness.plugins import Family
from harness.reports._view import View as View

REPORTS = Family(reports)


def require_report(name: str) -> None:
    """Raise UsageError, before any work is done, if there is no such report."""
    REPORTS.load(name)


def rendered(run: Run, name: str, view: View) -> str:
    """The run as text in the format of that name."""
    text: str = REPORTS.load(name).render(run, view)
    return text


def write_report(path: Path, text: str) -> None:
    """Write a report in one go. Raises MachineError where that is refused."""
    files.write_over(path, text)
