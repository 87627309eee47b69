"""The trace with its evidence laid out over the dimensions that the project declares."""

from __future__ import annotations

from dataclasses import replace

from harness.app.trace import Traced
from harness.errors import UsageError
from harness.trace.matrix import matrix


def with_matrix(traced: Traced) -> Traced:
    """The trace with the matrix. Raises UsageError where no dimensions are declared."""
    project = traced.project
    declared = project.configuration.trace.dimensions
    if not declared:
        hint = 'declare them in harness.toml, in [trace.dimensions]: `platform = ["linux", "macos"]`'
        raise UsageError("the project declares no dimensions", hint)
    place = project.place_of("trace", "dimensions")
    return replace(traced, trace=traced.trace.model_copy(update={"matrix": matrix(declared, traced.trace.rows, place)}))
