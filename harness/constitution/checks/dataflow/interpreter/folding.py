"""Operators: on constants they are carried out, on all else they say what the result may be."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from itertools import product

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.lattice import BY_LINES, NONE, join, join_taints, truth
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, renumbered
from harness.constitution.checks.dataflow.values import MOST_CONSTANTS, TEXT, UNKNOWN, Taint, Value

LARGEST = 1 << 64

MOST_REPEATED = 1 << 12

NUMERIC = frozenset((TEXT,))

STRINGS = frozenset(("str",))


def _power(left: object, right: object) -> object:
    if isinstance(right, int) and abs(right) > 64:
        raise ValueError
    return operator.pow(left, right)


def _times(left: object, right: object) -> object:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str | bytes | tuple) and isinstance(other, int) and len(one) * other > MOST_REPEATED:
            raise ValueError
    return operator.mul(left, right)


def _shift(left: object, right: object) -> object:
    if isinstance(right, int) and right > 64:
        raise ValueError
    return operator.lshift(left, right)


OPERATORS: dict[str, Callable[..., object]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": _times,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": _power,
    "<<": _shift,
    ">>": operator.rshift,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}

SIGNS: dict[str, Callable[..., object]] = {"-": operator.neg, "+": operator.pos, "~": operator.inv}

FAILURES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


def fold(operation: Callable[..., object], *operands: Value) -> frozenset[object] | None:
    """The results of an operation on constants, or None: it fails, there are too many, or something is not known."""
    known: list[frozenset[object]] = []
    count = 1
    for operand in operands:
        if operand.constants is None:
            return None
        known.append(operand.constants)
        count *= len(operand.constants)
    if not 0 < count <= 4 * MOST_CONSTANTS:
        return None
    found: set[object] = set()
    for each in product(*known):
        try:
            result = operation(*each)
        except FAILURES:
            continue
        if not simple(result):
            return None
        found.add(result)
    return frozenset(found) if 0 < len(found) <= MOST_CONSTANTS else None


def simple(value: object) -> bool:
    """Whether a value may be a constant of the analysis."""
    if value is None or isinstance(value, bool | float):
        return True
    if isinstance(value, int):
        return -LARGEST < value < LARGEST
    if isinstance(value, str | bytes):
        return len(value) <= MOST_REPEATED
    return isinstance(value, tuple) and len(value) <= MOST_REPEATED and all(simple(each) for each in value)


def operated(run: Run, node: ir.Node, sign: str, left: Value, right: Value) -> Value:
    """``left sign right``."""
    if sign == "??":
        return _coalesced(left, right)
    operation = OPERATORS.get(sign)
    if operation is not None and left.constants is not None and right.constants is not None:
        if run.javascript:
            operation = _javascript(sign, operation)
        found = fold(operation, left, right)
        if found is not None:
            return Value(join_taints(left.taints, right.taints), found)
    if sign == "+" and (left.objects or right.objects):
        return _concatenated(run, node, left, right)
    if sign == "%" and _maybe_text(left):
        return _formatted(run, node, left, right)
    if sign == "|" and left.objects and right.objects:
        return _union(run, node, left, right)
    taints = join_taints(run.deep(left), run.deep(right))
    if not taints and sign == "/" and (left.types or right.types):
        return Value(types=left.types | right.types)
    if not taints:
        return UNKNOWN if sign not in ("+", "%") or not _surely_text(left, right) else Value(types=STRINGS)
    if sign in ("+", "*"):
        what = "becomes part of a string" if sign == "+" else "is repeated"
        return Value(run.on(taints, node, what), types=_common(left, right))
    if sign == "/":
        types = left.types | right.types
        return Value(run.on(taints, node, "becomes part of a path or number"), types=types)
    if sign in ("|", "&", "^"):
        return Value(run.on(taints, node, "becomes part of the result"))
    return Value(run.clear(taints, NUMERIC, node, f"becomes a number by `{sign}`"))


def _coalesced(left: Value, right: Value) -> Value:
    from_left = left
    if left.constants is not None:
        there = left.constants - {None}
        if not there:
            return right
        if len(there) == len(left.constants):
            return left
        from_left = Value(left.taints, there)
    return join(from_left, right)


def _javascript(sign: str, operation: Callable[..., object]) -> Callable[..., object]:
    def carried(left: object, right: object) -> object:
        if sign == "+" and (isinstance(left, str) or isinstance(right, str)):
            return written(left) + written(right)
        return operation(left, right)

    return carried


def written(value: object) -> str:
    """A constant as JavaScript writes it into a string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _maybe_text(value: Value) -> bool:
    if value.constants is not None:
        return any(isinstance(each, str | bytes) for each in value.constants)
    return not value.types or "str" in value.types or bool(value.taints)


