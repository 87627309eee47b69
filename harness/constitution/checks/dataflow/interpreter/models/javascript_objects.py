"""Objects, maps and sets: what is put under a key comes out under it."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.folding import STRINGS
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.items import read_item
from harness.constitution.checks.dataflow.interpreter.lattice import EITHER, JSON, NONE, NULL, join_maybe
from harness.constitution.checks.dataflow.interpreter.models import containers
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import SEQUENCES, Shape, any_item, blurred, stored
from harness.constitution.checks.dataflow.values import UNKNOWN, Taint, Value

Model = Callable[[Run, Invocation], Value | None]
_COLLECTIONS = frozenset({"Map", "Set", "WeakMap", "WeakSet", "URLSearchParams", "FormData", "Headers"})
_OF_TEXT = frozenset({"nosql", "prototype"})
"""What text is harmless for, and an object that it tells is not."""
_WALKS = frozenset({"keys", "values", "entries"})


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """Methods of maps and sets, and those that every object has."""
    name = invocation.method
    if name in ("hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"):
        return EITHER
    if not receiver.objects or any(shape.kind in SEQUENCES for shape in run.shapes(receiver)):
        return None
    if not receiver.types & _COLLECTIONS:
        return None
    model = _METHODS.get(name)
    return None if model is None else model(run, invocation, receiver)


def _get(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    key = invocation.argument(0)
    return None if key is None else read_item(run, invocation.node, receiver, key)


def _set(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    key, value = invocation.argument(0), invocation.argument(1)
    if key is None or value is None:
        return None
    run.change(receiver, lambda shape, weak: stored(shape, key, value, weak, run.part))
    return receiver


def _add(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    if value is not None:
        run.change(receiver, lambda shape, weak: blurred(shape, value))
    return receiver


def _has(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    return EITHER


def _for_each(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    function = invocation.argument(0)
    if function is None:
        return None
    found: Value | None = None
    for shape in run.shapes(receiver):
        found = join_maybe(found, any_item(shape, run.part))
    if found is not None:
        keys = run.items(receiver)
        run.call(function, (found, UNKNOWN if keys is None else keys), invocation.node)
    return NULL


def _walk(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    return walked(run, invocation, receiver, invocation.method)


_METHODS: dict[str, Callable[[Run, Invocation, Value], Value | None]] = {
    "get": _get,
    "getAll": _get,
    "set": _set,
    "append": _set,
    "add": _add,
    "has": _has,
    "forEach": _for_each,
    **dict.fromkeys(_WALKS, _walk),
}


def walked(run: Run, invocation: Invocation, value: Value, what: str) -> Value | None:
    """The keys, values or entries of an object, as a list."""
    if not value.objects:
        return run.new(invocation.node, Shape("list", rest=Value(value.taints)), value.taints)
    return containers.METHODS["items" if what == "entries" else what](run, invocation, value)


def _walked(what: str) -> Model:
    def model(run: Run, invocation: Invocation) -> Value | None:
        value = invocation.argument(0)
        return None if value is None else walked(run, invocation, value, what)

    return model


def _assigned(run: Run, invocation: Invocation) -> Value | None:
    """``Object.assign(target, …)``: the target, with all that the others hold."""
    if not invocation.positional:
        return None
    target = invocation.positional[0]
    if not target.objects:
        return None
    containers.METHODS["update"](run, invocation, target)
    loose = [value.taints for value in invocation.positional[1:] if value.taints and not value.objects]
    return Value(target.taints.union(*loose), None, target.names, target.types, target.targets, target.objects)


def _same(run: Run, invocation: Invocation) -> Value | None:
    return invocation.argument(0)


def _from_entries(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    return run.new(invocation.node, Shape("dict", rest=Value(run.deep(value))))


def _decided(run: Run, invocation: Invocation) -> Value | None:
    return EITHER


def _parsed(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    taints = run.on(run.deep(value), invocation.node, "is parsed")
    return Value(frozenset(Taint(one.origin, one.cleared - _OF_TEXT - {JSON}, one.trail) for one in taints))


def _written(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    taints = run.on(run.deep(value), invocation.node, "is written as JSON")
    return Value(frozenset(Taint(one.origin, one.cleared | {JSON}, one.trail) for one in taints), types=STRINGS)


def _set_of(run: Run, invocation: Invocation) -> Value | None:
    """``new Set(items)``."""
    value = invocation.argument(0)
    listed = [] if value is None else run.listed(value)
    if listed is not None:
        return _collected(run, invocation, Shape("set", dict(enumerate(listed))), NONE)
    items = None if value is None else run.items(value)
    return _collected(run, invocation, Shape("set", rest=items or UNKNOWN), NONE if value is None else value.taints)


def _map_of(run: Run, invocation: Invocation) -> Value | None:
    """``new Map(entries)``."""
    value = invocation.argument(0)
    if value is None or value == NULL:
        return _collected(run, invocation, Shape("dict"), NONE)
    listed = run.listed(value)
    pairs = None if listed is None else [run.listed(each) for each in listed]
    if pairs is None or any(pair is None or len(pair) != 2 for pair in pairs):
        return _collected(run, invocation, Shape("dict", rest=Value(run.deep(value))), value.taints)
    shape = Shape("dict")
    for pair in pairs:
        if pair is not None:
            shape = stored(shape, pair[0], pair[1], False, run.part)
    return _collected(run, invocation, shape, NONE)


def _collected(run: Run, invocation: Invocation, shape: Shape, taints: frozenset) -> Value:  # type: ignore[type-arg]
    made = run.new(invocation.node, shape, taints)
    return Value(taints, None, types=made.types | {invocation.written()}, objects=made.objects)


def _fresh(run: Run, invocation: Invocation) -> Value | None:
    return run.new(invocation.node, Shape("dict", rest=UNKNOWN))


MODELS: dict[str, Model] = {
    "Object.keys": _walked("keys"),
    "Object.values": _walked("values"),
    "Object.entries": _walked("entries"),
    "Reflect.ownKeys": _walked("keys"),
    "Object.getOwnPropertyNames": _walked("keys"),
    "Object.assign": _assigned,
    "Object.freeze": _same,
    "Object.seal": _same,
    "Object.preventExtensions": _same,
    "Object.fromEntries": _from_entries,
    "Object.create": _fresh,
    "Object.is": _decided,
    "Object.hasOwn": _decided,
    "structuredClone": _same,
    "JSON.parse": _parsed,
    "JSON.stringify": _written,
    "Set": _set_of,
    "WeakSet": _set_of,
    "Map": _map_of,
    "WeakMap": _map_of,
}
