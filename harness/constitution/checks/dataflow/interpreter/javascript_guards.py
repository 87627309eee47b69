"""Tests that people write in JavaScript alone: ``typeof``, names of prototypes, relative paths, origins of messages."""

from __future__ import annotations

from collections.abc import Iterable

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.folding import NUMERIC
from harness.constitution.checks.dataflow.interpreter.naming import dotted
from harness.constitution.checks.dataflow.interpreter.places import ANYTHING, clear_place, peek, replace
from harness.constitution.checks.dataflow.interpreter.relations import definition
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Value

_KINDS = {"string": frozenset(("nosql", "prototype")), "number": NUMERIC, "boolean": NUMERIC, "bigint": NUMERIC}
"""What a value is harmless for whose ``typeof`` is known: an operator of MongoDB is an object."""
FOLDER = "path.Folder"
"""The type of a path that has no separator at its end, as ``path.resolve`` makes it."""


def of_kind(run: Run, place: ir.Expression, known: Iterable[object], at: ir.Node) -> bool:
    """``typeof place == "string"``; whether it is a test of that form."""
    if not isinstance(place, ir.Unary) or place.operator != "typeof":
        return False
    harmless = [_KINDS.get(str(kind), frozenset[str]()) for kind in known]
    if harmless:
        categories = frozenset.intersection(*harmless)
        if categories:
            clear_place(run, place.operand, categories, at, "is known to be a plain value")
    return True


def no_prototype(run: Run, place: ir.Expression, ruled_out: Iterable[object], at: ir.Node) -> None:
    """A key that is none of those that lead to a prototype."""
    if run.javascript and "__proto__" in ruled_out:
        clear_place(run, place, frozenset(("prototype",)), at, "is not the name of a prototype")


def outside(run: Run, place: ir.Expression, texts: Iterable[str], at: ir.Node) -> None:
    """``path.relative(base, file)`` does not begin with ``..``: the file lies below."""
    source = definition(run, place) or place
    if (
        not isinstance(source, ir.Call)
        or len(source.arguments) != 2
        or ".." not in {text.rstrip("/\\") for text in texts}
    ):
        return
    if dotted(source.function).rpartition(".")[2] == "relative":
        clear_place(run, source.arguments[1].value, frozenset(("path",)), at, "lies below a fixed folder")


def is_open(run: Run, prefix: ir.Expression) -> bool:
    """Whether a folder has no separator at its end, so that ``/srv/files-of-others`` begins with it as well."""
    value = peek(run, prefix) if run.javascript else None
    if value is None:
        return False
    if value.constants is not None:
        return not all(str(text).endswith(("/", "\\")) for text in value.constants)
    return FOLDER in value.types


def of_origin(run: Run, test: ir.Attribute, at: ir.Node, what: str) -> None:
    """The origin of a message is compared: what it brings comes from there."""
    if run.javascript and test.attr == "origin":
        clear_place(run, test.value, ANYTHING, at, what)
        value = peek(run, test.value)
        if value is not None and value.objects:
            # its parts are as harmless as it is
            whole = Value(value.taints, None, value.names, value.types, value.targets)
            replace(run, test.value, value, whole)
