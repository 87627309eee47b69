"""What assignment does to its target: names, attributes, items, and unpacking."""

from __future__ import annotations

from typing import Any

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.accessing import read_attribute
from harness.constitution.checks.dataflow.interpreter.addresses import COOKIE_HEADER, spelled
from harness.constitution.checks.dataflow.interpreter.classes import special
from harness.constitution.checks.dataflow.interpreter.forms import settle
from harness.constitution.checks.dataflow.interpreter.items import read_item
from harness.constitution.checks.dataflow.interpreter.lattice import constant, join_maybe, join_taints
from harness.constitution.checks.dataflow.interpreter.models.javascript_answers import typed_by_store
from harness.constitution.checks.dataflow.interpreter.naming import class_of, dotted, names_of
from harness.constitution.checks.dataflow.interpreter.relations import remember
from harness.constitution.checks.dataflow.interpreter.reporting import found_at
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.scopes import key_of
from harness.constitution.checks.dataflow.interpreter.shapes import SEQUENCES, Shape, attributed, renumbered, stored
from harness.constitution.checks.dataflow.rules import Site
from harness.constitution.checks.dataflow.values import UNKNOWN, Taint, Target, Trail, Value


def _ends_on(taint: Taint, line: int) -> bool:
    """Whether the last step of its way stands on that line."""
    last = None if taint.trail is None else taint.trail.step
    return last is not None and last.line == line


def store(run: Run, target: ir.Expression, value: Value, source: ir.Expression | None = None) -> None:
    """``target = value``; ``source`` is the expression that the value comes from."""
    if isinstance(target, ir.Name):
        _name(run, target, value, source)
    elif isinstance(target, ir.Attribute):
        _attribute(run, target, value)
    elif isinstance(target, ir.Subscript):
        _item(run, target, value, source)
    elif isinstance(target, ir.Collection):
        _unpack(run, target, value)
    elif isinstance(target, ir.Dictionary):
        _pick(run, target, value, source)
    elif isinstance(target, ir.Spread):
        store(run, target.value, value)
    elif isinstance(target, ir.Assigned):
        default = run.evaluate(target.value)
        store(run, target.target, join_maybe(value, default) or value)


def _name(run: Run, target: ir.Name, value: Value, source: ir.Expression | None) -> None:
    if value.taints:
        value = told(run, target, value, f"is assigned to `{target.id}`")
    key = key_of(run, target.id)
    run.state.names[key] = value
    if target.id in run.frame.outer or (run.javascript and run.frame.function is not None):
        _outward(run, target.id, key, value)
    if source is not None:
        remember(run, key, value, source)
    if run.marked(target.id) or run.javascript:
        site = Site(frozenset(), text=target.id, positional=(value,), item=run.item, lacks=run.lacks)
        found_at(run, target, run.catalogue.stores(site), f"`{target.id}`")


def _outward(run: Run, name: str, key: str, value: Value) -> None:
    """A name of the file's own level is assigned."""
    if run.deep(value):
        run.write(run.path, name, value)


def told(run: Run, target: ir.Expression, value: Value, what: str) -> Value:
    """A value with a step that tells of the assignment, unless the step before stands in the same line."""
    line = target.line
    if all(_ends_on(taint, line) for taint in value.taints):
        return value
    step = run.step(target, what)
    taints = frozenset(
        taint if _ends_on(taint, line) else Taint(taint.origin, taint.cleared, Trail(step, taint.trail))
        for taint in value.taints
    )
    return Value(taints, value.constants, value.names, value.types, value.targets, value.objects)


def _attribute(run: Run, target: ir.Attribute, value: Value) -> None:
    owner = run.evaluate(target.value)
    name = target.attr
    text = dotted(target.value)
    if value.taints:
        value = told(run, target, value, f"is kept in `{text or '…'}.{name}`")
    names = names_of(run, owner, name)
    if names or run.javascript or run.marked(name):
        site = Site(names, name, owner, text, (value,), item=run.item, lacks=run.lacks)
        found_at(run, target, run.catalogue.stores(site), f"`{text or '…'}.{name}`")

    if any("::" in each for each in owner.types):
        _set_by_class(run, target, owner, value)
    if run.javascript:
        typed_by_store(run, target.value, owner, name, value)

    def change(shape: Shape, weak: bool) -> Shape:
        if run.javascript and shape.kind not in SEQUENCES:
            return stored(shape, constant(name), value, weak, run.part)
        return attributed(shape, name, value, weak, run.part)

    if owner.targets and (value.taints or value.objects):
        for each in sorted(owner.targets, key=lambda found: (found.path, found.qualname)):
            run.write(each.path, f"{each.qualname}.{name}".lstrip("."), value)
    if owner.objects:
        run.change(owner, change)
    else:
        _absorb(run, target.value, owner, value, name)


