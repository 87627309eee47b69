"""What the grammar cannot read of a file: syntax newer than the grammar, or mistakes."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.checks.dataflow.lowering.parsing import Parse, Unparsable, Unread
from harness.constitution.checks.dataflow.lowering.python_repairs import repaired, unambiguous
from harness.ports.sources import SyntaxNode

_SHOWN = 40


def parsed(data: bytes, parse: Parse) -> tuple[SyntaxNode, tuple[Unread, ...]]:
    """The tree of a file, and the lines in it that could not be read.

    Raises:
        Unparsable: if there is nothing that could.
    """
    clear = unambiguous(data)
    tree = parse("python", clear)
    if not tree.has_error:
        return tree, ()
    other = parse("python", repaired(clear))
    if not other.has_error:
        return other, ()
    unread = tuple(dict.fromkeys(_unread(tree, None, data)))
    if not any(_is_statement(node) for child in tree.children for node in (child, *child.children)):
        raise Unparsable(unread[0][0], unread[0][2])
    return tree, unread


def _unread(node: SyntaxNode, statement: SyntaxNode | None, data: bytes) -> Iterator[Unread]:
    """The lines of each mistake, in order, with those of the statement that it stands in, as far as that has no block."""
    for child in node.children:
        if child.is_missing or child.is_error:
            if any(_is_statement(inner) for inner in child.children):
                yield from _around_statements(child, data)
            else:
                yield _lines(statement or child, child, data)
        elif child.has_error:
            yield from _unread(child, _enclosing(child, statement), data)


def _around_statements(node: SyntaxNode, data: bytes) -> Iterator[Unread]:
    """The lines of what stands between the statements that were found in a mistake, and of the mistakes in these."""
    for child in node.children:
        if _is_statement(child):
            yield from _unread(child, _enclosing(child, None), data)
        elif child.is_error or not child.is_extra:
            yield _lines(child, child, data)


def _enclosing(node: SyntaxNode, statement: SyntaxNode | None) -> SyntaxNode | None:
    if node.type == "block":
        return None
    return statement or (node if _is_statement(node) else None)


def _is_statement(node: SyntaxNode) -> bool:
    return node.type.endswith(("_statement", "_definition"))


def _lines(statement: SyntaxNode, mistake: SyntaxNode, data: bytes) -> Unread:
    text = data[mistake.start_byte : mistake.end_byte].decode(errors="replace").strip().partition("\n")[0]
    reason = f"`{mistake.type}` is missing" if mistake.is_missing else f"syntax error at `{text[:_SHOWN]}`"
    has_block = any(child.type == "block" for child in statement.children)
    last = mistake if has_block else statement
    return statement.start_point[0] + 1, last.end_point[0] + 1, reason
