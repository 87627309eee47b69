"""Promises: one is taken for what it will hold, since whoever uses it waits for that."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.lattice import join, join_maybe
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, blurred
from harness.constitution.checks.dataflow.values import UNKNOWN, Value

Model = Callable[[Run, Invocation], Value | None]
RESOLVE = "Promise.<resolve>"


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """``then``, ``catch`` and ``finally``."""
    functions = [value for value in invocation.positional if value.targets or value.names]
    if invocation.method not in ("then", "catch", "finally") or not functions:
        return None
    if invocation.method == "finally":
        run.call(functions[0], (), invocation.node)
        return receiver
    if invocation.method == "catch":
        return join(receiver, _attempt(run, functions[0], UNKNOWN, invocation))
    result = run.call(invocation.positional[0], (receiver,), invocation.node)
    if len(invocation.positional) > 1:
        result = join(result, _attempt(run, invocation.positional[1], UNKNOWN, invocation))
    return result


def _attempt(run: Run, function: Value, value: Value, invocation: Invocation) -> Value:
    """A function that is called, or not."""
    before = run.state.copy()
    found = run.call(function, (value,), invocation.node)
    before.join(run.state, run.part)
    run.state = before
    return found


def _resolved(run: Run, invocation: Invocation) -> Value | None:
    return invocation.argument(0)


def _any(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    return None if value is None else run.items(value)


def _created(run: Run, invocation: Invocation) -> Value | None:
    """``new Promise((resolve, reject) => …)``: it holds whatever ``resolve`` is called with."""
    executor = invocation.argument(0)
    if executor is None or not executor.targets:
        return None
    cell = run.allocate(("promise", invocation.node.start), Shape("list"))
    resolve = Value(names=frozenset((RESOLVE,)), objects=cell)
    run.call(executor, (resolve, UNKNOWN), invocation.node)
    found: Value | None = None
    for shape in run.shapes(resolve):
        found = join_maybe(found, shape.rest)
    return UNKNOWN if found is None else found


def _settle(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is not None:
        run.change(invocation.function, lambda shape, weak: blurred(shape, value))
    return UNKNOWN


MODELS: dict[str, Model] = {
    "Promise": _created,
    "Promise.resolve": _resolved,
    "Promise.all": _resolved,
    "Promise.allSettled": _resolved,
    "Promise.race": _any,
    "Promise.any": _any,
    RESOLVE: _settle,
}
