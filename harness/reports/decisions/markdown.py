"""A decision in GitHub-flavoured Markdown, short enough for a comment on a pull request."""

from __future__ import annotations

from harness.domain.gate import Decision, DecisionRecord
from harness.reports.decisions._comment import comment
from harness.reports.decisions._view import DecisionView


def render(decision: Decision, record: DecisionRecord | None, view: DecisionView) -> str:
    """The decision; ``record`` is the line of the log that holds it, None where none was written."""
    return comment(decision, record, view)
