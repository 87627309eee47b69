"""What a tree of syntax says of a span: the symbol that it lies in, and a digest that survives moving and reformatting."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness.ports.sources import Node

if TYPE_CHECKING:
    import tree_sitter

_NAMED = re.compile(
    r"""
    (abstract_)?class(_declaration|_definition|_specifier)?
    | (enum|interface|object|record|struct|trait|union|namespace|operator)_(declaration|definition|item|specifier)
    | (compact_constructor|constructor|destructor|file_scoped_namespace)_declaration | (primary|secondary)_constructor
    | (extension|given|macro)_definition | companion_object | package_object | internal_module | impl_item | mod_item | module
    | (generator_)?function_(declaration|definition|item|signature) | local_function_statement
    | (singleton_)?method(_declaration|_definition)? | type_spec
    """,
    re.VERBOSE,
)
"""What has a name of its own and holds other code, in all the grammars that are loaded."""
_NAMELESS = re.compile(
    "anonymous_function|anonymous_method_expression|arrow_function|closure_expression|func_literal"
    "|(generator_)?function(_expression)?|lambda(_expression|_literal)?"
)
HOLDERS = ("assignment_expression", "field_definition", "pair", "public_field_definition", "variable_declarator")
"""What may give a nameless function that stands right in it a name."""
_NAMES = ("name", "declarator", "type", "left", "key", "property")
_NAMELESS_NAME = "<lambda>"
_JOINT = "line_continuation"
_TEXTUAL = ("string", "template", "heredoc", "char", "regex", "scalar", "text")
"""Words in the kinds of nodes in which blanks mean something."""


def node_of(tree: tree_sitter.Tree, data: bytes, start: int, end: int) -> Node:
    """The smallest named node that covers a span, described; a tree without one gives its root."""
    found = tree.root_node.named_descendant_for_byte_range(start, end) or tree.root_node
    parts, scope = [], tree.root_node
    for node, parent in _way(tree.root_node, found):
        if name := name_of(node, parent):
            parts.append(name)
            scope = node
    symbol_start, symbol_end = (scope.start_byte, scope.end_byte) if parts else (0, len(data))
    return Node(".".join(parts), symbol_start, symbol_end, digest(found, data))


def _way(root: tree_sitter.Node, target: tree_sitter.Node) -> list[tuple[tree_sitter.Node, tree_sitter.Node]]:
    """Each node from below the root down to the target, with its parent."""
    way, node = [], root
    while node.id != target.id and (child := node.child_with_descendant(target)) is not None and child.id != node.id:
        way.append((child, node))
        node = child
    return way


def name_of(node: tree_sitter.Node, parent: tree_sitter.Node) -> str:
    """The name of what a node defines, which its ``parent`` may give it; empty where it defines nothing."""
    if not node.is_named:
        return ""
    if _NAMED.fullmatch(node.type):
        return _name(node)
    if _NAMELESS.fullmatch(node.type):
        own = node.child_by_field_name("name")
        return _name(parent) if parent.type in HOLDERS else _text(own) if own is not None else _NAMELESS_NAME
    return ""


def _name(node: tree_sitter.Node) -> str:
    """The name that a node gives itself; in C it lies below declarators."""
    for field in _NAMES:
        below = node.child_by_field_name(field)
        if below is not None:
            return _name(below) or _text(below) if field == "declarator" else _text(below)
    identifiers = (child for child in node.named_children if child.type.endswith("identifier"))
    return next((_text(child) for child in identifiers), "")


def _text(node: tree_sitter.Node) -> str:
    return " ".join((node.text or b"").decode(errors="replace").split())


def digest(node: tree_sitter.Node, data: bytes) -> str:
    """The SHA-256 of the kinds and texts below a node, in order; comments and blanks between them are left out."""
    made = hashlib.sha256()
    waiting: list[tree_sitter.Node | bytes] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, bytes):
            made.update(item)
        elif item.child_count == 0:
            made.update(b"%b\0%b\0" % (item.type.encode(), data[item.start_byte : item.end_byte]))
        else:
            waiting.extend(reversed([b"(%b\0" % item.type.encode(), *_parts(item, data), b")"]))
    return made.hexdigest()


def _parts(node: tree_sitter.Node, data: bytes) -> Iterator[tree_sitter.Node | bytes]:
    """What a node consists of: its children, and between them the text that is no child, as in a string with escapes."""
    at = node.start_byte
    textual = any(word in node.type for word in _TEXTUAL)
    for child in node.children:
        yield _gap(data[at : child.start_byte], textual)
        if not is_comment(child) and child.type != _JOINT:
            yield child
        at = child.end_byte
    yield _gap(data[at : node.end_byte], textual)


def is_comment(node: tree_sitter.Node) -> bool:
    """Whether a node is a comment of some kind."""
    return node.is_named and "comment" in node.type


def _gap(text: bytes, textual: bool) -> bytes:
    return text if textual else b"".join(text.split())
