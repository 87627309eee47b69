"""Methods of lists, dictionaries, sets and tuples that are in the heap."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.accessing import inherited, read_item
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, NULL, constant, join, join_maybe, join_taints
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import (
    SEQUENCES,
    Shape,
    added,
    any_item,
    blurred,
    renumbered,
    stored,
)
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


def _append(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None

    def change(shape: Shape, weak: bool) -> Shape:
        return added(shape, value, weak) if shape.kind in SEQUENCES else blurred(shape, value)

    run.change(receiver, change)
    return NULL


def _add(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    run.change(receiver, lambda shape, weak: added(shape, value, weak))
    return NULL


def _prepend(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None

    def change(shape: Shape, weak: bool) -> Shape:
        if weak or not shape.exact:
            return blurred(shape, value)
        return renumbered(shape, [value, *shape.items.values()])

    run.change(receiver, change)
    return NULL


def _insert(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    where, value = invocation.argument(0), invocation.argument(1)
    if where is None or value is None:
        return None
    index = only_number(where)

    def change(shape: Shape, weak: bool) -> Shape:
        if weak or not shape.exact or index is None:
            return blurred(shape, value)
        values = list(shape.items.values())
        values.insert(index, value)
        return renumbered(shape, values)

    run.change(receiver, change)
    return NULL


def only_number(value: Value) -> int | None:
    """A number that is known."""
    if value.constants is None or len(value.constants) != 1:
        return None
    (only,) = value.constants
    return only if type(only) is int else None


def _extend(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    more = run.listed(value)
    rest = run.items(value)

    def change(shape: Shape, weak: bool) -> Shape:
        if weak or not shape.exact or more is None:
            return blurred(shape, rest)
        return renumbered(shape, [*shape.items.values(), *more])

    run.change(receiver, change)
    return NULL


def _pop(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    shapes = run.shapes(receiver)
    if any(shape.kind == "dict" or shape.origin is not None for shape in shapes) or invocation.positional:
        return _pop_key(run, invocation, receiver, shapes)
    return _pop_at(run, receiver, -1)


def _pop_left(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    return _pop_at(run, receiver, 0)


def _pop_at(run: Run, receiver: Value, index: int) -> Value:
    shape = run.only(receiver)
    if shape is not None and shape.exact and shape.kind in SEQUENCES and not receiver.taints:
        values = list(shape.items.values())
        if not -len(values) <= index < len(values):
            return UNKNOWN
        found = values.pop(index)
        run.change(receiver, lambda old, weak: renumbered(old, values))
        return found
    items = run.items(receiver)
    run.change(receiver, lambda old, weak: blurred(old) if old.kind in SEQUENCES else old)
    return UNKNOWN if items is None else items


def _pop_key(run: Run, invocation: Invocation, receiver: Value, shapes: list[Shape]) -> Value:
    key = invocation.argument(0)
    if key is None:
        return _pop_at(run, receiver, -1)
    index = only_number(key)
    if index is not None and all(shape.kind in SEQUENCES for shape in shapes):
        return _pop_at(run, receiver, index)
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


def _remove(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    shape = run.only(receiver)
    known = None if value is None else value.constants
    if shape is not None and shape.exact and known is not None and len(known) == 1:
        left = list(shape.items.values())
        for index, item in enumerate(left):
            if item.constants == known:
                del left[index]
                break
            if item.constants is None:
                break
        else:
            return NULL
        if len(left) < len(shape.items):
            run.change(receiver, lambda old, weak: renumbered(old, left))
            return NULL
    run.change(receiver, lambda old, weak: blurred(old))
    return NULL


def _clear(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    if len(receiver.objects) == 1:
        run.change(receiver, lambda shape, weak: Shape(shape.kind, {}, shape.attributes))
    return NULL


def _reverse(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    def change(shape: Shape, weak: bool) -> Shape:
        return blurred(shape) if weak or not shape.exact else renumbered(shape, reversed(list(shape.items.values())))

    run.change(receiver, change)
    return NULL


def _sort(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    def change(shape: Shape, weak: bool) -> Shape:
        known = [item.constants for item in shape.items.values()]
        if (
            weak
            or not shape.exact
            or invocation.keywords
            or not all(each is not None and len(each) == 1 for each in known)
        ):
            return blurred(shape)
        try:
            return renumbered(shape, [constant(each) for each in sorted(next(iter(each)) for each in known if each)])  # type: ignore[type-var]
        except TypeError:
            return blurred(shape)

    run.change(receiver, change)
    return NULL


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
    "append": _append,
    "add": _add,
    "appendleft": _prepend,
    "insert": _insert,
    "extend": _extend,
    "pop": _pop,
    "popleft": _pop_left,
    "get": _get,
    "setdefault": _set_default,
    "update": _update,
    "remove": _remove,
    "discard": _remove,
    "clear": _clear,
    "reverse": _reverse,
    "sort": _sort,
    "values": _values,
    "keys": _keys,
    "items": _items,
    "copy": _copy,
}
