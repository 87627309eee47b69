"""Statements that do one thing, and branches. Loops, ``try`` and ``match`` have modules of their own."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.folding import operated
from harness.constitution.checks.dataflow.interpreter.forms import settle
from harness.constitution.checks.dataflow.interpreter.frames import Closure
from harness.constitution.checks.dataflow.interpreter.lattice import join_all, join_maybe
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import blurred, renumbered
from harness.constitution.checks.dataflow.interpreter.state import State
from harness.constitution.checks.dataflow.interpreter.truths import told, truth_of
from harness.constitution.checks.dataflow.values import UNKNOWN, Target, Value


def dead() -> State:
    """A point that no way leads to."""
    state = State()
    state.dead = True
    return state


def do(run: Run, node: ir.Do) -> None:
    run.evaluate(node.value)


def assign(run: Run, node: ir.Assign) -> None:
    if node.value is None:
        return
    value = run.evaluate(node.value)
    for target in node.targets:
        run.store(target, value, node.value)


def augment(run: Run, node: ir.Augment) -> None:
    left = run.evaluate(node.target)
    right = run.evaluate(node.value)
    if node.operator == "+" and (shape := run.only(left, "list")) is not None and run.state.heap:
        more = run.listed(right)
        if more is not None and shape.exact:
            values = [*shape.items.values(), *more]
            run.change(
                left,
                lambda old, weak: blurred(old, join_all(more) if more else None) if weak else renumbered(old, values),
            )
        else:
            run.change(left, lambda old, weak: blurred(old, run.items(right)))
        return
    run.store(node.target, operated(run, node, node.operator, left, right), None)


def if_(run: Run, node: ir.If) -> None:
    test = run.evaluate(node.test)
    if run.state.dead:
        return
    decided = truth_of(run, test)
    if decided is not None:
        never = node.otherwise if decided else node.then
        if run.explains and never:
            run.stop(never[0], "", f"never runs: the test in line {node.line} is always {told(decided)}")
        run.execute(node.then if decided else node.otherwise)
        return
    otherwise = run.state.copy()
    run.refine(node.test, True)
    if not run.state.dead:
        run.execute(node.then)
    then, run.state = run.state, otherwise
    run.refine(node.test, False)
    if node.otherwise and not run.state.dead:
        run.execute(node.otherwise)
    then.join(run.state, run.part)
    run.state = then


def return_(run: Run, node: ir.Return) -> None:
    value = UNKNOWN if node.value is None else run.evaluate(node.value)
    leave(run, node.value, value)


def leave(run: Run, node: ir.Expression | None, value: Value) -> None:
    """Leave the function with a value."""
    if run.state.dead:
        return
    frame = run.frame
    frame.exits.append((run.state, node, value))
    frame.returned = join_maybe(frame.returned, value)
    run.state = dead()


def raise_(run: Run, node: ir.Raise) -> None:
    if node.value is not None:
        run.throw(run.evaluate(node.value))
    if run.tries:
        run.tries[-1].join(run.state, run.part)
    run.state = dead()


def break_(run: Run, node: ir.Break) -> None:
    if run.frame.loops:
        run.frame.loops[-1].broken.append(run.state)
    run.state = dead()


def continue_(run: Run, node: ir.Continue) -> None:
    if run.frame.loops:
        run.frame.loops[-1].continued.append(run.state)
    run.state = dead()


def assert_(run: Run, node: ir.Assert) -> None:
    test = run.evaluate(node.test)
    if truth_of(run, test) is False:
        run.state = dead()
    else:
        run.refine(node.test, True)


def scope(run: Run, node: ir.Scope) -> None:
    run.frame.outer = run.frame.outer | frozenset(node.names)


def import_(run: Run, node: ir.Import) -> None:
    value = run.world.imported(run.path, node)
    if node.name and node.name != "*":
        run.state.names[run.frame.scopes[0] + node.name] = settle(run, value, ("import", node.start))


def define(run: Run, node: ir.Define) -> None:
    defined = node.defined
    wrapping = [run.evaluate(decorator) for decorator in defined.decorators]
    if isinstance(defined, ir.Function):
        value = closure(run, defined)
    else:
        value = Value(targets=frozenset((Target("class", run.path, defined.qualname),)))
    run.state.names[run.frame.scopes[0] + defined.name] = value
    if run.frame.function is None and not run.javascript:
        for wrapper, place in zip(reversed(wrapping), reversed(defined.decorators), strict=True):
            if any(target.kind == "function" for target in wrapper.targets):
                # what it gives in place of the function is left out: only what it does counts
                run.call(wrapper, (value,), place)


def closure(run: Run, function: ir.Function) -> Value:
    """A function inside the analysed one; that of a module's own level is known to everybody."""
    if run.frame.function is None:
        if not run.javascript and (not function.name or function.name.startswith("<")):
            return Value(targets=frozenset((run.nameless(function),)))
        return Value(targets=frozenset((Target("function", run.path, function.qualname),)))
    where = (run.frame.scopes[0], function.start)
    number = run.closures_at.get(where)
    if number is None:
        run.closures.append(Closure(function, run.frame.scopes))
        number = run.closures_at[where] = len(run.closures)
    value = Value(targets=frozenset((Target("function", run.path, function.qualname, None, number),)))
    run.pending.append(value)
    return value
