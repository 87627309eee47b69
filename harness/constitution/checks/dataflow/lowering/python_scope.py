"""What every reader of Python needs of the file that it reads: its text, what reads each kind of node, what is defined where.

Trees are asked a million times for a large project: children are fetched once for each node, what stands where in them is told
by their position, and what reads a node is looked up by its kind.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.parsing import Parse
from harness.ports.sources import SyntaxNode

EXTRAS = frozenset({"comment", "line_continuation", "ERROR"})
"""What may stand between any two parts of a node."""
_BLANK = bytes(10 if byte == 10 else 32 for byte in range(256))
_ACCESSORS = ("getter", "setter", "deleter")


class Scope:
    """A module, class or function while it is read.

    ``text`` is the file, one character for each byte. ``read`` gives for each kind of node what makes an expression of it,
    ``do`` what adds its statements to a list. ``owner`` is the qualname of a class for what stands in its body.
    """

    __slots__ = ("_nameless", "do", "owner", "prefix", "read", "source", "text")

    def __init__(self, source: Source, qualname: str = "", owner: str | None = None) -> None:
        self.source = source
        self.text = source.text
        self.read = source.read
        self.do = source.do
        self.prefix = f"{qualname}." if qualname else ""
        self.owner = owner
        self._nameless: dict[int, int] = {}

    def name(self, node: SyntaxNode) -> str:
        """The identifier that a node is, as Python knows it (PEP 3131: NFKC)."""
        text = self.text[node.start_byte : node.end_byte]
        return sys.intern(text if text.isascii() else unicodedata.normalize("NFKC", self.source.decoded(text)))

    def string(self, start: int, end: int) -> str:
        """The text of a stretch."""
        text = self.text[start:end]
        return text if text.isascii() else self.source.decoded(text)

    def nameless(self, line: int) -> str:
        """The qualname of a lambda, unique in this scope."""
        count = self._nameless[line] = self._nameless.get(line, 0) + 1
        return f"{self.prefix}<lambda:{line}>" if count == 1 else f"{self.prefix}<lambda:{line}>#{count}"


ReadExpression = Callable[[Scope, SyntaxNode], ir.Expression]
ReadStatement = Callable[[Scope, SyntaxNode, list[ir.Statement]], None]


class Expressions(dict[str, ReadExpression]):
    """What reads each kind of expression."""

    def __missing__(self, kind: str) -> ReadExpression:
        return unknown


class Statements(dict[str, ReadStatement]):
    """What reads each kind of statement."""

    def __missing__(self, kind: str) -> ReadStatement:
        return _unknown_statement


class Source:
    """A file of Python: its text, and all that was defined in it so far."""

    __slots__ = ("_codec", "_data", "_parse", "classes", "do", "functions", "read", "text")

    def __init__(self, data: bytes, codec: str, parse: Parse, read: Expressions, do: Statements) -> None:
        self.text = data.decode("latin-1")
        self._data = data
        self._codec = codec
        self._parse = parse
        self.read = read
        self.do = do
        self.functions: dict[str, ir.Function] = {}
        self.classes: dict[str, ir.Class] = {}

    def decoded(self, text: str) -> str:
        """A stretch of ``text`` in the characters that its bytes stand for."""
        return text.encode("latin-1").decode(self._codec, errors="replace")

    def fragment(self, start: int, text: bytes) -> SyntaxNode:
        """The tree of a text as if it stood in this file, with nothing before it, from ``start`` on."""
        return self._parse("python", self._data[:start].translate(_BLANK) + text + b"\n")

    def qualified(self, scope: Scope, name: str, decorators: Sequence[ir.Expression] = ()) -> str:
        """A qualname for what is defined now; what had it before gets another one.

        ``@x.setter`` and the like do not take the name of the property ``x``, since whoever reads ``x`` calls the property.
        """
        qualname = scope.prefix + name
        if qualname not in self.functions and qualname not in self.classes:
            return qualname
        if accessor := _accessor(name, decorators):
            return self._free(f"{qualname}#{accessor}")
        self._rename(qualname, self._free(qualname))
        return qualname

    def _free(self, qualname: str) -> str:
        taken = (self.functions, self.classes)
        if "#" in qualname and not any(qualname in one for one in taken):
            return qualname
        count = 2
        while any(f"{qualname}#{count}" in one for one in taken):
            count += 1
        return f"{qualname}#{count}"

    def _rename(self, before: str, after: str) -> None:
        """Give a definition, and all that was defined in it so far, another qualname."""

        def renamed(name: str) -> str:
            is_in_it = name == before or name.startswith(f"{before}.")
            return after + name[len(before) :] if is_in_it else name

        for function in self.functions.values():
            if function.qualname != renamed(function.qualname):
                function.qualname = renamed(function.qualname)
                function.owner = function.owner and renamed(function.owner)
                assert isinstance(function.read_body, Body)
                function.read_body.qualname = function.qualname
        for defined in self.classes.values():
            defined.qualname = renamed(defined.qualname)
        _by_qualname(self.functions)
        _by_qualname(self.classes)


Definition = TypeVar("Definition", ir.Function, ir.Class)


def _by_qualname(defined: dict[str, Definition]) -> None:
    every = list(defined.values())
    defined.clear()
    defined.update((one.qualname, one) for one in every)


def _accessor(name: str, decorators: Sequence[ir.Expression]) -> str:
    for decorator in decorators:
        if (
            isinstance(decorator, ir.Attribute)
            and decorator.attr in _ACCESSORS
            and isinstance(decorator.value, ir.Name)
            and decorator.value.id == name
        ):
            return decorator.attr
    return ""


class Body:
    """Reads the body of a function when it is asked for."""

    __slots__ = ("_node", "_source", "qualname")

    def __init__(self, source: Source, node: SyntaxNode, qualname: str) -> None:
        self._source = source
        self._node = node
        self.qualname = qualname

    def __call__(self) -> ir.Block:
        """The statements; of a lambda, which has an expression in their place, that it returns that."""
        scope = Scope(self._source, self.qualname)
        node = self._node
        if node.type == "block":
            return block(scope, node)
        value = scope.read[node.type](scope, node)
        return (ir.Return(value.line, value.start, value.end, value),)


def block(scope: Scope, node: SyntaxNode) -> ir.Block:
    """The statements of a block or module."""
    statements: list[ir.Statement] = []
    do = scope.do
    for child in node.children:
        if child.has_error:
            _damaged(scope, child, statements)
        else:
            do[child.type](scope, child, statements)
    return tuple(statements)


def parts(node: SyntaxNode, count: int = 0) -> Sequence[SyntaxNode]:
    """The children without what may stand between any two; if there are just as many as there should be, they are all it."""
    children = node.children
    if len(children) == count:
        return children
    return [child for child in children if child.type not in EXTRAS]


def hoisted(value: ir.Expression, node: SyntaxNode) -> ir.Expression:
    """``*a.b`` or ``*a + b``, which the grammar reads as ``(*a).b`` and ``(*a) + b`` unless they are arguments."""
    return ir.Spread(node.start_point[0] + 1, node.start_byte, node.end_byte, value)


def unknown(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """What nobody knows how to read: what stands in it is what it may come from."""
    below = tuple(scope.read[child.type](scope, child) for child in node.named_children if child.type not in EXTRAS)
    return ir.Unknown(node.start_point[0] + 1, node.start_byte, node.end_byte, below)


def _unknown_statement(scope: Scope, node: SyntaxNode, statements: list[ir.Statement]) -> None:
    """What is no statement; a mistake may hold many of them."""
    if node.is_error:
        statements.extend(block(scope, node))
    elif node.is_named or node.is_missing:
        statements.append(ir.Do(node.start_point[0] + 1, node.start_byte, node.end_byte, unknown(scope, node)))


def _damaged(scope: Scope, node: SyntaxNode, statements: list[ir.Statement]) -> None:
    """A statement that the grammar could not read all of: what is not where it should be makes it unknown."""
    try:
        scope.do[node.type](scope, node, statements)
    except (AssertionError, AttributeError, IndexError, ValueError, StopIteration):
        _unknown_statement(scope, node, statements)
