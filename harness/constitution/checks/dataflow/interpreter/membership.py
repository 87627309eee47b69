"""What a collection or another value is known to hold: constants, or what nobody outside chooses."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.places import peek
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Value


def is_text(run: Run, node: ir.Expression) -> bool:
    value = peek(run, node)
    return value is not None and value.constants is not None and any(isinstance(each, str) for each in value.constants)


def constants_of(run: Run, node: ir.Expression) -> frozenset[object] | None:
    """All that a collection holds, where it is constants alone."""
    if isinstance(node, ir.Collection):
        found: set[object] = set()
        for item in node.items:
            value = peek(run, item)
            if value is None or value.constants is None or value.taints:
                return None
            found |= value.constants
        return frozenset(found)
    value = peek(run, node)
    if value is None or value.taints:
        return None
    if value.constants is not None:
        every: set[object] = set()
        for each in value.constants:
            if not isinstance(each, tuple | str):
                return None
            every |= set(each)
        return frozenset(every)
    return _held(run, value)


def _held(run: Run, value: Value) -> frozenset[object] | None:
    shape = run.only(value, "list", "tuple", "set", "dict")
    if shape is None or not shape.exact:
        return None
    if shape.kind == "dict":
        return frozenset(shape.items)
    found: set[object] = set()
    for item in shape.items.values():
        if item.constants is None or item.taints:
            return None
        found |= item.constants
    return frozenset(found)


def is_untainted(run: Run, node: ir.Expression) -> bool:
    """Whether nobody outside chooses what a collection holds."""
    if isinstance(node, ir.Collection):
        return all(is_untainted(run, item) for item in node.items)
    if isinstance(node, ir.Dictionary):
        return all(key is not None and is_untainted(run, key) for key, _ in node.entries)
    if isinstance(node, ir.Call):
        if isinstance(node.function, ir.Attribute) and node.function.attr in ("keys", "values", "items", "copy"):
            return is_untainted(run, node.function.value)
        if isinstance(node.function, ir.Name) and node.function.id in (
            "set",
            "list",
            "tuple",
            "frozenset",
            "sorted",
            "dict",
            "range",
        ):
            return all(is_untainted(run, each.value) for each in node.arguments)
        return _seen_untainted(run, node)
    value = peek(run, node)
    if value is None:
        return _seen_untainted(run, node)
    shape = run.only(value, "dict")
    if shape is not None:
        return not value.taints and (shape.keys is None or not shape.keys.taints)
    return not run.deep(value)


def _seen_untainted(run: Run, node: ir.Expression) -> bool:
    """Whether what was evaluated there just now comes from nowhere outside."""
    value = run.noted.get(id(node))
    return value is not None and not run.deep(value)


def texts_of(run: Run, node: ir.Expression) -> list[str]:
    """The strings that a prefix or suffix may be: itself, or those of a tuple; none if that is not known."""
    known = peek(run, node)
    every: frozenset[object] | None = None
    if known is not None and known.constants is not None and not known.taints:
        every = frozenset(inner for each in known.constants for inner in (each if isinstance(each, tuple) else (each,)))
    elif known is None or known.objects:
        every = constants_of(run, node)
    if every is None or not all(isinstance(each, str) for each in every):
        return []
    return sorted(str(each) for each in every)
