"""Running a function's body: its parameters, its exits, and functions inside it, which are run where they are called."""

from __future__ import annotations

from collections.abc import Sequence

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.frames import Frame
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, bind
from harness.constitution.checks.dataflow.interpreter.lattice import NULL, join, join_all
from harness.constitution.checks.dataflow.interpreter.run import DEEPEST_INLINE, MOST_INLINED, Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.interpreter.statements import dead, leave
from harness.constitution.checks.dataflow.values import UNKNOWN, Target, Value


def run_body(run: Run, function: ir.Function) -> Value | None:
    """Execute a body in the frame at hand; afterwards the state is that of all ways out. None: it never returns."""
    run.execute(function.body)
    leave(run, None, NULL)
    return finish(run, function)


def finish(run: Run, function: ir.Node) -> Value | None:
    """Join the ways out of the frame at hand."""
    frame = run.frame
    if not frame.exits:
        run.state = dead()
        return generated(run, function) if frame.yielded is not None else None
    first = frame.exits[0][0].copy()
    for state, _, _ in frame.exits[1:]:
        first.join(state, run.part)
    run.state = first
    if frame.yielded is not None:
        return generated(run, function)
    return frame.returned


def generated(run: Run, function: ir.Node) -> Value:
    """What a generator gives: its items in any number."""
    return run.new(function, Shape("list", rest=run.frame.yielded), part="generator")


def inline(run: Run, target: Target, invocation: Invocation) -> Value:
    """Run a function inside the analysed one with what it is called with."""
    closure = run.closures[target.closure - 1]
    run.called.add(target.closure)
    function = closure.function
    times = run.inlined[target.closure] = run.inlined.get(target.closure, 0) + 1
    deep = len(run.frames) >= DEEPEST_INLINE or (times > MOST_INLINED and run.javascript)
    if deep or any(frame.function is function for frame in (*run.frames, run.frame)):
        values = [value for value in invocation.every() if value.taints]
        return Value(join_all(values).taints) if values else UNKNOWN
    values_bound, _ = bind(run, function.parameters, target.receiver, invocation)
    return enter(run, function, (f"{target.closure}:", *closure.scopes), values_bound)


def enter(run: Run, function: ir.Function, scopes: tuple[str, ...], values: Sequence[Value | None]) -> Value:
    """Run a body in a frame of its own and come back; a way that never comes back ends here."""
    names = run.state.names
    for name in [name for name in names if name.startswith(scopes[0])]:
        del names[name]
    outer, tries = run.frame, run.tries
    run.frames.append(outer)
    run.frame = Frame(function, scopes)
    for parameter, value in zip(function.parameters, values, strict=False):
        if value is None:
            value = UNKNOWN if parameter.default is None else run.evaluate(parameter.default)
        elif run.javascript and parameter.default is not None:
            value = join(value, run.evaluate(parameter.default)) if value == UNKNOWN else value
        if parameter.pattern is not None:
            run.store(parameter.pattern, value)
        else:
            run.state.names[scopes[0] + parameter.name] = value
    result = run_body(run, function)
    run.frame, run.tries = outer, tries
    run.frames.pop()
    return UNKNOWN if result is None else result
