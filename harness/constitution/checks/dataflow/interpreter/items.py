"""Items and slices."""

from __future__ import annotations

from typing import Any

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.accessing import NONE_TYPES, ruled
from harness.constitution.checks.dataflow.interpreter.chance import chosen
from harness.constitution.checks.dataflow.interpreter.classes import special
from harness.constitution.checks.dataflow.interpreter.folding import FAILURES, fold, simple
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, constants, join_maybe, join_taints
from harness.constitution.checks.dataflow.interpreter.members import inherited
from harness.constitution.checks.dataflow.interpreter.naming import bases_of, dotted
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, any_item, item, renumbered
from harness.constitution.checks.dataflow.rules import Site
from harness.constitution.checks.dataflow.values import EVERYTHING, UNKNOWN, Value

ANYTHING = frozenset((EVERYTHING,))

CHOSEN = frozenset(("Object.Chosen",))
"""Of a property of JavaScript whose name came from outside: it may be ``__proto__``."""


def subscript(run: Run, node: ir.Subscript) -> Value:
    """``value[index]``."""
    owner = run.evaluate(node.value)
    if isinstance(node.index, ir.Slice):
        return sliced(run, node.index, owner)
    key = run.evaluate(node.index)
    value = special(run, owner, "__getitem__", (key,), node) if owner.types else None
    if value is None:
        value = read_item(run, node, owner, key)
    if key.taints and not run.javascript:
        value = chosen(run, node, key, value)
    if owner.names or owner.types or run.javascript:
        names = owner.names | bases_of(run, owner.types) if owner.types else owner.names
        site = Site(names, "", owner, dotted(node.value), (key,))
        value = ruled(run, node, value, site, "subscripts")
    if run.javascript and key.constants is None and any(taint.reaches("prototype") for taint in key.taints):
        # what is stored in it may change what all objects have in common
        value = _typed(value, CHOSEN)
    return value


def _typed(value: Value, types: frozenset[str]) -> Value:
    return Value(value.taints, value.constants, value.names, value.types | types, value.targets, value.objects)


def read_item(run: Run, node: ir.Expression, owner: Value, key: Value) -> Value:
    """What stands under a key."""
    found: Value | None = None
    for shape in run.shapes(owner):
        if key.constants is None:
            there = any_item(shape, run.part)
        else:
            there = None
            for each in key.constants:
                there = join_maybe(there, item(shape, each, run.part))
            if (there is None or shape.kind == "object") and all(isinstance(each, str) for each in key.constants):
                there = join_maybe(there, _named(shape, key))  # read by `__dict__`
        found = join_maybe(found, there)
    taints = inherited(run, owner)
    if owner.constants is not None:
        folded = fold(lambda whole, index: whole[index], owner, key)
        part = Value(NONE, folded) if folded is not None else _some_of(owner)
        found = join_maybe(found, part)
    if owner.targets:
        found = join_maybe(found, _by_class(run, owner, key, node))
    if found is None:
        return Value(taints, types=frozenset(("str",)) if owner.types == {"str"} else NONE_TYPES)
    if taints:
        return Value(
            join_taints(found.taints, taints), found.constants, found.names, found.types, found.targets, found.objects
        )
    return found


def _named(shape: Shape, key: Value) -> Value | None:
    found: Value | None = None
    for each in key.constants or ():
        found = join_maybe(found, shape.attributes.get(str(each)))
    return found


def _some_of(owner: Value) -> Value:
    """Any item of constants."""
    every: list[object] = []
    for whole in owner.constants or ():
        if not isinstance(whole, tuple):
            return UNKNOWN
        every += whole
    return constants(every)


def _by_class(run: Run, owner: Value, key: Value, node: ir.Expression) -> Value | None:
    """``Color[name]`` of an enumeration: one of its members, whatever the name."""
    for target in owner.targets:
        if target.kind == "class" and "enum.Enum" in run.world.bases(f"{target.path}::{target.qualname}"):
            return Value(
                run.clear(run.deep(key), ANYTHING, node, "chooses a member of an enumeration"),
                types=frozenset((f"{target.path}::{target.qualname}",)),
            )
    return None


def sliced(run: Run, node: ir.Slice, owner: Value) -> Value:
    """``value[low:high:step]``: a part of it, of the same kind."""
    bounds = [UNKNOWN if each is None else run.evaluate(each) for each in (node.low, node.high, node.step)]
    known: list[Any] = [
        None if each is None else next(iter(bound.constants)) if bound.constants and len(bound.constants) == 1 else ...
        for each, bound in zip((node.low, node.high, node.step), bounds, strict=True)
    ]
    certain = all(each is None or type(each) is int for each in known)
    shape = run.only(owner, "list", "tuple")
    if shape is not None and certain and shape.exact:
        values = list(shape.items.values())[slice(*known)]
        return run.new(node, renumbered(Shape(shape.kind), values), owner.taints)
    if owner.objects:
        found = run.items(owner)
        kind = shape.kind if shape is not None else "list"
        if shape is not None and shape.kind == "object":
            return Value(run.deep(owner), objects=owner.objects)
        return run.new(node, Shape(kind, rest=UNKNOWN if found is None else found), owner.taints)
    if owner.constants is not None and certain:
        found_parts: set[object] = set()
        for each in owner.constants:
            try:
                part = each[slice(*known)]  # type: ignore[index]
            except FAILURES:
                continue
            if simple(part):
                found_parts.add(part)
        if found_parts:
            return Value(owner.taints, constants(found_parts).constants)
    return Value(owner.taints, types=owner.types)
