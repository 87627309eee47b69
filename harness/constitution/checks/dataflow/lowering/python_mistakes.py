"""What the grammar cannot read of a file: syntax newer than the grammar, or mistakes."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.checks.dataflow.lowering.parsing import Parse, Unparsable
from harness.ports.sources import SyntaxNode

Unread = tuple[int, int, str]
_SHOWN = 40


def parsed(data: bytes, parse: Parse) -> tuple[SyntaxNode, tuple[Unread, ...]]:
    """The tree of a file, and the lines in it that could not be read.

    Raises:
        Unparsable: if there is nothing that could.
    """
    tree = parse("python", data)
    if not tree.has_error:
        return tree, ()
    unread = tuple(_unread(tree, tree, data))
    if tree.is_error:
        raise Unparsable(unread[0][0] if unread else 1, unread[0][2] if unread else "it does not parse")
    return tree, unread


def _unread(node: SyntaxNode, statement: SyntaxNode, data: bytes) -> Iterator[Unread]:
    """The lines of each statement that holds a mistake itself, in order."""
    for child in node.children:
        if child.is_error or child.is_missing:
            yield _lines(statement if statement is not node or node.type != "module" else child, child, data)
        elif child.has_error:
            yield from _unread(child, child if child.type.endswith("_statement") else statement, data)


def _lines(statement: SyntaxNode, mistake: SyntaxNode, data: bytes) -> Unread:
    text = data[mistake.start_byte : mistake.end_byte].decode(errors="replace").strip().partition("\n")[0]
    reason = f"`{mistake.type}` is missing" if mistake.is_missing else f"syntax error at `{text[:_SHOWN]}`"
    first = min(statement.start_point[0], mistake.start_point[0])
    return first + 1, max(statement.end_point[0], mistake.end_point[0]) + 1, reason
