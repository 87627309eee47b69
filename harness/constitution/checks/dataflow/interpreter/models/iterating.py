"""Functions that walk over what they are given."""

from __future__ import annotations

from typing import Any

from harness.constitution.checks.dataflow.interpreter.folding import NUMERIC, fold
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, constant, join, join_maybe
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, blurred
from harness.constitution.checks.dataflow.values import UNKNOWN, Value

MOST_COUNTED = 64


def reordered(run: Run, invocation: Invocation) -> Value | None:
    """``sorted``, and ``reversed`` of what is not known in order."""
    value = invocation.argument(0)
    if value is None:
        return None
    items = run.listed(value)
    if items is not None and invocation.written() == "reversed":
        return run.new(invocation.node, Shape("list", dict(enumerate(reversed(items)))), value.taints)
    if (
        items is not None
        and all(item.constants is not None and len(item.constants) == 1 for item in items)
        and not invocation.keywords
    ):
        try:
            ordered = sorted(items, key=_only)
        except TypeError:
            ordered = items
        return run.new(invocation.node, Shape("list", dict(enumerate(ordered))))
    if "key" in invocation.keywords:
        each = run.items(value)
        run.call(invocation.keywords["key"], (UNKNOWN if each is None else each,), invocation.node)
    return _walked(run, invocation, value)


def _only(item: Value) -> Any:
    return next(iter(item.constants or ()))


def _walked(run: Run, invocation: Invocation, value: Value) -> Value:
    each = run.items(value)
    if each is None:
        return run.new(invocation.node, Shape("list"))
    return run.new(invocation.node, blurred(Shape("list", rest=each)), value.taints)


def same(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    return None if value is None else value


def enumerated(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    start = invocation.argument(1, "start")
    first = 0
    if start is not None and start.constants is not None and len(start.constants) == 1:
        (only,) = start.constants
        first = only if isinstance(only, int) else 0
    items = run.listed(value)
    if items is not None:
        pairs = [_pair(run, invocation, index, constant(first + index), item) for index, item in enumerate(items)]
        return run.new(invocation.node, Shape("list", dict(enumerate(pairs))))
    each = run.items(value)
    pair = _pair(run, invocation, -1, UNKNOWN, UNKNOWN if each is None else each)
    return run.new(invocation.node, Shape("list", rest=pair), NONE)


def _pair(run: Run, invocation: Invocation, index: int, *values: Value) -> Value:
    return run.new(invocation.node, Shape("tuple", dict(enumerate(values))), part=("pair", index))


def zipped(run: Run, invocation: Invocation) -> Value | None:
    lists = [run.listed(value) for value in invocation.positional]
    if lists and all(each is not None for each in lists):
        rows = zip(*(each for each in lists if each is not None), strict=False)
        pairs = [_pair(run, invocation, index, *row) for index, row in enumerate(rows)]
        return run.new(invocation.node, Shape("list", dict(enumerate(pairs))))
    parts = [run.items(value) for value in invocation.positional]
    pair = _pair(run, invocation, -1, *(UNKNOWN if part is None else part for part in parts))
    return run.new(invocation.node, Shape("list", rest=pair))


def mapped(run: Run, invocation: Invocation) -> Value | None:
    """``map(function, values…)``."""
    if len(invocation.positional) < 2:
        return None
    function, *values = invocation.positional
    items = run.listed(values[0]) if len(values) == 1 else None
    if items is not None and len(items) <= MOST_COUNTED:
        outer, found = run.unrolled, []
        for index, item in enumerate(items):
            run.unrolled = (*outer, index)
            found.append(run.call(function, (item,), invocation.node))
        run.unrolled = outer
        return run.new(invocation.node, Shape("list", dict(enumerate(found))))
    parts = [run.items(value) for value in values]
    each = run.call(function, tuple(UNKNOWN if part is None else part for part in parts), invocation.node)
    return run.new(invocation.node, Shape("list", rest=each))


def filtered(run: Run, invocation: Invocation) -> Value | None:
    if len(invocation.positional) < 2:
        return None
    function, value = invocation.positional[:2]
    each = run.items(value)
    if each is None:
        return run.new(invocation.node, Shape("list"))
    run.call(function, (each,), invocation.node)
    return run.new(invocation.node, Shape("list", rest=each), value.taints)


def ranged(run: Run, invocation: Invocation) -> Value | None:
    known = [value.constants for value in invocation.positional]
    if known and all(each is not None and len(each) == 1 for each in known):
        bounds: list[Any] = [next(iter(each)) for each in known if each is not None]
        if all(type(each) is int for each in bounds):
            try:
                numbers = range(*bounds)
            except (TypeError, ValueError):
                return UNKNOWN
            if len(numbers) <= MOST_COUNTED:
                return run.new(invocation.node, Shape("list", dict(enumerate(constant(each) for each in numbers))))
    taints = run.clear(deep_arguments(run, invocation), NUMERIC, invocation.node, "is counted")
    return run.new(invocation.node, Shape("list", rest=Value(taints)))


def following(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    found = run.items(value)
    if len(invocation.positional) > 1:
        found = join_maybe(found, invocation.positional[1])
    return UNKNOWN if found is None else found


def chosen(run: Run, invocation: Invocation) -> Value | None:
    """``min``, ``max``: one of what is given; ``sum`` of text does not work."""
    values = invocation.positional
    if len(values) == 1:
        found = run.items(values[0])
        return UNKNOWN if found is None else Value(found.taints, None, types=found.types, objects=found.objects)
    function = min if invocation.written() == "min" else max
    folded = fold(function, *values) if values and not invocation.keywords else None
    if folded is not None:
        return Value(run.deep_all(values), folded)
    result: Value | None = None
    for value in values:
        result = value if result is None else join(result, value)
    return result