def _set_by_class(run: Run, target: ir.Attribute, owner: Value, value: Value) -> None:
    """What a setter of the object's class does with the value, or the ``__set__`` of what the class holds there."""
    for each in sorted(owner.types):
        there = run.world.member(class_of(each), target.attr) if "::" in each else None
        if there is None:
            continue
        if there.types:
            special(run, settle(run, there, ("set", each, target.attr), fresh=False), "__set__", (owner, value), target)
        for one in sorted(there.targets, key=lambda found: (found.path, found.qualname)):
            setter = Target("function", one.path, f"{one.qualname}#setter", owner)
            if one.kind == "function" and run.world.definition(setter) is not None:
                run.call(Value(targets=frozenset((setter,))), (value,), target)


def _item(run: Run, target: ir.Subscript, value: Value, source: ir.Expression | None) -> None:
    owner = run.evaluate(target.value)
    text = dotted(target.value)
    if isinstance(target.index, ir.Slice):
        if _slice(run, target.index, owner, value):
            return
        key = UNKNOWN
        value = run.items(value) or UNKNOWN
    else:
        key = run.evaluate(target.index)
    if value.taints:
        value = told(run, target, value, f"is kept in `{text or '…'}`")
    if owner.types:
        special(run, owner, "__setitem__", (key, value), target)
    seen = spelled(run, source, value) if key.constants == COOKIE_HEADER else value
    site = Site(owner.names, "[]", owner, text, (key, seen), item=run.item, lacks=run.lacks)
    found_at(run, target, run.catalogue.stores(site), f"`{text or '…'}[…]`")
    if owner.objects:
        run.change(owner, lambda shape, weak: stored(shape, key, value, weak, run.part))
    else:
        _absorb(run, target.value, owner, value, None)
    for name in sorted(str(each) for each in key.constants or ()) if _is_globals(target.value) else ():
        run.write(run.path, name, value)
        run.state.names[name] = value


def _is_globals(node: ir.Expression) -> bool:
    return isinstance(node, ir.Call) and isinstance(node.function, ir.Name) and node.function.id == "globals"


def _slice(run: Run, node: ir.Slice, owner: Value, value: Value) -> bool:
    """``list[low:high] = values`` of a list that is known item by item; whether it was."""
    shape, values = run.only(owner, "list"), run.listed(value)
    bounds = [None if each is None else run.evaluate(each) for each in (node.low, node.high, node.step)]
    known: list[Any] = [
        None if each is None else next(iter(each.constants)) if each.constants and len(each.constants) == 1 else ...
        for each in bounds
    ]
    if (
        shape is None
        or not shape.exact
        or values is None
        or not all(each is None or type(each) is int for each in known)
    ):
        return False
    items = list(shape.items.values())
    try:
        items[slice(*known)] = values
    except ValueError:
        return False
    run.change(owner, lambda old, weak: renumbered(old, items))
    return True


def _absorb(run: Run, place: ir.Expression, owner: Value, value: Value, name: str | None) -> None:
    """An object of which nothing is known becomes one that holds what is stored in it."""
    if not isinstance(place, ir.Name) or owner.targets:
        return
    kind = "object" if name is not None or owner.types else "dict"
    shape = Shape(kind, attributes={name: value}, rest=UNKNOWN) if name is not None else Shape(kind, rest=value)
    numbers = run.allocate(("absorbs", place.id, place.start), shape)
    key = key_of(run, place.id)
    run.state.names[key] = Value(owner.taints, None, owner.names, owner.types, owner.targets, numbers)


def _unpack(run: Run, target: ir.Collection, value: Value) -> None:
    count = len(target.items)
    star = next((index for index, item in enumerate(target.items) if isinstance(item, ir.Spread)), None)
    values = run.listed(value)
    if values is not None and star is None and len(values) == count:
        for item, each in zip(target.items, values, strict=True):
            store(run, item, each)
        return
    if values is not None and star is not None and len(values) >= count - 1:
        after = count - star - 1
        middle = values[star : len(values) - after]
        for item, each in zip(target.items[:star], values[:star], strict=True):
            store(run, item, each)
        store(run, target.items[star], run.new(target, Shape("list", dict(enumerate(middle)))))
        for item, each in zip(target.items[star + 1 :], values[len(values) - after :], strict=True):
            store(run, item, each)
        return
    for index, item in enumerate(target.items):
        if isinstance(item, ir.Spread):
            rest = run.items(value)
            store(run, item, run.new(target, Shape("list", rest=UNKNOWN if rest is None else rest), value.taints))
        else:
            key = constant(index) if star is None or index < star else UNKNOWN
            store(run, item, read_item(run, target, value, key))


def _pick(run: Run, target: ir.Dictionary, value: Value, source: ir.Expression | None) -> None:
    """``const {a, b: c, ...rest} = value``: each name is an attribute of what the value comes from."""
    for key, inner in target.entries:
        if key is None:
            store(run, inner, Value(join_taints(value.taints, run.deep(value)), objects=value.objects))
        elif isinstance(key, ir.Constant) and isinstance(key.value, str):
            whole = None if source is None else ir.Attribute(key.line, key.start, key.end, source, key.value)
            store(run, inner, read_attribute(run, inner, value, key.value, ""), whole)
        else:
            store(run, inner, read_item(run, inner, value, run.evaluate(key)))
