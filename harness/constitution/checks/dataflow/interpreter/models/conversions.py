"""Conversions: to numbers, which are harmless, and to strings."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.classes import special
from harness.constitution.checks.dataflow.interpreter.folding import NUMERIC, STRINGS, fold
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import BY_LINES, NONE, constant, truth
from harness.constitution.checks.dataflow.interpreter.models.model import Model
from harness.constitution.checks.dataflow.interpreter.places import clear_place
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.truths import truth_of
from harness.constitution.checks.dataflow.values import Value


def number_by(convert: Callable[..., object]) -> Model:
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


def harmless(run: Run, invocation: Invocation) -> Value | None:
    """A number that says little of what it was computed from."""
    taints = deep_arguments(run, invocation)
    return Value(run.clear(taints, NUMERIC, invocation.node, f"becomes a number by `{invocation.written()}`"))


def length(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    items = run.listed(value)
    if items is not None and value.objects:
        return constant(len(items))
    found = fold(len, value)
    if found is not None and not value.objects:
        return Value(NONE, found)
    return harmless(run, invocation)


def folded_by(convert: Callable[..., object], what: str) -> Model:
    """A function that is carried out on constants, and passes on what is put in otherwise."""

    def model(run: Run, invocation: Invocation) -> Value | None:
        values = invocation.every()
        if values and not any(value.objects for value in values):
            found = fold(convert, *values)
            if found is not None:
                return Value(run.deep_all(values), found)
        return Value(run.on(run.deep_all(values), invocation.node, what), types=STRINGS)

    return model


def quoted_by(convert: Callable[..., object]) -> Model:
    """``repr``: the ends of lines are written as escapes."""
    whole = folded_by(convert, "becomes a string")

    def model(run: Run, invocation: Invocation) -> Value | None:
        value = whole(run, invocation)
        if value is None or not value.taints:
            return value
        return Value(run.clear(value.taints, BY_LINES, invocation.node, "is written with escapes"), types=STRINGS)

    return model


def text_of(run: Run, invocation: Invocation) -> Value | None:
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


def bool_of(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    return truth(False) if value is None else truth(truth_of(run, value))


def total(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    return Value(run.clear(run.deep(value), NUMERIC, invocation.node, "is added up"))


def ordinal(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    found = None if value is None else fold(ord, value)
    return Value(NONE, found) if found is not None else harmless(run, invocation)


def refuse() -> object:
    raise ValueError
