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
    node = _first(tree)
    line = data.count(b"\n", 0, node.start_byte) + 1
    if node.is_missing:
        return line, f"`{node.type}` is missing"
    text = data[node.start_byte : node.end_byte].decode(errors="replace").strip().partition("\n")[0]
    return line, f"syntax error at `{text[:_SHOWN]}`" if text else "syntax error"


def _first(tree: Tree) -> Node:
    """The first node, from the left, that is an error or missing."""
    cursor = tree.walk()
    while (node := cursor.node) is not None and not (node.is_error or node.is_missing):
        if not cursor.goto_first_child():
            return node
        while (child := cursor.node) is not None and not child.has_error:
            if not cursor.goto_next_sibling():
                return node
    return node or tree.root_node
