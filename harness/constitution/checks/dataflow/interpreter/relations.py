"""What a name was computed from: a test of the name is then a test of that, while nothing of it changed."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.scopes import found_key
from harness.constitution.checks.dataflow.values import Value

TELLING = (ir.Name, ir.Compare, ir.Logical, ir.Unary, ir.Call, ir.Attribute, ir.Subscript, ir.Await, ir.Conditional)
Definition = tuple[ir.Expression, Value, tuple[tuple[str, Value], ...]]


def remember(run: Run, key: str, value: Value, source: ir.Expression) -> None:
    """Note what a name was computed from, if a test of it could say something of that."""
    if not isinstance(source, TELLING):
        run.state.notes.pop(("is", key), None)
        return
    names = run.state.names
    used = []
    for name in free_names(run, source):
        inner = found_key(run, name)
        if inner == key:
            return
        if inner is not None:
            used.append((inner, names[inner]))
    run.state.notes["is", key] = (source, value, tuple(used))


def definition(run: Run, node: ir.Expression) -> ir.Expression | None:
    """What a name was computed from, where that still holds."""
    if not isinstance(node, ir.Name):
        return None
    key = found_key(run, node.id)
    note = run.state.notes.get(("is", key))
    if not isinstance(note, tuple):
        return None
    source: ir.Expression
    source, value, used = note
    names = run.state.names
    if key is None or not _same(names.get(key), value):
        return None
    if not all(_same(names.get(name), before) for name, before in used):
        return None
    return source


def assigned_from(run: Run, name: str, key: str, value: Value) -> list[str]:
    """The names that were assigned from a name, while neither of them changed."""
    found = []
    for about, note in run.state.notes.items():
        if isinstance(about, tuple) and about[0] == "is" and isinstance(note, tuple) and isinstance(note[0], ir.Name):
            source, before, used = note
            fits = source.id == name and used and used[0][0] == key and _same(value, used[0][1])
            if fits and _same(run.state.names.get(about[1]), before):
                found.append(about[1])
    return found


def _same(now: Value | None, before: Value) -> bool:
    # after a test was evaluated in parts the same value is there again as a join
    return now is before or now == before


def free_names(run: Run, node: ir.Expression) -> frozenset[str]:
    """The names that an expression reads."""
    found = run.free.get(id(node))
    if found is None:
        found = run.free[id(node)] = frozenset(each.id for each in walked(node) if isinstance(each, ir.Name))
    return found


def walked(node: ir.Expression) -> Iterator[ir.Expression]:
    """The expression and those inside it, except for functions and comprehensions."""
    todo: list[ir.Expression | None] = [node]
    while todo:
        here = todo.pop()
        if here is None:
            continue
        yield here
        todo.extend(inside(here))


def inside(node: ir.Expression) -> tuple[ir.Expression | None, ...]:
    """The parts of an expression."""
    match node:
        case ir.Attribute():
            return (node.value,)
        case ir.Subscript():
            return (node.value, node.index)
        case ir.Slice():
            return (node.low, node.high, node.step)
        case ir.Call():
            return (node.function, *(argument.value for argument in node.arguments))
        case ir.Binary() | ir.Compare():
            return (node.left, node.right)
        case ir.Unary():
            return (node.operand,)
        case ir.Logical():
            return node.operands
        case ir.Conditional():
            return (node.test, node.then, node.otherwise)
        case ir.Template() | ir.Unknown():
            return node.parts
        case ir.Collection():
            return node.items
        case ir.Spread() | ir.Await():
            return (node.value,)
        case ir.Assigned():
            return (node.target, node.value)
        case _:
            return ()
