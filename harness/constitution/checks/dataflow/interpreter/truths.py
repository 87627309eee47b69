"""Whether a value is true, as far as it is known."""

from __future__ import annotations

from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Value

CONTAINERS = frozenset({"list", "tuple", "set", "dict"})


def truth_of(run: Run, value: Value) -> bool | None:
    """True or False where every way agrees."""
    known = value.constants
    if known is not None:
        if not known:
            return None
        truths = {_true(run, each) for each in known}
        return truths.pop() if len(truths) == 1 else None
    if value.objects and not value.taints and not run.javascript:
        shape = run.only(value)
        if shape is not None and shape.kind in CONTAINERS and shape.exact:
            return bool(shape.items)
        if shape is not None and shape.kind in CONTAINERS and shape.items:
            return True
    return None


def _true(run: Run, value: object) -> bool:
    return True if run.javascript and value == () else bool(value)


def told(truth: bool) -> str:
    """As people say it."""
    return "true" if truth else "false"
