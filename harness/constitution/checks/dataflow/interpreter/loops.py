"""Loops: carried out where it is known how often they run, else until nothing new is learnt."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.classes import special
from harness.constitution.checks.dataflow.interpreter.frames import Loop
from harness.constitution.checks.dataflow.interpreter.lattice import constants
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.interpreter.state import State
from harness.constitution.checks.dataflow.interpreter.statements import dead
from harness.constitution.checks.dataflow.interpreter.truths import truth_of
from harness.constitution.checks.dataflow.values import UNKNOWN, Value

MOST_UNROLLED = 16
STEADY_AFTER = 2
MOST_ROUNDS = 12


def for_(run: Run, node: ir.For) -> None:
    iterable = run.evaluate(node.iterable)
    if run.state.dead:
        return
    if node.keys:
        iterable = _keys(run, iterable)
    elif iterable.types:
        iterable = walked_over(run, iterable, node.iterable)
    values = run.listed(iterable)
    if values is not None and len(values) <= MOST_UNROLLED and len(run.unrolled) < 2:
        left = _each(run, node, values)
    else:
        left = _until_steady(run, node, lambda: _next(run, node, iterable))
    if node.otherwise and not run.state.dead:
        run.execute(node.otherwise)
    for state in left:
        run.state.join(state, run.part)


def walked_over(run: Run, value: Value, node: ir.Expression) -> Value:
    """What an object of the project gives to a loop: by its ``__iter__``, and the ``__next__`` of what that gives."""
    for name in ("__iter__", "__aiter__"):
        value = special(run, value, name, (), node) or value
    for name in ("__next__", "__anext__"):
        each = special(run, value, name, (), node)
        if each is not None:
            return run.new(node, Shape("list", rest=each), part="next")
    return value


def _keys(run: Run, value: Value) -> Value:
    """What ``for … in`` of JavaScript walks over: the keys."""
    shape = run.only(value)
    if shape is not None and shape.exact and shape.kind in ("dict", "object"):
        return constants(shape.items) if shape.items else UNKNOWN
    keys = None if shape is None else shape.keys
    return Value(run.deep(value)) if keys is None else keys


def _each(run: Run, node: ir.For, values: list[Value]) -> list[State]:
    """Round by round; with the states in which ``break`` left the loop."""
    outer = run.unrolled
    left: list[State] = []
    for index, value in enumerate(values):
        run.unrolled = (*outer, index)
        loop = _body(run, node.body, lambda value=value: run.store(node.target, value))  # type: ignore[misc]
        left += loop.broken
        if run.state.dead:
            break
    run.unrolled = outer
    return left


def _body(run: Run, body: ir.Block, begin: Callable[[], object]) -> Loop:
    """One round: the state is afterwards the one that the next round begins with."""
    loop = Loop()
    run.frame.loops.append(loop)
    begin()
    if not run.state.dead:
        run.execute(body)
    run.frame.loops.pop()
    for state in loop.continued:
        if run.state.dead:
            run.state = state
        else:
            run.state.join(state, run.part)
    return loop


def _next(run: Run, node: ir.For, iterable: Value) -> bool:
    """Bind the target to any item; whether there can be one."""
    value = run.items(iterable)
    if value is None:
        return False
    if value.taints:
        value = Value(
            run.on(value.taints, node.target, "is an item that the loop walks over"),
            value.constants,
            value.names,
            value.types,
            value.targets,
            value.objects,
        )
    run.store(node.target, value)
    return True


def _until_steady(run: Run, node: ir.For, begin: Callable[[], bool]) -> list[State]:
    left: list[State] = []
    head = run.state
    run.looping += 1
    for turn in range(MOST_ROUNDS):
        run.state = head.copy()
        there = True

        def start() -> None:
            nonlocal there
            there = begin()
            if not there:
                run.state.dead = True

        loop = _body(run, node.body, start)
        left = loop.broken
        if not _grown(run, head, turn):
            break
    run.looping -= 1
    run.state = head
    return left


def _grown(run: Run, head: State, turn: int) -> bool:
    """Let a round's end flow into the head of the loop; whether that learnt anything new."""
    if run.state.dead:
        return False
    before = head.copy()
    head.join(run.state, run.part)
    if turn >= STEADY_AFTER:
        head.widen(before)
    return not head.same(before)


def while_(run: Run, node: ir.While) -> None:
    broken: list[State] = []
    if node.first:
        broken += _body(run, node.body, lambda: None).broken
    left = _counted(run, node, broken)
    if left is None:
        left = _whole(run, node, broken)
    run.state = left
    if node.otherwise and not run.state.dead:
        run.execute(node.otherwise)
    for state in broken:
        run.state.join(state, run.part)


def _counted(run: Run, node: ir.While, broken: list[State]) -> State | None:
    """Carry the loop out while its test is known; None if that comes to no end."""
    begin = run.state.copy()
    found: list[State] = []
    outer = run.unrolled
    if len(outer) >= 2:
        return None
    try:
        for index in range(MOST_UNROLLED):
            run.unrolled = (*outer, index)
            if run.state.dead:
                broken += found
                return run.state
            decided = truth_of(run, run.evaluate(node.test))
            if decided is False or run.state.dead:
                broken += found
                return run.state
            if decided is None or (index and isinstance(node.test, ir.Constant)):
                break
            found += _body(run, node.body, lambda: None).broken
    finally:
        run.unrolled = outer
    run.state = begin
    return None


def _whole(run: Run, node: ir.While, broken: list[State]) -> State:
    """Until nothing new is learnt; the state in which the test fails."""
    head = run.state
    left: list[State] = []
    run.looping += 1
    for turn in range(MOST_ROUNDS):
        run.state = head.copy()
        decided = truth_of(run, run.evaluate(node.test))
        if decided is not False:
            run.refine(node.test, True)
        else:
            run.state = dead()
        loop = _body(run, node.body, lambda: None)
        left = loop.broken
        if not _grown(run, head, turn):
            break
    run.looping -= 1
    broken += left
    run.state = head
    decided = truth_of(run, run.evaluate(node.test))
    if decided is True:
        return dead()
    run.refine(node.test, False)
    return run.state
