"""Objects on their way between functions: taken out of the heap as forms, and put into it again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, join_shapes
from harness.constitution.checks.dataflow.values import Form, Input, Target, Value

DEEPEST_FORM = 4
MOST_ITEMS = 64
MOST_PARTS = 160
"""How many values a form holds at most, all that those hold included; where there is no room left, only taints are told."""
NOTHING: frozenset[int] = frozenset()


def settle(run: Run, value: Value, key: Hashable, fresh: bool = True) -> Value:
    """A value from beyond the function: what its form tells becomes an object. ``fresh``: another one than before, if any."""
    form = value.form
    if form is None:
        return value
    number = run.numbers.setdefault(("settled", key), len(run.numbers) + 1)
    run.settled.add(number)
    if fresh or number not in run.state.heap:
        run.state.heap[number] = _shape(run, form, key)
    types = value.types or (frozenset() if form.kind == "object" else frozenset((form.kind,)))
    return Value(value.taints, value.constants, value.names, types, value.targets, value.objects | {number})


def _shape(run: Run, form: Form, key: Hashable) -> Shape:
    return Shape(
        form.kind,
        {name: settle(run, value, (key, name)) for name, value in form.items},
        {name: settle(run, value, (key, "." + name)) for name, value in form.attributes},
        None if form.rest is None else settle(run, form.rest, (key, "*")),
        None if form.keys is None else settle(run, form.keys, (key, "keys")),
    )


def unsettle(
    run: Run, value: Value, taints: bool = True, depth: int = DEEPEST_FORM, room: list[int] | None = None
) -> Value:
    """A value as it is told beyond the function; ``taints``: with where it comes from."""
    if not value.objects and not value.targets:
        return value if taints or not value.taints else replace(value, taints=frozenset())
    room = [MOST_PARTS] if room is None else room
    found = value.taints if taints else frozenset()
    form = _form(run, value, taints, depth, room) if value.objects else value.form
    if taints and value.objects and form is None:
        found = run.deep(value)
    targets = frozenset(_bare(run, target, taints, depth, room) for target in value.targets)
    return Value(found, value.constants, value.names, value.types, targets, NOTHING, form)


def _bare(run: Run, target: Target, taints: bool, depth: int, room: list[int]) -> Target:
    receiver = None
    if target.receiver is not None and depth > 0:
        receiver = unsettle(run, target.receiver, taints, depth - 1, room)
    return Target(target.kind, target.path, target.qualname, receiver)


def _form(run: Run, value: Value, taints: bool, depth: int, room: list[int]) -> Form | None:
    if depth <= 0:
        return None
    given: list[Input] = []
    whole: Shape | None = None
    for number in sorted(value.objects):
        origin = run.inputs.origin.get(number)
        if origin is not None:
            if taints:
                given.append(origin)
            continue
        shape = run.shape(number)
        whole = shape if whole is None else join_shapes(whole, shape, run.part)
    if whole is None:
        return Form("object", given=tuple(given)) if given else None
    size = len(whole.items) + len(whole.attributes)
    if len(whole.items) > MOST_ITEMS or size > room[0]:
        return None
    room[0] -= size

    def inner(part: Value) -> Value:
        return unsettle(run, part, taints, depth - 1, room)

    return Form(
        whole.kind,
        tuple((name, inner(part)) for name, part in whole.items.items()),
        tuple((name, inner(part)) for name, part in whole.attributes.items()),
        None if whole.rest is None else inner(whole.rest),
        None if whole.keys is None else inner(whole.keys),
        tuple(given),
    )


def mapped(form: Form, change: Callable[[Value], Value]) -> Form:
    """The same object with every value in it changed; what was given is for the caller to say."""
    return Form(
        form.kind,
        tuple((name, change(value)) for name, value in form.items),
        tuple((name, change(value)) for name, value in form.attributes),
        None if form.rest is None else change(form.rest),
        None if form.keys is None else change(form.keys),
    )
