"""Methods that change lists and sets."""

from __future__ import annotations

from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.lattice import NULL, constant
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import SEQUENCES, Shape, added, blurred, renumbered
from harness.constitution.checks.dataflow.values import UNKNOWN, Value


def append(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None

    def change(shape: Shape, weak: bool) -> Shape:
        return added(shape, value, weak) if shape.kind in SEQUENCES else blurred(shape, value)

    run.change(receiver, change)
    return NULL


def add(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    run.change(receiver, lambda shape, weak: added(shape, value, weak))
    return NULL


def prepend(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None

    def change(shape: Shape, weak: bool) -> Shape:
        if weak or not shape.exact:
            return blurred(shape, value)
        return renumbered(shape, [value, *shape.items.values()])

    run.change(receiver, change)
    return NULL


def insert(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
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


def extend(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
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


def pop_left(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    return pop_at(run, receiver, 0)


def pop_at(run: Run, receiver: Value, index: int) -> Value:
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


def remove(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
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


def clear(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    if len(receiver.objects) == 1:
        run.change(receiver, lambda shape, weak: Shape(shape.kind, {}, shape.attributes))
    return NULL


def reverse(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    def change(shape: Shape, weak: bool) -> Shape:
        return blurred(shape) if weak or not shape.exact else renumbered(shape, reversed(list(shape.items.values())))

    run.change(receiver, change)
    return NULL


def sort(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
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
