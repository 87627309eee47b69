"""The first mistake in a tree of syntax; it walks only to where the tree itself says that there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_SHOWN = 40


def first_mistake(tree: Tree, data: bytes) -> tuple[int, str] | None:
    """The line of the first mistake, and what is wrong there; None where all of it parses."""
    if not tree.root_node.has_error:
        return None
    node = _first(tree.root_node)
    line = data.count(b"\n", 0, node.start_byte) + 1
    if node.is_missing:
        return line, f"`{node.type}` is missing"
    text = data[node.start_byte : node.end_byte].decode(errors="replace").strip().partition("\n")[0]
    return line, f"syntax error at `{text[:_SHOWN]}`" if text else "syntax error"


def _first(node: Node) -> Node:
    """The first node, from the left, that is an error or missing; what has an error is one, or something below it is."""
    while not (node.is_error or node.is_missing):
        node = next(child for child in node.children if child.has_error)
    return node
