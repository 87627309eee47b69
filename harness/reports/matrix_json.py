"""The compliance matrix for machines: what ``harness.domain.matrix`` describes; an older one can be compared with today."""

from __future__ import annotations

from harness.domain.results import Run
from harness.reports._matrix import matrix_of
from harness.reports._view import View


def render(run: Run, view: View) -> str:
    """The matrix as JSON, indented, with a line end. Raises UsageError if the run checked no constitution."""
    return matrix_of(run).model_dump_json(indent=2) + "\n"
