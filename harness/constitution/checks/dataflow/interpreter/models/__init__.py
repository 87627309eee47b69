"""What the language itself does: functions that are built in, methods of strings and containers, some of its library."""

from __future__ import annotations

from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.models import (
    containers,
    functions,
    javascript,
    outside,
    records,
    reflection,
    strings,
)
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Value

BY_NAME = {**functions.MODELS, **outside.MODELS, **records.MODELS, **reflection.MODELS}
TYPES = frozenset({"str", "bytes", "bytearray", "list", "dict", "set", "tuple"})


def built_in(run: Run, invocation: Invocation) -> Value | None:
    """What a call of something built in gives; None if it is nothing of that kind, or nothing more is known than of any."""
    for name in sorted(invocation.names):
        model = javascript.MODELS.get(name) if run.javascript else BY_NAME.get(name)
        if model is not None:
            found = model(run, invocation)
            if found is not None:
                return found
    if invocation.receiver is None:
        return None
    if run.javascript:
        return javascript.method(run, invocation, invocation.receiver)
    receiver = invocation.receiver
    if receiver.names <= TYPES and receiver.names and invocation.positional:
        return _unbound(run, invocation)
    found = outside.method(run, invocation, receiver)
    if found is None:
        found = records.method(run, invocation, receiver)
    if found is None and receiver.objects:
        found = containers.method(run, invocation, receiver)
    return strings.method(run, invocation, receiver) if found is None else found


def _unbound(run: Run, invocation: Invocation) -> Value | None:
    """``str.strip(text)``: a method that is called on its class."""
    inner = Invocation(invocation.node, Value())
    inner.receiver, *inner.positional = invocation.positional
    inner.place, *inner.nodes = invocation.nodes
    inner.method, inner.names = invocation.method, frozenset()
    inner.keywords, inner.keyword_nodes, inner.rest = invocation.keywords, invocation.keyword_nodes, invocation.rest
    return built_in(run, inner)
