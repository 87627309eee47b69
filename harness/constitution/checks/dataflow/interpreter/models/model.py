"""What a model of something built in is."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Value

Model = Callable[[Run, Invocation], Value | None]
