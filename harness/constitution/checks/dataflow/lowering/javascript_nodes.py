"""Trees of JavaScript, TypeScript and TSX: what stands where in them, and which names they declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.ports.sources import SyntaxNode

FUNCTIONS = frozenset(
    (
        "arrow_function",
        "function_expression",
        "generator_function",
        "function_declaration",
        "generator_function_declaration",
    )
)
FUNCTION_STATEMENTS = frozenset(("function_declaration", "generator_function_declaration"))
CLASSES = frozenset(("class", "class_declaration", "abstract_class_declaration"))
WRAPPERS = frozenset(
    (
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "instantiation_expression",
    )
)
"""What has the value of its first part."""
_HOLDERS = FUNCTIONS | CLASSES | {"method_definition"}
_NAMES = frozenset(("identifier", "shorthand_property_identifier_pattern", "type_identifier"))
_ASIDE = frozenset(("comment", "html_comment"))


class Text:
    """The bytes of a file."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def of(self, node: SyntaxNode) -> str:
        """What a node spells."""
        return self.between(node.start_byte, node.end_byte)

    def between(self, start: int, end: int) -> str:
        """What stands between two offsets."""
        return self.data[start:end].decode("utf-8", "replace")


def at(node: SyntaxNode) -> tuple[int, int, int]:
    """Where a node stands: its line from 1, its first byte and the one after its last."""
    return node.start_point[0] + 1, node.start_byte, node.end_byte


def parts(node: SyntaxNode) -> list[SyntaxNode]:
    """The named children that are no comments."""
    return [child for child in node.named_children if child.type not in _ASIDE]


def has(node: SyntaxNode, word: str) -> bool:
    """Whether a keyword such as ``async`` stands right in a node."""
    return any(child.type == word for child in node.children)


def unwrapped(node: SyntaxNode) -> SyntaxNode:
    """The expression inside parentheses and assertions of types."""
    while node.type in WRAPPERS and (inner := parts(node)):
        node = inner[0]
    return node


def inner(node: SyntaxNode, field: str) -> SyntaxNode:
    """The child in a field that every such node has."""
    found = node.child_by_field_name(field)
    return found if found is not None else node


def declared(statements: list[SyntaxNode]) -> Iterator[str]:
    """The names that ``let``, ``const``, imports, classes and functions declare right in a block."""
    for statement in statements:
        if statement.type == "export_statement":
            yield from declared(parts(statement))
        elif statement.type in ("lexical_declaration", "using_declaration"):
            yield from declarators(statement)
        elif statement.type in FUNCTION_STATEMENTS or statement.type in CLASSES or statement.type == "enum_declaration":
            yield from bound(statement.child_by_field_name("name"))
        elif statement.type == "import_statement":
            yield from _imported(statement)


def _imported(statement: SyntaxNode) -> Iterator[str]:
    for clause in parts(statement):
        for part in parts(clause) if clause.type == "import_clause" else ():
            yield from bound(part)
            for one in parts(part):
                yield from bound(one.child_by_field_name("alias") or one.child_by_field_name("name") or one)


def variables(node: SyntaxNode) -> Iterator[str]:
    """The names that ``var`` declares anywhere in a function."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here.type == "variable_declaration":
            yield from declarators(here)
        elif here.type == "for_in_statement" and has(here, "var"):
            yield from bound(here.child_by_field_name("left"))
        waiting.extend(child for child in here.named_children if child.type not in _HOLDERS)


def declarators(declaration: SyntaxNode) -> Iterator[str]:
    """The names of a declaration of variables."""
    for part in declaration.named_children:
        if part.type == "variable_declarator":
            yield from bound(part.child_by_field_name("name"))


def bound(target: SyntaxNode | None) -> Iterator[str]:
    """The names that a pattern binds; defaults and keys are none."""
    if target is None:
        return
    if target.type in _NAMES:
        yield (target.text or b"").decode("utf-8", "replace")
    elif target.type in ("assignment_pattern", "object_assignment_pattern"):
        yield from bound(target.child_by_field_name("left"))
    elif target.type == "pair_pattern":
        yield from bound(target.child_by_field_name("value"))
    elif target.type in ("object_pattern", "array_pattern", "rest_pattern"):
        for part in parts(target):
            yield from bound(part)
