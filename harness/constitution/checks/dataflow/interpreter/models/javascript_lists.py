"""Arrays: their methods, those that call a function for each item too; also on what is not known to be an array."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.folding import STRINGS, fold
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.lattice import (
    EITHER,
    NONE,
    NULL,
    constant,
    join,
    join_maybe,
    join_taints,
)
from harness.constitution.checks.dataflow.interpreter.models import containers, lists
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import SEQUENCES, Shape, added, blurred, renumbered
from harness.constitution.checks.dataflow.values import UNKNOWN, Value

Method = Callable[[Run, Invocation, Value], Value | None]
_MOST_CALLED = 16
"""So many items are gone through one by one."""


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """What a method of an array gives and does."""
    model = _CALLING.get(invocation.method)
    if model is not None and _function(invocation) is not None:
        return model(run, invocation, receiver)
    if not receiver.objects or not any(shape.kind in SEQUENCES for shape in run.shapes(receiver)):
        return None
    model = _METHODS.get(invocation.method)
    return None if model is None else model(run, invocation, receiver)


def _function(invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    return value if value is not None and (value.targets or value.names) else None


# --- methods that call a function ---------------------------------------------------------------------------------------


def _results(run: Run, invocation: Invocation, receiver: Value) -> tuple[list[Value], list[Value]] | None:
    """Each item, and what the function gives for it; None if the items are not known one by one."""
    function = invocation.positional[0]
    items = run.listed(receiver) if receiver.objects else None
    if items is None or len(items) > _MOST_CALLED:
        return None
    outer, found = run.unrolled, []
    for index, item in enumerate(items):
        run.unrolled = (*outer, index)
        found.append(run.call(function, (item, constant(index), receiver), invocation.node))
    run.unrolled = outer
    return items, found


def _item(run: Run, receiver: Value) -> Value:
    found = run.items(receiver)
    return UNKNOWN if found is None else found


def _called(run: Run, invocation: Invocation, receiver: Value) -> tuple[Value, Value]:
    """Any item, and what the function gives for it; it may be called or not."""
    item = _item(run, receiver)
    before = run.state.copy()
    found = run.call(invocation.positional[0], (item, UNKNOWN, receiver), invocation.node)
    before.join(run.state, run.part)
    run.state = before
    return item, found


def _map(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    known = _results(run, invocation, receiver)
    if known is not None:
        return run.new(invocation.node, Shape("list", dict(enumerate(known[1]))))
    return run.new(invocation.node, Shape("list", rest=_called(run, invocation, receiver)[1]))


def _flat_map(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    found = _called(run, invocation, receiver)[1]
    inner = run.items(found)
    return run.new(invocation.node, Shape("list", rest=join_maybe(found, inner)))


def _each(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    if _results(run, invocation, receiver) is None:
        _called(run, invocation, receiver)
    return NULL


def _filter(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    item, _ = _called(run, invocation, receiver)
    return run.new(invocation.node, Shape("list", rest=item))


def _find(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    item, _ = _called(run, invocation, receiver)
    return join(item, NULL) if item.constants is not None else item


def _test(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    _called(run, invocation, receiver)
    return EITHER


def _index(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    _called(run, invocation, receiver)
    return UNKNOWN


def _reduce(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    function = invocation.positional[0]
    item = _item(run, receiver)
    start = invocation.argument(1)
    value = item if start is None else start
    for _ in range(2):
        value = join(value, run.call(function, (value, item, UNKNOWN, receiver), invocation.node))
    return value


def _sorted(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    run.change(receiver, lambda shape, weak: blurred(shape) if shape.kind in SEQUENCES else shape)
    return receiver


_CALLING: dict[str, Method] = {
    "map": _map,
    "flatMap": _flat_map,
    "forEach": _each,
    "filter": _filter,
    "find": _find,
    "findLast": _find,
    "findIndex": _index,
    "findLastIndex": _index,
    "some": _test,
    "every": _test,
    "reduce": _reduce,
    "reduceRight": _reduce,
    "sort": _sorted,
    "toSorted": _sorted,
}


# --- others -------------------------------------------------------------------------------------------------------------


def _push(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    def change(shape: Shape, weak: bool) -> Shape:
        for value in invocation.positional:
            shape = added(shape, value, weak) if shape.kind in SEQUENCES else blurred(shape, value)
        return shape if invocation.rest is None else blurred(shape, invocation.rest)

    run.change(receiver, change)
    return UNKNOWN


def _unshift(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    def change(shape: Shape, weak: bool) -> Shape:
        if weak or not shape.exact or invocation.rest is not None:
            for value in (*invocation.positional, *([] if invocation.rest is None else [invocation.rest])):
                shape = blurred(shape, value)
            return shape
        return renumbered(shape, [*invocation.positional, *shape.items.values()])

    run.change(receiver, change)
    return UNKNOWN


def _splice(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    removed = run.items(receiver)
    for value in invocation.positional[2:]:
        run.change(receiver, lambda shape, weak, value=value: blurred(shape, value))  # type: ignore[misc]
    run.change(receiver, lambda shape, weak: blurred(shape))
    return run.new(invocation.node, Shape("list", rest=removed))


def _concat(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    listed = [run.listed(receiver), *(_spread(run, value) for value in invocation.positional)]
    if invocation.rest is None and all(each is not None for each in listed):
        return run.new(
            invocation.node, Shape("list", dict(enumerate(value for each in listed for value in each or ())))
        )
    rest = run.items(receiver)
    for value in invocation.every():
        rest = join_maybe(join_maybe(rest, value), run.items(value))
    return run.new(invocation.node, Shape("list", rest=rest))


def _spread(run: Run, value: Value) -> list[Value] | None:
    return run.listed(value) if value.objects else None if value.taints and value.constants is None else [value]


def _slice(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    items = run.listed(receiver)
    bounds = [lists.only_number(value) for value in invocation.positional]
    if items is not None and None not in bounds:
        return run.new(invocation.node, Shape("list", dict(enumerate(items[slice(*(*bounds, None, None)[:2])]))))
    return run.new(invocation.node, Shape("list", rest=run.items(receiver)), receiver.taints)


def _at(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    items = run.listed(receiver)
    index = None if not invocation.positional else lists.only_number(invocation.positional[0])
    if items is not None and index is not None and -len(items) <= index < len(items):
        return items[index]
    return run.items(receiver)


def _join(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    separator = invocation.argument(0) or constant(",")
    items = run.listed(receiver)
    if items is not None:
        found = fold(lambda text, *parts: str(text).join(map(str, parts)), separator, *items)
        if found is not None:
            return Value(run.deep(receiver), found)
    taints = join_taints(separator.taints, run.deep(receiver))
    return Value(run.on(taints, invocation.node, "is joined into a string"), types=STRINGS)


def _copied(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    items = run.items(receiver)
    nested = None if items is None else run.items(items) if items.objects else None
    return run.new(invocation.node, Shape("list", rest=join_maybe(items, nested)), receiver.taints)


def _decided(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    return EITHER


def _number(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    return Value(NONE)


def _reversed(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    containers.METHODS["reverse"](run, invocation, receiver)
    return receiver


def _filled(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    run.change(receiver, lambda shape, weak: blurred(shape, value))
    return receiver


def _values(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    return receiver


def _pairs(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    pair = run.new(invocation.node, Shape("list", {0: UNKNOWN, 1: _item(run, receiver)}), part="pair")
    return run.new(invocation.node, Shape("list", rest=pair))


def _pop(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    return containers.METHODS["pop" if invocation.method == "pop" else "popleft"](run, invocation, receiver)


_METHODS: dict[str, Method] = {
    "push": _push,
    "unshift": _unshift,
    "pop": _pop,
    "shift": _pop,
    "splice": _splice,
    "concat": _concat,
    "slice": _slice,
    "at": _at,
    "join": _join,
    "flat": _copied,
    "includes": _decided,
    "indexOf": _number,
    "lastIndexOf": _number,
    "reverse": _reversed,
    "toReversed": _reversed,
    "sort": _sorted,
    "fill": _filled,
    "values": _values,
    "entries": _pairs,
}
