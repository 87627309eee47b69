"""JavaScript, TypeScript, JSX and TSX in the small language that is analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript_definitions import Definitions
from harness.constitution.checks.dataflow.lowering.javascript_expressions import Expressions
from harness.constitution.checks.dataflow.lowering.javascript_modules import Modules
from harness.constitution.checks.dataflow.lowering.javascript_nodes import Text, at, declared, parts, variables
from harness.constitution.checks.dataflow.lowering.javascript_scopes import FunctionScope, Scope
from harness.constitution.checks.dataflow.lowering.javascript_statements import Statements
from harness.constitution.checks.dataflow.lowering.javascript_types import Types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.ports.sources import SyntaxNode


def lower_javascript(path: str, language: str, data: bytes, parse: Callable[[str, bytes], SyntaxNode]) -> ir.Module:
    """A file of JavaScript, TypeScript or TSX (``language``); the bodies of its functions are read when they are asked for."""
    root = parse(language, data)
    text = Text(data)
    expressions, types = Expressions(text), Types(text)
    statements = Statements(text, expressions, types)
    definitions = Definitions(text, expressions, statements, types)
    expressions.definitions = statements.definitions = definitions
    modules = Modules(text, expressions, statements)
    nodes = parts(root)
    scope = Scope(FunctionScope("", None), {name: name for name in (*declared(nodes), *variables(root))})
    body = statements.block(nodes, scope)
    body = (*statements.modules(scope, at(root)), *body)
    unread = tuple(_unread(root)) if root.has_error else ()
    return ir.Module(path, language, body, definitions.functions, definitions.classes, modules.exports, unread)


def _unread(root: SyntaxNode) -> Iterator[tuple[int, int, str]]:
    """The stretches that the grammar could not read."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node.start_point[0] + 1, node.end_point[0] + 1, "the syntax is not known"
        else:
            waiting.extend(child for child in reversed(node.children) if child.has_error or child.is_missing)
