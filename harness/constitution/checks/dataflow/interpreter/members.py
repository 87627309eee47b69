"""Attributes of objects, classes and modules, without asking any rule."""

from __future__ import annotations

from harness.constitution.checks.dataflow.interpreter.classes import is_field, of_class, of_classes
from harness.constitution.checks.dataflow.interpreter.forms import settle
from harness.constitution.checks.dataflow.interpreter.lattice import join_maybe, join_taints
from harness.constitution.checks.dataflow.interpreter.naming import class_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import SEQUENCES, Shape, item
from harness.constitution.checks.dataflow.values import Taint, Value


def inherited(run: Run, owner: Value) -> frozenset[Taint]:
    """The taints that every part of a value has: not those that only say that the value itself was given."""
    if not owner.taints or not owner.objects:
        return owner.taints
    origins = {run.inputs.origin.get(number) for number in owner.objects}
    return frozenset(taint for taint in owner.taints if taint.origin not in origins)


def method_of(run: Run, owner: Value, name: str, key: object) -> Value | None:
    """An attribute that is called: what is known of it, but an input's is no input of its own."""
    if any(number < 0 for number in owner.objects):
        found: Value | None = None
        for shape in run.shapes(owner):
            found = join_maybe(found, shape.attributes.get(name))
        if found is None:
            found = of_classes(run, owner, name, key)
        if found is None and not owner.targets:
            return None
        if found is not None:
            return found
    return member(run, owner, name, key)


def member(run: Run, owner: Value, name: str, key: object) -> Value | None:
    """An attribute of a value without asking any rule; None if nothing is known of it."""
    found: Value | None = None
    lacking = False
    for number in sorted(owner.objects):
        shape = run.shape(number)
        there = shape.attributes.get(name)
        if there is None and run.javascript and shape.kind not in SEQUENCES:
            there = item(shape, name, run.part)
        elif shape.kind == "object" and shape.origin is None and (shape.items or shape.rest is not None):
            there = join_maybe(there, item(shape, name, run.part))  # set by `__dict__`
        if there is None:
            lacking = True
            if shape.origin is not None:
                there = _read_once(run, number, shape, name, owner)
        found = join_maybe(found, there)
    if found is None or lacking:
        found = join_maybe(found, of_classes(run, owner, name, key)) if found is None else found
    for target in owner.targets:
        if target.kind != "function":
            there = run.world.member(target, name)
            if there is not None:
                found = join_maybe(found, of_class(run, owner, there, target, key, name))
        if target.kind != "module":
            kept = run.world.stored(f"{target.path}::{target.qualname}", name)
            if kept is not None:
                place = ("kept", target.path, target.qualname, name, key)
                found = join_maybe(found, settle(run, kept, place, fresh=False))
    return found


def _read_once(run: Run, number: int, shape: Shape, name: str, owner: Value) -> Value:
    """An attribute of an input, from now on the same one."""
    assert shape.origin is not None
    known = of_classes(run, owner, name, ("input", number, name))
    if (
        known is not None
        and (known.constants is not None or known.objects or known.targets)
        and _is_fixed(run, owner, name)
    ):
        return known
    value = run.part(shape.origin, f".{name}")
    if known is not None:
        value = Value(
            join_taints(value.taints, known.taints),
            None,
            known.names,
            known.types,
            known.targets,
            value.objects | known.objects,
        )
        if known.constants is not None or not (known.taints or known.objects or known.names or known.types):
            value = Value(value.taints, known.constants, value.names, value.types, value.targets, value.objects)
    run.state.heap[number] = Shape(
        shape.kind, shape.items, {**shape.attributes, name: value}, shape.rest, shape.keys, shape.origin
    )
    run.read[number, f".{name}"] = value
    return value


def _is_fixed(run: Run, owner: Value, name: str) -> bool:
    """Whether only the classes of an object say what an attribute is: a method, or a constant that no method replaces."""
    classes = [each for each in owner.types if "::" in each]
    return bool(classes) and all(
        run.world.member(class_of(each), name) is not None
        and run.world.stored(each, name) is None
        and not is_field(run, each, name)
        for each in classes
    )
