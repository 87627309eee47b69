"""Methods of lists, dictionaries, sets and tuples that are in the heap."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.items import read_item
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, NULL, constant, join, join_maybe, join_taints
from harness.constitution.checks.dataflow.interpreter.members import inherited
from harness.constitution.checks.dataflow.interpreter.models.lists import (
    add,
    append,
    clear,
    extend,
    insert,
    only_number,
    pop_at,
    pop_left,
    prepend,
    remove,
    reverse,
    sort,
)
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import SEQUENCES, Shape, any_item, blurred, stored
from harness.constitution.checks.dataflow.values import UNKNOWN, Value

Method = Callable[[Run, Invocation, Value], Value | None]


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """What a method of a container gives and does; None if that is nothing special."""
    model = METHODS.get(invocation.method)
    if model is None:
        return None
    kinds = {shape.kind for shape in run.shapes(receiver)}
    if "object" in kinds and not all(shape.origin is not None for shape in run.shapes(receiver)) and receiver.types:
        return None
    return model(run, invocation, receiver)


def _pop(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    shapes = run.shapes(receiver)
    if any(shape.kind == "dict" or shape.origin is not None for shape in shapes) or invocation.positional:
        return _pop_key(run, invocation, receiver, shapes)
    return pop_at(run, receiver, -1)


def _pop_key(run: Run, invocation: Invocation, receiver: Value, shapes: list[Shape]) -> Value:
    key = invocation.argument(0)
    if key is None:
        return pop_at(run, receiver, -1)
    index = only_number(key)
    if index is not None and all(shape.kind in SEQUENCES for shape in shapes):
        return pop_at(run, receiver, index)
    found = _get(run, invocation, receiver)
    if key.constants is not None and len(key.constants) == 1 and len(receiver.objects) == 1:
        (only,) = key.constants

        def change(shape: Shape, weak: bool) -> Shape:
            items = {name: value for name, value in shape.items.items() if name != only}
            return Shape(shape.kind, items, shape.attributes, shape.rest, shape.keys, shape.origin)

        run.change(receiver, change)
    return UNKNOWN if found is None else found


def _get(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """``get(key, default)``."""
    key = invocation.argument(0)
    if key is None:
        return None
    default = invocation.argument(1, "default")
    shapes = run.shapes(receiver)
    if not all(shape.kind == "dict" or shape.origin is not None for shape in shapes):
        return None
    there = key.constants is not None and all(each in shape.items for shape in shapes for each in key.constants)
    known_missing = key.constants is not None and all(
        shape.exact and each not in shape.items for shape in shapes for each in key.constants
    )
    if known_missing and not inherited(run, receiver):
        return NULL if default is None else default
    found = read_item(run, invocation.node, receiver, key)
    if there:
        return found
    return join(found, NULL if default is None else default)


def _set_default(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    key, default = invocation.argument(0), invocation.argument(1)
    if key is None:
        return None
    default = NULL if default is None else default
    found = _get(run, invocation, receiver)
    there = run.only(receiver)
    if there is not None and key.constants is not None and all(each in there.items for each in key.constants):
        return found
    value = default if found is None else join(found, default)
    run.change(receiver, lambda shape, weak: stored(shape, key, value, weak, run.part))
    return value


def _update(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    for value in invocation.positional:
        for other in run.shapes(value) or [Shape("dict", rest=Value(value.taints))]:
            run.change(receiver, lambda shape, weak, other=other: _merged(run, shape, other, weak))  # type: ignore[misc]
        if value.taints and value.objects:
            run.change(receiver, lambda shape, weak, value=value: blurred(shape, Value(value.taints)))  # type: ignore[misc]
    for name, value in invocation.keywords.items():
        run.change(
            receiver,
            lambda shape, weak, name=name, value=value: stored(shape, constant(name), value, weak, run.part),  # type: ignore[misc]
        )
    return NULL


def _merged(run: Run, shape: Shape, other: Shape, weak: bool) -> Shape:
    if shape.kind == "set" or other.kind in ("list", "set", "tuple"):
        return blurred(shape, any_item(other, run.part))
    for key, value in other.items.items():
        shape = stored(shape, constant(key), value, weak, run.part)
    if other.rest is not None or other.origin is not None:
        rest = join_maybe(shape.rest, any_item(other, run.part))
        keys = join_maybe(shape.keys, other.keys)
        items = {
            key: value if other.rest is None or key in other.items else join(value, other.rest)
            for key, value in shape.items.items()
        }
        return Shape(shape.kind, items, shape.attributes, rest, keys, shape.origin)
    return shape


def _values(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    shape = run.only(receiver)
    taints = inherited(run, receiver)
    if shape is not None and shape.exact and not taints:
        return run.new(invocation.node, Shape("list", dict(enumerate(shape.items.values()))))
    found: Value | None = None
    for each in run.shapes(receiver):
        found = join_maybe(found, any_item(each, run.part))
    return run.new(invocation.node, Shape("list", rest=UNKNOWN if found is None else found), taints)


def _keys(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    shape = run.only(receiver)
    taints = inherited(run, receiver)
    if shape is not None and shape.exact and not taints:
        return run.new(invocation.node, Shape("list", dict(enumerate(constant(key) for key in shape.items))))
    found = run.items(Value(NONE, objects=receiver.objects))
    return run.new(invocation.node, Shape("list", rest=UNKNOWN if found is None else found), taints)


def _items(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    shape = run.only(receiver)
    taints = inherited(run, receiver)
    node = invocation.node
    if shape is not None and shape.exact and not taints:
        pairs = [
            run.new(node, Shape("tuple", {0: constant(key), 1: value}), part=("item", index))
            for index, (key, value) in enumerate(shape.items.items())
        ]
        return run.new(node, Shape("list", dict(enumerate(pairs))))
    found: Value | None = None
    keys = run.items(Value(NONE, objects=receiver.objects))
    for each in run.shapes(receiver):
        found = join_maybe(found, any_item(each, run.part))
    key = Value(join_taints(taints, NONE if keys is None else keys.taints), None if keys is None else keys.constants)
    value = Value(taints) if found is None else join(found, Value(taints)) if taints else found
    pair = run.new(node, Shape("tuple", {0: key, 1: value}), part="item")
    return run.new(node, Shape("list", rest=pair))


def _copy(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    shape = run.only(receiver)
    if shape is None:
        return receiver
    return run.new(invocation.node, shape, receiver.taints)


METHODS: dict[str, Method] = {
    "append": append,
    "add": add,
    "appendleft": prepend,
    "insert": insert,
    "extend": extend,
    "pop": _pop,
    "popleft": pop_left,
    "get": _get,
    "setdefault": _set_default,
    "update": _update,
    "remove": remove,
    "discard": remove,
    "clear": clear,
    "reverse": reverse,
    "sort": sort,
    "values": _values,
    "keys": _keys,
    "items": _items,
    "copy": _copy,
}
