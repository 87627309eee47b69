"""Loops, switches and labels of JavaScript; where a jump leads that leaves several of them lies in ``javascript_jumps``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript_expressions import Expressions
from harness.constitution.checks.dataflow.lowering.javascript_jumps import Frame, Kind, around, jump
from harness.constitution.checks.dataflow.lowering.javascript_nodes import (
    Text,
    at,
    bound,
    declarators,
    declared,
    has,
    inner,
    parts,
)
from harness.constitution.checks.dataflow.lowering.javascript_scopes import Scope
from harness.constitution.checks.dataflow.lowering.javascript_switches import cases

if TYPE_CHECKING:
    from harness.ports.sources import SyntaxNode

Reader = Callable[["SyntaxNode", Scope], list[ir.Statement]]
_LABELLED = frozenset(
    ("for_statement", "for_in_statement", "while_statement", "do_statement", "switch_statement", "labeled_statement")
)
"""What takes the labels before it for its own."""


class Blocks(Protocol):
    """Who reads what stands in a loop."""

    def read(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """A statement."""
        ...

    def block(self, nodes: Sequence[SyntaxNode], scope: Scope) -> ir.Block:
        """Statements in order."""
        ...

    def body(self, node: SyntaxNode | None, scope: Scope) -> ir.Block:
        """A block, or one statement in its place."""
        ...

    def effect(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """An expression that is evaluated for what it does."""
        ...


class Loops:
    """The reader of what jumps lead out of."""

    def __init__(self, text: Text, expressions: Expressions, blocks: Blocks) -> None:
        self._text = text
        self._expressions = expressions
        self._blocks = blocks
        self.readers: dict[str, Reader] = {
            "while_statement": self._while,
            "do_statement": self._do,
            "for_statement": self._for,
            "for_in_statement": self._for_in,
            "switch_statement": self._switch,
            "labeled_statement": self._labeled,
            "break_statement": lambda node, scope: jump(at(node), scope.frames, False, self._label(node)),
            "continue_statement": lambda node, scope: jump(at(node), scope.frames, True, self._label(node)),
        }

    def _label(self, node: SyntaxNode) -> str | None:
        label = node.child_by_field_name("label")
        return None if label is None else self._text.of(label)

    def _test(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        return self._expressions.read(inner(node, "condition"), scope)

    def _inside(self, node: SyntaxNode, scope: Scope, frame: Frame) -> ir.Block:
        return self._blocks.body(node.child_by_field_name("body"), scope.within(frame))

    def _while(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        frame = Frame(Kind.LOOP, scope.labels)
        body = self._inside(node, scope, frame)
        return around(at(node), scope.frames, frame, [ir.While(*at(node), self._test(node, scope), body)])

    def _do(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        frame = Frame(Kind.LOOP, scope.labels)
        body = self._inside(node, scope, frame)
        return around(at(node), scope.frames, frame, [ir.While(*at(node), self._test(node, scope), body, first=True)])

    def _for(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """``for (a; b; c)``; the third part is done before each ``continue`` as well."""
        labels, first = scope.labels, inner(node, "initializer")
        scope = scope.block(declarators(first) if first.type == "lexical_declaration" else ())
        begin = [] if first is node or first.type in (";", "empty_statement") else self._blocks.effect(first, scope)
        third = node.child_by_field_name("increment")
        update = tuple(self._blocks.effect(third, scope)) if third is not None else ()
        frame = Frame(Kind.LOOP, labels, update)
        body = self._inside(node, scope, frame)
        loop = ir.While(*at(node), self._condition(node, scope), (*body, *update))
        return around(at(node), scope.frames, frame, [*begin, loop])

    def _condition(self, node: SyntaxNode, scope: Scope) -> ir.Expression:
        test = inner(node, "condition")
        if test.type == "expression_statement":
            test = parts(test)[0]
        if not test.is_named or test.type == "empty_statement" or test is node:
            return ir.Constant(*at(node), True)
        return self._expressions.read(test, scope)

    def _for_in(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        frame, left = Frame(Kind.LOOP, scope.labels), inner(node, "left")
        lexical = has(node, "let") or has(node, "const")
        scope = scope.block(bound(left) if lexical else ())
        iterable = self._expressions.read(inner(node, "right"), scope)
        body = self._inside(node, scope, frame)
        target = self._expressions.target(left, scope)
        return around(at(node), scope.frames, frame, [ir.For(*at(node), target, iterable, body, keys=has(node, "in"))])

    def _switch(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        frame, nodes = Frame(Kind.SWITCH, scope.labels), parts(inner(node, "body"))
        scope = scope.block(declared([found for case in nodes for found in case.children_by_field_name("body")]))
        subject = self._expressions.read(inner(node, "value"), scope)
        read = [self._case(case, scope.within(frame)) for case in nodes]
        return around(at(node), scope.frames, frame, [ir.Match(*at(node), subject, cases(read))])

    def _case(self, node: SyntaxNode, scope: Scope) -> ir.Case:
        body = self._blocks.block([part for part in node.children_by_field_name("body") if part.is_named], scope)
        value = node.child_by_field_name("value")
        if value is None:
            return ir.Case(None, None, body)
        return ir.Case(ir.Pattern(*at(node), "value", self._expressions.read(value, scope)), None, body)

    def _labeled(self, node: SyntaxNode, scope: Scope) -> list[ir.Statement]:
        """What else has a label is a loop of one round, which ``break`` leaves, if anything does."""
        body = inner(node, "body")
        labels = scope.labels | {self._text.of(inner(node, "label"))}
        if body.type in _LABELLED:
            return self._blocks.read(body, scope.labelled(labels))
        place, frame = at(node), Frame(Kind.BLOCK, labels)
        inside = self._blocks.body(body, scope.within(frame))
        if not frame.left:
            return list(inside)
        loop = ir.While(*place, ir.Constant(*place, True), (*inside, ir.Break(*place)))
        return around(place, scope.frames, frame, [loop])
