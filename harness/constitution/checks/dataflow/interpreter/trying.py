"""``try`` and ``with``: what was done before something was raised holds in what catches it."""

from __future__ import annotations

import builtins

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.classes import bound, special
from harness.constitution.checks.dataflow.interpreter.lattice import join_maybe
from harness.constitution.checks.dataflow.interpreter.naming import bases_of, class_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.statements import dead
from harness.constitution.checks.dataflow.values import UNKNOWN, Value


def try_(run: Run, node: ir.Try) -> None:
    """Every point of the body may lead into a handler."""
    run.tries.append(run.state.copy())
    run.thrown.append(None)
    run.execute(node.body)
    raised = run.tries.pop()
    thrown = run.thrown.pop()
    after = run.state
    if node.otherwise and not after.dead:
        run.execute(node.otherwise)
        after = run.state
    for handler in node.handlers:
        run.state = raised.copy()
        thrown = _caught(run, handler, thrown)
        run.execute(handler.body)
        after.join(run.state, run.part)
    if thrown is not None:
        run.throw(thrown)
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


EVERY = frozenset({"Exception", "BaseException"})


def _caught(run: Run, handler: ir.Handler, thrown: Value | None) -> Value | None:
    """Bind what a handler catches; what of it may go on to the next one."""
    found: Value | None = None
    for each in handler.types:
        value = run.evaluate(each)
        for one in (value, *(run.listed(value) or ())):
            targets = frozenset(f"{target.path}::{target.qualname}" for target in one.targets if target.kind == "class")
            found = join_maybe(found, Value(types=one.names | targets))
    every = found is None or not found.types or bool(found.types & EVERY)
    if thrown is None or found is None or every or _fits(run, thrown, found.types):
        found = join_maybe(found, thrown)
    if handler.name:
        run.state.names[run.frame.scopes[0] + handler.name] = UNKNOWN if found is None else found
    return None if every else thrown


def _fits(run: Run, thrown: Value, types: frozenset[str]) -> bool:
    """Whether a handler of some types may catch what was thrown."""
    if not thrown.types:
        return True
    known = bases_of(run, thrown.types)
    if known & types:
        return True
    return any(issubclass(_built_in(one), _built_in(other)) for one in known for other in types)


def _built_in(name: str) -> type[BaseException]:
    found = getattr(builtins, name.rpartition(".")[2], None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else KeyboardInterrupt


def with_(run: Run, node: ir.With) -> None:
    """What a context gives is the context itself, or what its ``__enter__`` or generator gives."""
    entered: list[tuple[ir.Expression, Value]] = []
    for context, target in node.items:
        value = run.evaluate(context)
        entered.append((context, value))
        given = _entered(run, context, value)
        if target is not None:
            run.store(target, given, None)
    run.execute(node.body)
    for context, value in reversed(entered):
        _left(run, context, value)


def _left(run: Run, context: ir.Expression, value: Value) -> None:
    """What a context of the project does at the end."""
    if not run.state.dead and any("::" in each for each in value.types):
        for name in ("__exit__", "__aexit__"):
            special(run, value, name, (UNKNOWN, UNKNOWN, UNKNOWN), context)


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
