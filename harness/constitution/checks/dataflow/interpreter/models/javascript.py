"""What is built into JavaScript and Node.js: functions by their names, and methods by what they are called on."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.models import (
    javascript_answers,
    javascript_functions,
    javascript_lists,
    javascript_objects,
    javascript_promises,
    javascript_strings,
)
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Value

MODELS: dict[str, Callable[[Run, Invocation], Value | None]] = {
    **javascript_objects.MODELS,
    **javascript_promises.MODELS,
    **javascript_functions.MODELS,
    **javascript_strings.MODELS,
}
_METHODS: tuple[Callable[[Run, Invocation, Value], Value | None], ...] = (
    javascript_answers.method,
    javascript_functions.method,
    javascript_promises.method,
    javascript_objects.method,
    javascript_lists.method,
    javascript_strings.method,
)


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """What a method gives; None if nothing special is known of it."""
    for known in _METHODS:
        found = known(run, invocation, receiver)
        if found is not None:
            return found
    return None
