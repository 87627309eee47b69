"""Dotted names: how expressions are written, and what attributes of values are called outside."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Target, Value

MOST_NAMES = 64
"""How many dotted names an attribute may have."""


def dotted(node: ir.Expression) -> str:
    """How an expression is written, if it is names and dots; else nothing."""
    parts: list[str] = []
    while isinstance(node, ir.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ir.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


def class_of(type_name: str) -> Target:
    """The class of the project that a type names."""
    path, _, qualname = type_name.partition("::")
    return Target("class", path, qualname)


def bases_of(run: Run, types: frozenset[str]) -> frozenset[str]:
    """Types with all their bases."""
    found = run.expanded.get(types)
    if found is None:
        every: set[str] = set(types)
        for each in types:
            every |= run.world.bases(each) if "::" in each else run.catalogue.bases(each)
        found = run.expanded[types] = frozenset(every)
    return found


def names_of(run: Run, owner: Value, name: str) -> frozenset[str]:
    """The dotted names that an attribute of a value may have."""
    if not owner.names and not owner.types:
        return owner.names
    found = [f"{each}.{name}" for each in owner.names]
    if owner.types:
        found += [f"{each}.{name}" for each in bases_of(run, owner.types) if "::" not in each]
    if len(found) > MOST_NAMES:
        # parts of parts, round after round of a loop: the shortest are what rules may speak of
        found = sorted(found, key=lambda each: (each.count("."), each))[:MOST_NAMES]
    return frozenset(found)
