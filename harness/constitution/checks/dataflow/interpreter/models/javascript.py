"""Functions and methods that are built into JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Value

MODELS: dict[str, Callable[[Run, Invocation], Value | None]] = {}


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """What a method gives; None if nothing special is known of it."""
    return None
