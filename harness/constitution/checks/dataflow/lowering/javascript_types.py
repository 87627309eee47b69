"""Types of TypeScript, as far as the analysis looks at them: dotted names and unions of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript_nodes import Text, at, parts

if TYPE_CHECKING:
    from harness.ports.sources import SyntaxNode

_FIRST = frozenset(("type_annotation", "readonly_type", "parenthesized_type", "optional_type", "rest_type"))
_ARRAYS = frozenset(("array_type", "tuple_type"))
_DOTTED = frozenset(("nested_type_identifier", "nested_identifier"))
_SIMPLE = frozenset(("type_identifier", "identifier", "predefined_type"))
_AWAITED = ("Promise", "Readonly", "Partial", "Required", "NonNullable", "Awaited")
"""Generic types that hold what a value of their first argument holds."""


class Types:
    """The reader of types of one file."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def read(self, node: SyntaxNode | None) -> ir.Expression | None:
        """A type as dotted names; None for what is none, such as the type of an object's fields."""
        if node is None:
            return None
        if node.type in _FIRST:
            return self._first(node)
        if node.type in _DOTTED or node.type in _SIMPLE:
            return _dotted(self._text.of(node), node)
        if node.type == "generic_type":
            return self._generic(node)
        if node.type in _ARRAYS:
            return ir.Name(*at(node), "Array")
        if node.type in ("union_type", "intersection_type"):
            return self._union(node)
        return None

    def _first(self, node: SyntaxNode) -> ir.Expression | None:
        inner = parts(node)
        return self.read(inner[0]) if inner else None

    def _generic(self, node: SyntaxNode) -> ir.Expression | None:
        name = node.child_by_field_name("name")
        arguments = node.child_by_field_name("type_arguments") or next(
            (child for child in node.named_children if child.type == "type_arguments"), None
        )
        if name is not None and self._text.of(name) in _AWAITED and arguments is not None:
            return self._first(arguments)
        return self.read(name)

    def _union(self, node: SyntaxNode) -> ir.Expression | None:
        known = [found for part in parts(node) if (found := self.read(part)) is not None]
        if not known:
            return None
        joined = known[0]
        for one in known[1:]:
            joined = ir.Binary(*at(node), "|", joined, one)
        return joined


def _dotted(text: str, node: SyntaxNode) -> ir.Expression:
    first, *rest = "".join(text.split()).split(".")
    found: ir.Expression = ir.Name(*at(node), first)
    for name in rest:
        found = ir.Attribute(*at(node), found, name)
    return found
