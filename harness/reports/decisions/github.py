"""A decision as workflow commands."""

from __future__ import annotations

from harness.domain.gate import Decision, DecisionRecord
from harness.reports.decisions._view import DecisionView


def render(decision: Decision, record: DecisionRecord | None, view: DecisionView) -> str:
    """The decision; ``record`` is the line of the log that holds it, None where none was written."""
    raise NotImplementedError
