"""Comparisons: a bool, which may be known."""

from __future__ import annotations

import operator
from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.folding import fold
from harness.constitution.checks.dataflow.interpreter.lattice import EITHER, constants, truth
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Value

NOTHING: frozenset[object] = frozenset((None,))

COMPARISONS: dict[str, Callable[..., object]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
    "not-in": lambda left, right: left not in right,
    "is": lambda left, right: (
        left is right if left is None or right is None or isinstance(left, bool) else left == right
    ),
    "is-not": lambda left, right: (
        left is not right if left is None or right is None or isinstance(left, bool) else left != right
    ),
}


def compared(run: Run, sign: str, left: Value, right: Value) -> Value:
    """``left sign right``: a bool, whatever it compares."""
    operation = COMPARISONS.get(sign)
    if operation is None:
        return EITHER
    if sign in ("in", "not-in") and right.objects:
        return _contained(run, sign, left, right)
    if left.constants is not None and right.constants is not None:
        found = fold(operation, left, right)
        return EITHER if found is None else constants(bool(each) for each in found)
    if sign in ("is", "is-not", "==", "!=") and _never_none(left, right):
        return truth(sign in ("is-not", "!="))
    return EITHER


def _never_none(left: Value, right: Value) -> bool:
    """Whether one side is None and the other one an object that was made here."""
    for one, other in ((left, right), (right, left)):
        if (
            one.constants == NOTHING
            and (other.objects or other.targets)
            and not other.taints
            and other.constants is None
        ):
            return all(number > 0 for number in other.objects) and not other.names
    return False


def _contained(run: Run, sign: str, left: Value, right: Value) -> Value:
    if left.constants is None:
        return EITHER
    shape = run.only(right)
    if shape is None or right.taints or shape.kind == "object":
        return EITHER
    inside: set[object] | None = set()
    if shape.kind == "dict":
        inside = set(shape.items)
    else:
        for value in shape.items.values():
            if value.constants is None or len(value.constants) != 1:
                inside = None
                break
            inside |= value.constants  # type: ignore[operator]
    if inside is not None and left.constants <= inside:
        return truth(sign == "in")
    if inside is not None and shape.exact and not (left.constants & inside):
        return truth(sign != "in")
    return EITHER
