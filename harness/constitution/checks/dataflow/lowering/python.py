"""From the tree of a file of Python to what the analysis knows; which Python runs this makes no difference."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.parsing import Parse, Unparsable, Unread
from harness.constitution.checks.dataflow.lowering.python_comprehensions import COMPREHENSIONS
from harness.constitution.checks.dataflow.lowering.python_definitions import DEFINITIONS, lambda_
from harness.constitution.checks.dataflow.lowering.python_encoding import readable
from harness.constitution.checks.dataflow.lowering.python_expressions import EXPRESSIONS
from harness.constitution.checks.dataflow.lowering.python_mistakes import parsed
from harness.constitution.checks.dataflow.lowering.python_scope import Expressions, Scope, Source, Statements, block
from harness.constitution.checks.dataflow.lowering.python_statements import STATEMENTS
from harness.constitution.checks.dataflow.lowering.python_strings import STRINGS
from harness.ports.sources import SyntaxNode

_READ = Expressions({**EXPRESSIONS, **COMPREHENSIONS, **STRINGS, "lambda": lambda_})
_DO = Statements({**STATEMENTS, **DEFINITIONS})


def lower_python(path: str, data: bytes, parse: Parse) -> ir.Module:
    """A file of Python.

    Raises:
        Unparsable: if nothing of it can be read.
    """
    data, codec, tree, unread = tree_of(data, parse)
    source = Source(data, codec, parse, _READ, _DO)
    try:
        body = block(Scope(source), tree)
    except RecursionError as error:
        raise Unparsable(1, "it is nested too deeply") from error
    return ir.Module(path, "python", body, source.functions, source.classes, unread=unread)


def tree_of(data: bytes, parse: Parse) -> tuple[bytes, str, SyntaxNode, tuple[Unread, ...]]:
    """The text that is read, the name of its codec, its tree, and what of it could not be read. Raises Unparsable."""
    text, codec = readable(data)
    return text, codec, *parsed(text, parse)