def _surely_text(left: Value, right: Value) -> bool:
    return any(
        value.types == STRINGS
        or (bool(value.constants) and all(isinstance(each, str) for each in value.constants or ()))
        for value in (left, right)
    )


def _common(left: Value, right: Value) -> frozenset[str]:
    return STRINGS if _surely_text(left, right) else left.types | right.types


def _formatted(run: Run, node: ir.Node, left: Value, right: Value) -> Value:
    # a list or mapping fills one hole, or holes by name; only a tuple fills one after the other
    items = run.listed(right) if run.only(right, "tuple") is not None else None
    if items is not None and all(each.constants is not None for each in items):
        found = fold(lambda text, *rest: text % rest, left, *items)
        if found is not None:
            return Value(join_taints(left.taints, run.deep(right)), found)
    taints = run.on(
        join_taints(left.taints, number_free(run, node, left, right, items)), node, "becomes part of a string"
    )
    return Value(taints, types=STRINGS)


def number_free(run: Run, node: ir.Node, left: Value, right: Value, items: list[Value] | None) -> frozenset[Taint]:
    """The taints of what is written into a format; what stands at ``%d`` is a number."""
    taints = run.deep(right)
    if not taints or left.constants is None or len(left.constants) != 1:
        return taints
    (text,) = left.constants
    if not isinstance(text, str):
        return taints
    text = text.replace("%%", "")
    holes = HOLE.findall(text)
    if holes and all(name for name, _ in holes):
        values = [run.item(right, name) for name, _ in holes]
    else:
        values = [*items] if items is not None else [right]
    if len(holes) != len(values):
        return taints
    found = NONE
    for (_, hole), value in zip(holes, values, strict=True):
        if value is None:
            return taints
        found = join_taints(found, _through(run, node, hole, run.deep(value)))
    return found


HOLE = re.compile(r"%(?:\(([^)]*)\))?[#0\- +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?([a-zA-Z])")
"""A place in a format, with its name and what is written there."""


def _through(run: Run, node: ir.Node, hole: str, taints: frozenset[Taint]) -> frozenset[Taint]:
    """What is left of taints that are written at a hole: numbers say little, ``repr`` writes ends of lines as escapes."""
    if hole in "dioxXeEfFgGc":
        return run.clear(taints, NUMERIC, node, "is written as a number")
    return run.clear(taints, BY_LINES, node, "is written with escapes") if hole in "ra" else taints


def escaped(run: Run, node: ir.Node, text: str, values: list[Value]) -> list[Value]:
    """What a logger writes into a format, made harmless by how it is written; all of it as it was if the places do not fit."""
    holes = HOLE.findall(text.replace("%%", ""))
    if len(holes) != len(values):
        return values
    found = []
    for (_, hole), value in zip(holes, values, strict=True):
        taints = run.deep(value)
        known = _through(run, node, hole, taints)
        found.append(value if known == taints else Value(known, types=STRINGS))
    return found


def _concatenated(run: Run, node: ir.Node, left: Value, right: Value) -> Value:
    one, other = run.listed(left), run.listed(right)
    shape = run.only(left) or run.only(right)
    taints = join_taints(left.taints, right.taints)
    if shape is None or shape.kind not in ("list", "tuple"):
        whole = join_taints(run.deep(left), run.deep(right))
        return Value(run.on(whole, node, "becomes part of a string"), types=_common(left, right))
    if one is not None and other is not None:
        return run.new(node, renumbered(Shape(shape.kind), [*one, *other]), taints)
    first, second = run.items(left), run.items(right)
    rest = first if second is None else second if first is None else join(first, second)
    return run.new(node, Shape(shape.kind, rest=UNKNOWN if rest is None else rest), taints)


def _union(run: Run, node: ir.Node, left: Value, right: Value) -> Value:
    one, other = run.only(left, "dict", "set"), run.only(right, "dict", "set")
    if one is None or other is None:
        return Value(run.on(join_taints(run.deep(left), run.deep(right)), node, "becomes part of the result"))
    rest = one.rest if other.rest is None else other.rest if one.rest is None else join(one.rest, other.rest)
    return run.new(node, Shape(one.kind, {**one.items, **other.items}, rest=rest))


def negated(run: Run, node: ir.Unary, value: Value, known: bool | None) -> Value:
    """A unary operator; ``known`` is whether the operand is true."""
    if node.operator == "not":
        return truth(None if known is None else not known)
    if node.operator in ("typeof", "void", "delete"):
        return UNKNOWN
    operation = SIGNS[node.operator]
    found = fold(operation, value)
    if found is not None:
        return Value(value.taints, found)
    return Value(run.clear(value.taints, NUMERIC, node, "becomes a number"))
