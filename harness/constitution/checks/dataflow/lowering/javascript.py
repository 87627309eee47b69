"""JavaScript, TypeScript, JSX and TSX in the small language that is analysed."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript_bundles import made_by_tool
from harness.constitution.checks.dataflow.lowering.javascript_definitions import Definitions
from harness.constitution.checks.dataflow.lowering.javascript_expressions import Expressions
from harness.constitution.checks.dataflow.lowering.javascript_modules import Modules
from harness.constitution.checks.dataflow.lowering.javascript_nodes import Text, at, declared, parts, variables
from harness.constitution.checks.dataflow.lowering.javascript_pages import page_calls
from harness.constitution.checks.dataflow.lowering.javascript_scopes import FunctionScope, Scope
from harness.constitution.checks.dataflow.lowering.javascript_statements import Statements
from harness.constitution.checks.dataflow.lowering.javascript_types import Types
from harness.constitution.checks.dataflow.lowering.parsing import Parse, Unparsable, Unread
from harness.ports.sources import SyntaxNode

_SHOWN = 40


def lower_javascript(path: str, language: str, data: bytes, parse: Parse) -> ir.Module:
    """A file of JavaScript, TypeScript or TSX (``language``); the bodies of its functions are read when they are asked for.

    Raises:
        Unparsable: if nothing of it can be read, or a tool has made it of other files.
    """
    made = made_by_tool(path, data)
    if made is not None:
        raise Unparsable(1, made)
    root, unread = tree_of(language, data, parse)
    try:
        return _lowered(path, language, data, root, unread)
    except RecursionError as error:
        raise Unparsable(1, "it is nested too deeply") from error


def tree_of(language: str, data: bytes, parse: Parse) -> tuple[SyntaxNode, tuple[Unread, ...]]:
    """The tree of a file, and what of it could not be read. Raises Unparsable."""
    root = parse(language, data)
    unread = tuple(_unread(root, root, data)) if root.has_error else ()
    if root.is_error:
        raise Unparsable(*((unread[0][0], unread[0][2]) if unread else (1, "it does not parse")))
    return root, unread


def _lowered(path: str, language: str, data: bytes, root: SyntaxNode, unread: tuple[Unread, ...]) -> ir.Module:
    text = Text(data)
    expressions, types = Expressions(text), Types(text)
    statements = Statements(text, expressions, types)
    definitions = Definitions(text, expressions, statements, types)
    expressions.definitions = statements.definitions = definitions
    modules = Modules(text, expressions, statements)
    nodes = parts(root)
    scope = Scope(FunctionScope("", None, is_code=False), {name: name for name in (*declared(nodes), *variables(root))})
    body = statements.block(nodes, scope)
    body = (*statements.modules(scope, at(root)), *body, *page_calls(modules.exports, definitions.functions, data))
    return ir.Module(path, language, body, definitions.functions, definitions.classes, modules.exports, unread)


def _unread(node: SyntaxNode, statement: SyntaxNode, data: bytes) -> Iterator[Unread]:
    """The lines of each statement that holds something that the grammar could not read, in order."""
    for child in node.children:
        if child.is_error or child.is_missing:
            yield _lines(child if statement.type == "program" else statement, child, data)
        elif child.has_error:
            yield from _unread(child, child if child.type.endswith(("_statement", "_declaration")) else statement, data)


def _lines(statement: SyntaxNode, mistake: SyntaxNode, data: bytes) -> Unread:
    text = data[mistake.start_byte : mistake.end_byte].decode(errors="replace").strip().partition("\n")[0]
    reason = f"`{mistake.type}` is missing" if mistake.is_missing else f"syntax error at `{text[:_SHOWN]}`"
    return statement.start_point[0] + 1, max(statement.end_point[0], mistake.end_point[0]) + 1, reason
