"""``try`` and ``with``: what was done before something was raised holds in what catches it."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.classes import bound
from harness.constitution.checks.dataflow.interpreter.lattice import join_maybe
from harness.constitution.checks.dataflow.interpreter.naming import class_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.statements import dead
from harness.constitution.checks.dataflow.values import UNKNOWN, Value


def try_(run: Run, node: ir.Try) -> None:
    """Every point of the body may lead into a handler."""
    run.tries.append(run.state.copy())
    run.execute(node.body)
    raised = run.tries.pop()
    after = run.state
    if node.otherwise and not after.dead:
        run.execute(node.otherwise)
        after = run.state
    for handler in node.handlers:
        run.state = raised.copy()
        _caught(run, handler)
        run.execute(handler.body)
        after.join(run.state, run.part)
    run.state = after
    if not node.final:
        return
    if after.dead:
        # the last statements run on the way out as well: what they do is seen, and the way ends after them
        run.state = raised.copy()
        run.execute(node.final)
        run.state = dead()
    else:
        run.execute(node.final)
    if run.tries:
        run.tries[-1].join(raised, run.part)


def _caught(run: Run, handler: ir.Handler) -> None:
    found: Value | None = None
    for each in handler.types:
        value = run.evaluate(each)
        targets = frozenset(f"{target.path}::{target.qualname}" for target in value.targets if target.kind == "class")
        found = join_maybe(found, Value(types=value.names | targets))
    if handler.name:
        run.state.names[run.frame.scopes[0] + handler.name] = UNKNOWN if found is None else found


def with_(run: Run, node: ir.With) -> None:
    """What a context gives is the context itself, or what its ``__enter__`` or generator gives."""
    for context, target in node.items:
        value = run.evaluate(context)
        if target is not None:
            run.store(target, _entered(run, context, value), None)
    run.execute(node.body)


def _entered(run: Run, context: ir.Expression, value: Value) -> Value:
    for shape in run.shapes(value):
        if shape.kind == "list":
            items = run.items(value)
            return UNKNOWN if items is None else items
    for each in sorted(value.types):
        if "::" not in each:
            continue
        for name in ("__enter__", "__aenter__"):
            found = run.world.member(class_of(each), name)
            if found is not None and found.targets:
                return run.call(bound(run, found, value), (), context)
    return value
