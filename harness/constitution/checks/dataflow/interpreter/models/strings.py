"""Methods of strings: carried out on constants; what is made of a string from outside is from there as well."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.characters import between, taken_out, without
from harness.constitution.checks.dataflow.interpreter.folding import STRINGS, fold
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import BY_LINES, EITHER, NONE, constant, join_taints
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.values import Taint, Value

TESTS = frozenset(
    {
        "startswith",
        "endswith",
        "isdigit",
        "isalnum",
        "isalpha",
        "isdecimal",
        "isnumeric",
        "isidentifier",
        "isspace",
        "islower",
    }
    | {"isupper", "istitle", "isascii", "isprintable"}
)
NUMBERS = frozenset({"find", "rfind", "index", "rindex", "count", "bit_length", "total_seconds"})
TEXTS = frozenset(
    {
        "lower",
        "upper",
        "strip",
        "lstrip",
        "rstrip",
        "title",
        "capitalize",
        "casefold",
        "swapcase",
        "replace",
        "zfill",
        "ljust",
    }
    | {"rjust", "center", "expandtabs", "removeprefix", "removesuffix", "encode", "decode", "translate", "hex"}
)
PIECES = frozenset({"split", "rsplit", "splitlines", "partition", "rpartition"})
UNCHANGED = frozenset({"lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "casefold", "swapcase"})


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """What a method of a string gives; None if it is none, or the receiver is no string."""
    name = invocation.method
    if receiver.types and not receiver.types & {"str", "bytes"} and receiver.constants is None and not receiver.taints:
        return None
    if _is_module(receiver) and name not in TESTS:
        return None
    if name == "join":
        return _joined(run, invocation, receiver)
    if name == "format":
        return _formatted(run, invocation, receiver)
    known = _carried_out(run, invocation, receiver)
    if known is not None:
        return known
    if name in TESTS:
        return EITHER
    if name in NUMBERS and not receiver.objects:
        return Value(NONE)
    if name in PIECES and not receiver.objects:
        return _pieces(run, invocation, receiver)
    if name in TEXTS:
        return _changed(run, invocation, receiver)
    return None


def _is_module(value: Value) -> bool:
    """Whether nothing is known of a value but its name outside: it may be a module, with functions called as methods are."""
    return bool(value.names) and value.constants is None and not (value.taints or value.types or value.objects)


def _carried_out(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """The result of a method on constants."""
    if receiver.constants is None or invocation.keywords or invocation.rest is not None:
        return None
    if not all(isinstance(each, str | bytes) for each in receiver.constants):
        return None
    name = invocation.method
    if name not in TESTS and name not in NUMBERS and name not in TEXTS and name not in PIECES:
        return None

    def carry(text: object, *arguments: object) -> object:
        result = getattr(text, name)(*arguments)
        return tuple(result) if isinstance(result, list) else result

    values = [_plain(run, value) for value in invocation.positional]
    if any(value is None for value in values):
        return None
    found = fold(carry, receiver, *(value for value in values if value is not None))
    if found is None:
        return None
    taints = (
        join_taints(receiver.taints, deep_arguments(run, invocation, False))
        if name in TEXTS or name in PIECES
        else NONE
    )
    if name in ("split", "rsplit", "splitlines") and len(found) == 1:
        (pieces,) = found
        if isinstance(pieces, tuple):
            return run.new(invocation.node, Shape("list", dict(enumerate(constant(each) for each in pieces))), taints)
    return Value(taints, found)


def _plain(run: Run, value: Value) -> Value | None:
    """An argument as a constant; a tuple of constants is one."""
    if not value.objects:
        return value if value.constants is not None else None
    items = run.listed(value)
    if items is None or any(item.constants is None or len(item.constants) != 1 for item in items):
        return None
    return constant(tuple(next(iter(item.constants)) for item in items if item.constants))


def _changed(run: Run, invocation: Invocation, receiver: Value) -> Value:
    taints = run.deep(receiver)
    if invocation.method not in UNCHANGED:
        taints = join_taints(taints, deep_arguments(run, invocation, False))
    types = frozenset(("bytes",)) if invocation.method == "encode" else STRINGS
    if invocation.method == "replace" and len(invocation.positional) == 2:
        old, new = (
            next(iter(each.constants)) if each.constants and len(each.constants) == 1 else None
            for each in invocation.positional
        )
        gone = taken_out(old, new)
        taints = without(taints, gone, run.step(invocation.node, "loses the ends of its lines"))
    return Value(run.on(taints, invocation.node, f"stays the same in part by `{invocation.method}`"), types=types)


def _pieces(run: Run, invocation: Invocation, receiver: Value) -> Value:
    taints = run.on(receiver.taints, invocation.node, "is taken apart")
    return run.new(invocation.node, Shape("list", rest=Value(taints, types=STRINGS)))


def _joined(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    value = invocation.argument(0)
    if value is None or receiver.objects:
        return None
    items = run.listed(value)
    if items is not None and receiver.constants is not None and all(item.constants is not None for item in items):
        carry: Callable[..., object] = lambda text, *rest: text.join(rest)  # noqa: E731
        found = fold(carry, receiver, *items)
        if found is not None:
            return Value(run.deep(value), found)
    taints = join_taints(receiver.taints, run.deep(value))
    return Value(run.on(taints, invocation.node, "is joined into a string"), types=STRINGS)


def _formatted(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    if receiver.objects:
        return None
    values = invocation.every()
    if (
        receiver.constants is not None
        and invocation.rest is None
        and all(value.constants is not None for value in values)
    ):
        names = list(invocation.keywords)
        count = len(invocation.positional)

        def carry(text: object, *rest: object) -> object:
            return str(text).format(*rest[:count], **dict(zip(names, rest[count:], strict=True)))

        found = fold(carry, receiver, *values)
        if found is not None:
            return Value(join_taints(receiver.taints, run.deep_all(values)), found)
    taints = join_taints(receiver.taints, _written(run, invocation, receiver))
    return Value(run.on(taints, invocation.node, "becomes part of a string"), types=STRINGS)


def _written(run: Run, invocation: Invocation, receiver: Value) -> frozenset[Taint]:
    """The taints of what is put into a format; quotes around a hole hold what cannot end them."""
    text = next(iter(receiver.constants)) if receiver.constants and len(receiver.constants) == 1 else None
    if not isinstance(text, str):
        return run.deep_all(invocation.every())
    found = NONE if invocation.rest is None else run.deep(invocation.rest)
    holes = [(f"{{{name}}}", value) for name, value in invocation.keywords.items()]
    holes += [(f"{{{index}}}", value) for index, value in enumerate(invocation.positional)]
    if len(invocation.positional) == 1 and text.count("{}") + text.count("{!r}") == 1:
        holes = [("{}", invocation.positional[0]), *holes[: len(invocation.keywords)]]
    for hole, value in holes:
        taints = run.deep(value)
        escaped = f"{hole[:-1]}!r}}"
        if taints and escaped in text and hole not in text:
            taints = run.clear(taints, BY_LINES, invocation.node, "is written with escapes")
        before, there, after = text.partition(hole)
        if there and hole not in after:
            taints = between(taints, before, after, run.step(invocation.node, "cannot end its quotes"))
        found = join_taints(found, taints)
    return found
