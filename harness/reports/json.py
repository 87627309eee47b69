"""A run for machines: exactly what ``run.json`` holds; the schema of it lies in ``docs/run.schema.json``."""

from __future__ import annotations

from harness.domain.results import Run
from harness.reports._view import View


def render(run: Run, view: View) -> str:
    """The run as JSON, indented, with a line end."""
    return run.model_dump_json(indent=2) + "\n"
