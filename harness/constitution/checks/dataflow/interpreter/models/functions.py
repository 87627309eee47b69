"""Functions that are built into Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.constitution.checks.dataflow.interpreter.accessing import read_attribute, special
from harness.constitution.checks.dataflow.interpreter.characters import BY_LINES
from harness.constitution.checks.dataflow.interpreter.folding import NUMERIC, STRINGS, fold
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import (
    EITHER,
    NONE,
    NULL,
    constant,
    join,
    join_maybe,
    join_taints,
    truth,
)
from harness.constitution.checks.dataflow.interpreter.places import clear_place
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, attributed, blurred
from harness.constitution.checks.dataflow.interpreter.statements import dead
from harness.constitution.checks.dataflow.interpreter.truths import truth_of
from harness.constitution.checks.dataflow.values import UNKNOWN, Taint, Value

Model = Callable[[Run, Invocation], Value | None]
MOST_COUNTED = 64


def _number(convert: Callable[..., object]) -> Model:
    """A conversion to a number; it raises where there is none, so what it was given is the text of a number afterwards."""

    def model(run: Run, invocation: Invocation) -> Value | None:
        values = invocation.every()
        if len(values) == 1:
            found = fold(convert, values[0])
            if found is not None:
                return Value(values[0].taints, found)
        name = invocation.written()
        taints = run.clear(run.deep_all(values), NUMERIC, invocation.node, f"becomes a number by `{name}`")
        if invocation.nodes and invocation.nodes[0] is not None and name != "bool":
            clear_place(
                run, invocation.nodes[0], NUMERIC, invocation.node, f"is the text of a number, since `{name}` took it"
            )
        return Value(taints, types=frozenset((name,)))

    return model


def _harmless(run: Run, invocation: Invocation) -> Value | None:
    """A number that says little of what it was computed from."""
    taints = deep_arguments(run, invocation)
    return Value(run.clear(taints, NUMERIC, invocation.node, f"becomes a number by `{invocation.written()}`"))


def _length(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    items = run.listed(value)
    if items is not None and value.objects:
        return constant(len(items))
    found = fold(len, value)
    if found is not None and not value.objects:
        return Value(NONE, found)
    return _harmless(run, invocation)


def _folded(convert: Callable[..., object], what: str) -> Model:
    """A function that is carried out on constants, and passes on what is put in otherwise."""

    def model(run: Run, invocation: Invocation) -> Value | None:
        values = invocation.every()
        if values and not any(value.objects for value in values):
            found = fold(convert, *values)
            if found is not None:
                return Value(run.deep_all(values), found)
        return Value(run.on(run.deep_all(values), invocation.node, what), types=STRINGS)

    return model


def _quoted(convert: Callable[..., object]) -> Model:
    """``repr``: the ends of lines are written as escapes."""
    whole = _folded(convert, "becomes a string")

    def model(run: Run, invocation: Invocation) -> Value | None:
        value = whole(run, invocation)
        if value is None or not value.taints:
            return value
        return Value(run.clear(value.taints, BY_LINES, invocation.node, "is written with escapes"), types=STRINGS)

    return model


def _text(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return constant("")
    if len(invocation.every()) == 1 and not value.objects:
        found = fold(str, value)
        if found is not None:
            return Value(value.taints, found)
    own = special(run, value, "__str__", (), invocation.node) if value.types else None
    if own is not None:
        return own
    marks = value.taints
    taints = run.deep(value)
    if taints is marks and all(taint.cleared for taint in taints):
        # the text of a path is the same path
        return Value(taints, types=STRINGS)
    return Value(run.on(taints, invocation.node, "becomes a string"), types=STRINGS)


def _decided(run: Run, invocation: Invocation) -> Value | None:
    return EITHER


def _bool(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    return truth(False) if value is None else truth(truth_of(run, value))


def _nothing(run: Run, invocation: Invocation) -> Value | None:
    return NULL


def container(kind: str) -> Model:
    """``list(x)`` and the like."""

    def model(run: Run, invocation: Invocation) -> Value | None:
        value = invocation.argument(0)
        if value is None:
            return run.new(invocation.node, Shape(kind))
        items = run.listed(value)
        if items is not None:
            return run.new(invocation.node, Shape(kind, dict(enumerate(items))))
        each = run.items(value)
        return run.new(invocation.node, Shape(kind, rest=UNKNOWN if each is None else each), value.taints)

    return model


def dictionary(run: Run, invocation: Invocation) -> Value | None:
    """``dict(pairs or mapping, key=value)``."""
    shape = Shape("dict")
    taints = NONE
    if invocation.positional:
        shape, taints = _copied(run, invocation.positional[0])
    items: dict[object, Value] = dict(shape.items)
    items.update(invocation.keywords)
    rest = join_maybe(shape.rest, invocation.rest)
    return run.new(invocation.node, Shape("dict", items, rest=rest, keys=shape.keys), taints)


def _copied(run: Run, value: Value) -> tuple[Shape, frozenset[Taint]]:
    shape = run.only(value)
    if shape is not None and shape.kind == "dict":
        return shape, value.taints
    pairs = run.listed(value)
    if pairs is None:
        return Shape("dict", rest=Value(run.deep(value))), value.taints
    items: dict[object, Value] = {}
    rest: Value | None = None
    for pair in pairs:
        two = run.listed(pair)
        if two is not None and len(two) == 2 and two[0].constants is not None and len(two[0].constants) == 1:
            (key,) = two[0].constants
            items[key] = two[1]
        else:
            rest = join_maybe(rest, Value(run.deep(pair)))
    return Shape("dict", items, rest=rest), value.taints


def _reordered(run: Run, invocation: Invocation) -> Value | None:
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


def _same(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    return None if value is None else value


def _enumerated(run: Run, invocation: Invocation) -> Value | None:
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


def _zipped(run: Run, invocation: Invocation) -> Value | None:
    lists = [run.listed(value) for value in invocation.positional]
    if lists and all(each is not None for each in lists):
        rows = zip(*(each for each in lists if each is not None), strict=False)
        pairs = [_pair(run, invocation, index, *row) for index, row in enumerate(rows)]
        return run.new(invocation.node, Shape("list", dict(enumerate(pairs))))
    parts = [run.items(value) for value in invocation.positional]
    pair = _pair(run, invocation, -1, *(UNKNOWN if part is None else part for part in parts))
    return run.new(invocation.node, Shape("list", rest=pair))


def _mapped(run: Run, invocation: Invocation) -> Value | None:
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


def _filtered(run: Run, invocation: Invocation) -> Value | None:
    if len(invocation.positional) < 2:
        return None
    function, value = invocation.positional[:2]
    each = run.items(value)
    if each is None:
        return run.new(invocation.node, Shape("list"))
    run.call(function, (each,), invocation.node)
    return run.new(invocation.node, Shape("list", rest=each), value.taints)


def _range(run: Run, invocation: Invocation) -> Value | None:
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


def _next(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    found = run.items(value)
    if len(invocation.positional) > 1:
        found = join_maybe(found, invocation.positional[1])
    return UNKNOWN if found is None else found


def _chosen(run: Run, invocation: Invocation) -> Value | None:
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


def _get_attribute(run: Run, invocation: Invocation) -> Value | None:
    owner, name = invocation.argument(0), invocation.argument(1)
    if owner is None or name is None:
        return None
    if name.constants is not None and len(name.constants) == 1:
        (only,) = name.constants
        if isinstance(only, str):
            found = read_attribute(run, invocation.node, owner, only, "")
            default = invocation.argument(2)
            return found if default is None else join(found, default)
    return Value(run.on(run.deep_all([owner, name]), invocation.node, "is looked up by name"))


def _set_attribute(run: Run, invocation: Invocation) -> Value | None:
    owner, name, value = (invocation.argument(index) for index in range(3))
    if owner is None or name is None or value is None:
        return None
    if name.constants is not None and len(name.constants) == 1:
        (only,) = name.constants
        run.change(owner, lambda shape, weak: attributed(shape, str(only), value, weak, run.part))
    return NULL


def _never(run: Run, invocation: Invocation) -> Value | None:
    if run.tries:
        run.tries[-1].join(run.state, run.part)
    run.state = dead()
    return UNKNOWN


def _is_instance(run: Run, invocation: Invocation) -> Value | None:
    value, kind = invocation.argument(0), invocation.argument(1)
    if value is None or kind is None or value.constants is None or len(kind.names) != 1 or kind.objects:
        return EITHER
    (name,) = kind.names
    known = {"str": str, "int": int, "float": float, "bytes": bytes, "bool": bool, "list": list, "dict": dict}.get(name)
    if known is None:
        return EITHER
    answers = {isinstance(each, known) for each in value.constants}
    return truth(answers.pop()) if len(answers) == 1 else EITHER


def _total(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    return Value(run.clear(run.deep(value), NUMERIC, invocation.node, "is added up"))


def _variables(run: Run, invocation: Invocation) -> Value | None:
    taints = NONE
    for value in invocation.positional:
        taints = join_taints(taints, run.deep(value))
    return Value(taints)


def _ordinal(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    found = None if value is None else fold(ord, value)
    return Value(NONE, found) if found is not None else _harmless(run, invocation)


MODELS: dict[str, Model] = {
    "int": _number(int),
    "float": _number(float),
    "complex": _number(complex),
    "decimal.Decimal": _number(lambda text: None if text is None else float(text)),
    "fractions.Fraction": _number(lambda text: None if text is None else float(text)),
    "uuid.UUID": _number(lambda text: _refuse()),
    "ipaddress.ip_address": _number(lambda text: _refuse()),
    "len": _length,
    "ord": _ordinal,
    "hash": _harmless,
    "id": _harmless,
    "sum": _total,
    "round": _harmless,
    "abs": _harmless,
    "bool": _bool,
    "any": _decided,
    "all": _decided,
    "isinstance": _is_instance,
    "issubclass": _decided,
    "hasattr": _decided,
    "callable": _decided,
    "print": _nothing,
    "str": _text,
    "repr": _quoted(repr),
    "ascii": _quoted(ascii),
    "format": _folded(format, "becomes a string"),
    "chr": _folded(chr, "becomes a character"),
    "bytes": _folded(bytes, "becomes bytes"),
    "bytearray": _folded(bytes, "becomes bytes"),
    "list": container("list"),
    "tuple": container("tuple"),
    "set": container("set"),
    "frozenset": container("set"),
    "collections.deque": container("list"),
    "dict": dictionary,
    "collections.OrderedDict": dictionary,
    "sorted": _reordered,
    "reversed": _reordered,
    "iter": _same,
    "enumerate": _enumerated,
    "zip": _zipped,
    "map": _mapped,
    "filter": _filtered,
    "range": _range,
    "next": _next,
    "min": _chosen,
    "max": _chosen,
    "getattr": _get_attribute,
    "setattr": _set_attribute,
    "vars": _variables,
    "exit": _never,
    "quit": _never,
    "sys.exit": _never,
    "os._exit": _never,
    "os.abort": _never,
    "flask.abort": _never,
    "flask_restful.abort": _never,
    "flask_restx.abort": _never,
    "flask_smorest.abort": _never,
    "werkzeug.exceptions.abort": _never,
    "bottle.abort": _never,
    "sanic.exceptions.abort": _never,
}


def _refuse() -> object:
    raise ValueError
