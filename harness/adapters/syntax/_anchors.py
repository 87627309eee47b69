"""The code that a comment stands at: the definition below it, else the one around it, else the statement or the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness.adapters.syntax._nodes import HOLDERS, digest, is_comment, name_of
from harness.ports.sources import Node

if TYPE_CHECKING:
    import tree_sitter

_WRAPPERS = (
    *("decorated_definition", "export_statement", "template_declaration", "expression_statement"),
    *("lexical_declaration", "variable_declaration", *HOLDERS),
)
"""What may stand around a definition and belongs to it."""
_BODIES = ("block", "body_statement")
"""What begins only behind the comments that stand first in it, in the grammars of Python and Ruby."""
_DEEPEST = 4
_MOST_PASSED = 100
"""So many comments may stand between one and the code that it is about."""


def anchor_of(tree: tree_sitter.Tree, data: bytes, start: int, end: int) -> Node:
    """What a comment from ``start`` to ``end`` is about, with the digest of it; comments and layout change nothing of that."""
    root = tree.root_node
    comment = _comment(root, start, end)
    about = _on_its_line(comment, data) or _following(comment)
    around = list(_around(comment))
    if about is not None and (name := _defined(about)):
        return _node(about, [*_names(around), name], data)
    scope = next((node for node, name in reversed(around) if name), None)
    if scope is not None:
        return _node(scope, _names(around), data)
    heads = comment.parent is None or _before(comment) is None
    return _node(root if about is None or heads else about, [], data)


def docstrings(tree: tree_sitter.Tree) -> list[tuple[int, int]]:
    """The texts that explain modules, classes and functions of Python: the first statement of a body, and nothing else."""
    found = []
    waiting = [tree.root_node]
    while waiting:
        node = waiting.pop()
        if _may_explain(node):
            first = next((child for child in node.named_children if not is_comment(child)), None)
            text = first.named_child(0) if first is not None and first.type == "expression_statement" else None
            if text is not None and text.type == "string":
                found.append((text.start_byte, text.end_byte))
        waiting.extend(child for child in node.named_children if child.named_child_count)
    return sorted(found)


def _may_explain(body: tree_sitter.Node) -> bool:
    parent = body.parent
    defines = parent is not None and parent.type in ("class_definition", "function_definition")
    return body.type == "module" or (body.type == "block" and defines)


def _comment(root: tree_sitter.Node, start: int, end: int) -> tree_sitter.Node:
    """The node of a comment; of a text that explains something, the statement that it is."""
    node = root.named_descendant_for_byte_range(start, end) or root
    while (parent := node.parent) is not None and (is_comment(parent) or parent.type == "expression_statement"):
        node = parent
    return node


def _on_its_line(comment: tree_sitter.Node, data: bytes) -> tree_sitter.Node | None:
    before = comment.prev_named_sibling
    if before is None or is_comment(before) or comment.type == "expression_statement":
        return None
    return (
        None
        if b"\n" in data[before.end_byte : comment.start_byte] or data[before.end_byte - 1 :][:1] == b"\n"
        else before
    )


def _following(comment: tree_sitter.Node) -> tree_sitter.Node | None:
    node = comment.next_named_sibling if is_comment(comment) else None
    for _ in range(_MOST_PASSED):
        if node is None or not is_comment(node):
            break
        node = node.next_named_sibling
    else:
        return None
    if node is not None and node.type in _BODIES and node.start_point.column == comment.start_point.column:
        return node.named_child(0)
    return node


def _before(comment: tree_sitter.Node) -> tree_sitter.Node | None:
    """The code before a comment in the same block; of what heads a file there is none."""
    node = comment.prev_named_sibling
    for _ in range(_MOST_PASSED):
        if node is None or not is_comment(node):
            return node
        node = node.prev_named_sibling
    return None


def _around(comment: tree_sitter.Node) -> Iterator[tuple[tree_sitter.Node, str]]:
    """Each node around a comment from the outermost in, with its name where it is a definition."""
    above: list[tree_sitter.Node] = []
    node = comment.parent
    while node is not None:
        above.append(node)
        node = node.parent
    for parent, child in zip(above[:0:-1], above[-2::-1], strict=True):
        yield child, name_of(child, parent)


def _names(around: list[tuple[tree_sitter.Node, str]]) -> list[str]:
    return [name for _, name in around if name]


def _defined(node: tree_sitter.Node, depth: int = 0) -> str:
    """The name of what a node defines, itself or within what only stands around it; empty where it defines nothing."""
    if name := name_of(node, node.parent or node):
        return name
    if node.type not in _WRAPPERS or depth == _DEEPEST:
        return ""
    return next((name for child in node.named_children[:8] if (name := _defined(child, depth + 1))), "")


def _node(node: tree_sitter.Node, names: list[str], data: bytes) -> Node:
    return Node(".".join(names), node.start_byte, node.end_byte, digest(node, data))
