"""Places: expressions that name where a value is kept. They are read without effect, and what is there made harmless."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.asking import of_read
from harness.constitution.checks.dataflow.interpreter.items import read_item
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, constant
from harness.constitution.checks.dataflow.interpreter.members import member
from harness.constitution.checks.dataflow.interpreter.naming import dotted, names_of
from harness.constitution.checks.dataflow.interpreter.relations import assigned_from
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.scopes import found_key, looked_up
from harness.constitution.checks.dataflow.interpreter.shapes import ANY, DEEPEST_ACCESS, attributed, stored
from harness.constitution.checks.dataflow.interpreter.statements import dead
from harness.constitution.checks.dataflow.interpreter.wording import written
from harness.constitution.checks.dataflow.rules import Role, Site
from harness.constitution.checks.dataflow.values import EVERYTHING, Value

ANYTHING = frozenset((EVERYTHING,))


def peek(run: Run, node: ir.Expression) -> Value | None:
    """The value of a place or constant, without effects; None for any other expression."""
    match node:
        case ir.Constant():
            return constant(node.value)
        case ir.Name():
            return looked_up(run, node.id)
        case ir.Attribute():
            owner = peek(run, node.value)
            return None if owner is None else _attribute(run, node, owner)
        case ir.Subscript():
            owner = peek(run, node.value)
            key = None if isinstance(node.index, ir.Slice) else peek(run, node.index)
            if owner is None or key is None or not owner.objects:
                return None
            return read_item(run, node, owner, key)
        case ir.Assigned():
            return peek(run, node.target)
        case ir.Await():
            return None if node.value is None else peek(run, node.value)
        case _:
            return None


def _attribute(run: Run, node: ir.Attribute, owner: Value) -> Value | None:
    """An attribute; of something outside only if no rule says that it comes from there."""
    found = member(run, owner, node.attr, node.start)
    if found is not None or not owner.names:
        return found
    names = names_of(run, owner, node.attr)
    site = Site(names, node.attr, owner, dotted(node.value))
    if any(rule.role is Role.SOURCE for rule in of_read(run.catalogue, run.answers, site)):
        return None
    return Value(owner.taints, names=names)


def replace(run: Run, node: ir.Expression, old: Value, new: Value) -> None:
    """Keep another value in a place, and under every name that is a second one of the same object or was assigned from it."""
    names = run.state.names
    if old.objects and all(_is_one(run, number) for number in old.objects):
        for name, value in names.items():
            if value.objects == old.objects and value.taints == old.taints:
                names[name] = new
    if isinstance(node, ir.Assigned):
        node = node.target
    if isinstance(node, ir.Name):
        key = found_key(run, node.id)
        if key is not None:
            for other in assigned_from(run, node.id, key, old):
                names[other] = new
            names[key] = new
    elif isinstance(node, ir.Attribute):
        owner = peek(run, node.value)
        if owner is not None and len(owner.objects) == 1:
            name = node.attr
            if run.javascript:
                run.change(owner, lambda shape, weak: stored(shape, constant(name), new, weak, run.part))
            else:
                run.change(owner, lambda shape, weak: attributed(shape, name, new, weak, run.part))
    elif isinstance(node, ir.Subscript):
        owner, key_value = peek(run, node.value), peek(run, node.index)
        if owner is not None and key_value is not None and key_value.constants is not None and len(owner.objects) == 1:
            run.change(owner, lambda shape, weak: stored(shape, key_value, new, weak, run.part))


def _is_one(run: Run, number: int) -> bool:
    """Whether a number stands for one object that was given, and not for any item of one or for what lies deep in one."""
    origin = run.inputs.origin.get(number)
    return origin is not None and ANY not in origin.access and len(origin.access) < DEEPEST_ACCESS


def clear_place(run: Run, node: ir.Expression, categories: frozenset[str], at: ir.Node, what: str) -> None:
    """Make what is kept in a place harmless for some categories from here on."""
    text = written(node)
    if text and not isinstance(node, ir.Name):
        before = run.state.notes.get(("text", text))
        run.state.notes["text", text] = categories | before if isinstance(before, frozenset) else categories
    value = peek(run, node)
    if value is None:
        return
    for number in value.objects:
        origin = run.inputs.origin.get(number)
        if origin is not None:
            assured = run.state.notes.get(origin)
            run.state.notes[origin] = categories | assured if isinstance(assured, frozenset) else categories
    if not value.taints:
        return
    taints = run.clear(value.taints, categories, at, what)
    new = Value(taints, value.constants, value.names, value.types, value.targets, value.objects)
    replace(run, node, value, new)


def assume(run: Run, node: ir.Expression, known: frozenset[object]) -> None:
    """From here on a place holds one of some constants; none: no way leads here."""
    if not known:
        run.state = dead()
        return
    value = peek(run, node)
    if value is None or isinstance(node, ir.Constant):
        return
    for number in value.objects:
        origin = run.inputs.origin.get(number)
        if origin is not None:
            run.state.notes[origin] = ANYTHING
    replace(run, node, value, Value(NONE, known))
