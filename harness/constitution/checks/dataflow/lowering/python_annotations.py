"""Annotations of Python: a type that is written as a string is read as what stands in it."""

from __future__ import annotations

import re

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.python_scope import Scope
from harness.ports.sources import SyntaxNode

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*", re.ASCII)
_NAME = re.compile(r"\w+")
_CONSTANTS = frozenset({"None", "True", "False"})
_VALUES = frozenset({"Literal"})
"""What holds values, not types."""
_FIRST = frozenset({"Annotated"})
"""What holds one type, and then values."""


def annotated(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """The type that an annotation names."""
    return _as_type(scope, scope.read[node.type](scope, node))


def _as_type(scope: Scope, read: ir.Expression) -> ir.Expression:
    """A type in which strings became types themselves."""
    if isinstance(read, ir.Constant) and isinstance(read.value, str):
        return _quoted(scope, read, read.value)
    if isinstance(read, ir.Subscript):
        read.index = _within(scope, read.value, read.index)
    elif isinstance(read, ir.Collection):
        read.items = tuple(_as_type(scope, one) for one in read.items)
    elif isinstance(read, ir.Binary):
        read.left, read.right = _as_type(scope, read.left), _as_type(scope, read.right)
    return read


def _within(scope: Scope, outer: ir.Expression, inner: ir.Expression) -> ir.Expression:
    name = outer.attr if isinstance(outer, ir.Attribute) else outer.id if isinstance(outer, ir.Name) else ""
    if name in _VALUES:
        return inner
    if name in _FIRST and isinstance(inner, ir.Collection):
        inner.items = (_as_type(scope, inner.items[0]), *inner.items[1:])
        return inner
    return _as_type(scope, inner)


def _quoted(scope: Scope, read: ir.Constant, value: str) -> ir.Expression:
    """What a string holds; one with a prefix, an escape, a star or several parts stays as it is."""
    start = read.start + 1
    if scope.text[start : read.end - 1] != value or "\n" in value or value.startswith("*"):
        return read
    if _DOTTED.fullmatch(value) and value not in _CONSTANTS:
        return _dotted(read.line, start, value)
    tree = scope.source.fragment(read.start, f"({value})".encode("latin-1", errors="replace"))
    if tree.has_error or len(tree.children) != 1:
        return read
    statements: list[ir.Statement] = []
    node = tree.children[0]
    scope.do[node.type](scope, node, statements)
    held = statements[0]
    return _as_type(scope, held.value) if isinstance(held, ir.Do) else read


def _dotted(line: int, start: int, text: str) -> ir.Expression:
    first, *others = _NAME.finditer(text)
    made: ir.Expression = ir.Name(line, start, start + first.end(), first[0])
    for name in others:
        made = ir.Attribute(line, start, start + name.end(), made, name[0])
    return made
