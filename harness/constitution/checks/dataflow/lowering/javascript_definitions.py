"""Functions and classes of JavaScript and TypeScript. What a function does is read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript_expressions import Expressions
from harness.constitution.checks.dataflow.lowering.javascript_nodes import (
    FUNCTIONS,
    Text,
    at,
    bound,
    declared,
    has,
    inner,
    parts,
    unwrapped,
    variables,
)
from harness.constitution.checks.dataflow.lowering.javascript_scopes import FunctionScope, Scope
from harness.constitution.checks.dataflow.lowering.javascript_statements import Statements
from harness.constitution.checks.dataflow.lowering.javascript_types import Types

if TYPE_CHECKING:
    from harness.ports.sources import SyntaxNode

CONSTRUCTOR = "__init__"
"""What ``constructor`` is called, as all languages call it here."""
_THIS = "this"
_FIELDS = ("field_definition", "public_field_definition")
_TARGETS = frozenset(
    ("identifier", "object_pattern", "array_pattern", "assignment_pattern", "rest_pattern", "member_expression")
)
_MODIFIERS = ("accessibility_modifier", "override_modifier", "readonly")


class Definitions:
    """The reader of functions and classes of one file; it lists them in ``functions`` and ``classes``."""

    def __init__(self, text: Text, expressions: Expressions, statements: Statements, types: Types) -> None:
        self._text = text
        self._expressions = expressions
        self._statements = statements
        self._types = types
        self.functions: dict[str, ir.Function] = {}
        self.classes: dict[str, ir.Class] = {}

    # functions

    def function(self, node: SyntaxNode, scope: Scope, name: str) -> ir.Function:
        """A function; without a name it gets one from its line, and is listed only where no function is around it."""
        found = self._function(node, scope, name or scope.function.nameless_name("lambda", node.start_point[0] + 1))
        if name or not scope.function.is_code:
            _listed(self.functions, found)
        return found

    def _function(self, node: SyntaxNode, scope: Scope, name: str, this: str = "") -> ir.Function:
        """``this`` of an arrow function is that around it; an object's function calls the object by its own name."""
        if not this:
            own = name.rpartition(".")[0] if node.type == "method_definition" or "." in name else ""
            this = scope.function.this if node.type == "arrow_function" or not own else own
        inside = Scope(FunctionScope(scope.function.qualified(name), scope, this), dict(self._names(node)))
        return ir.Function(
            *at(node),
            name=name,
            qualname=inside.function.prefix,
            parameters=tuple(self._parameters(node, inside)),
            decorators=(),
            returns=self._types.read(node.child_by_field_name("return_type")),
            is_async=has(node, "async"),
            owner=None,
            read_body=partial(self._body, node, inside),
        )

    def _names(self, node: SyntaxNode) -> Iterator[tuple[str, str]]:
        """The names that a function declares outside of inner blocks: parameters, ``var``, and those of its body."""
        for parameter in _parameters(node):
            for name in bound(_target(parameter)):
                yield name, name
        body = inner(node, "body")
        if body.type != "statement_block":
            return
        for name in declared(parts(body)):
            yield name, name
        if b"var " in self._text.data[body.start_byte : body.end_byte]:
            yield from ((name, name) for name in variables(body))

    def _body(self, node: SyntaxNode, scope: Scope) -> ir.Block:
        body = inner(node, "body")
        if body.type == "statement_block":
            done = self._statements.block(parts(body), scope)
        else:
            done = (ir.Return(*at(body), self._expressions.read(body, scope)),)
        before = scope.function.taken()
        given = self._properties(node, scope)
        return (*self._outer(node, scope), *self._statements.modules(scope, at(node)), *before, *given, *done)

    def _outer(self, node: SyntaxNode, scope: Scope) -> Iterator[ir.Statement]:
        for kind in ("nonlocal", "global"):
            names = tuple(name for name, found in scope.function.outer.items() if found == kind)
            if names:
                yield ir.Scope(*at(node), kind, names)

    def _properties(self, node: SyntaxNode, scope: Scope) -> Iterator[ir.Statement]:
        """TypeScript's ``constructor(private db: Db)`` keeps what it is given."""
        for parameter in _parameters(node):
            target = _target(parameter)
            if target is not None and target.type == "identifier" and any(has(parameter, word) for word in _MODIFIERS):
                name = self._text.of(target)
                kept = ir.Attribute(*at(parameter), ir.Name(*at(parameter), _THIS), name)
                yield ir.Assign(*at(parameter), (kept,), ir.Name(*at(parameter), name))

    # parameters

    def _parameters(self, node: SyntaxNode, scope: Scope) -> Iterator[ir.Parameter]:
        for parameter in _parameters(node):
            target = _target(parameter)
            if target is not None:
                yield self._parameter(parameter, target, scope)

    def _parameter(self, node: SyntaxNode, target: SyntaxNode, scope: Scope) -> ir.Parameter:
        kind, default = ir.Kind.PLAIN, node.child_by_field_name("value")
        if target.type == "assignment_pattern":
            default, target = inner(target, "right"), inner(target, "left")
        if target.type == "rest_pattern":
            kind, target = ir.Kind.REST, parts(target)[0]
        read = None if default is None else self._expressions.read(default, scope)
        annotation = self._annotation(node, scope)
        if target.type == "identifier":
            return ir.Parameter(self._text.of(target), kind, read, annotation)
        return ir.Parameter("", kind, read, annotation, self._expressions.target(target, scope))

    def _annotation(self, node: SyntaxNode, scope: Scope) -> ir.Expression | None:
        """The type of a parameter; decorators, as ``@Body()``, count as types that it has besides."""
        found = self._types.read(node.child_by_field_name("type"))
        for decorator in self._decorators(node.children_by_field_name("decorator"), scope):
            for what in _told_by(decorator):
                found = what if found is None else ir.Binary(*at(node), "|", found, what)
        return found

    def _decorators(self, nodes: Sequence[SyntaxNode], scope: Scope) -> tuple[ir.Expression, ...]:
        return tuple(self._expressions.read(parts(node)[0], scope) for node in nodes if parts(node))

    # classes

    def class_(self, node: SyntaxNode, scope: Scope, name: str) -> ir.Class:
        """A class: fields and methods in order; functions that are kept in fields are methods."""
        qualname = scope.function.qualified(name)
        inside = Scope(FunctionScope(qualname, scope, _THIS, is_code=False), {})
        found = ir.Class(
            *at(node),
            name=name,
            qualname=qualname,
            bases=self._bases(node, scope),
            keywords=(),
            decorators=self._decorators(node.children_by_field_name("decorator"), scope),
            body=tuple(self._members(node, inside, name)),
        )
        _listed(self.classes, found)
        return found

    def _bases(self, node: SyntaxNode, scope: Scope) -> tuple[ir.Expression, ...]:
        for heritage in (part for part in parts(node) if part.type == "class_heritage"):
            first = parts(heritage)[0]
            if first.type == "implements_clause":
                return ()
            base = first.child_by_field_name("value") if first.type == "extends_clause" else first
            return () if base is None else (self._expressions.read(base, scope),)
        return ()

    def _members(self, node: SyntaxNode, scope: Scope, name: str) -> Iterator[ir.Statement]:
        waiting: list[SyntaxNode] = []
        for member in parts(inner(node, "body")):
            if member.type == "decorator":
                waiting.append(member)
                continue
            decorators = [*waiting, *member.children_by_field_name("decorator")]
            waiting = []
            yield from self._member(member, scope, name, self._decorators(decorators, scope))

    def _member(
        self, node: SyntaxNode, scope: Scope, name: str, decorators: tuple[ir.Expression, ...]
    ) -> Iterator[ir.Statement]:
        if node.type == "method_definition":
            own = self._member_name(inner(node, "name"))
            yield from self._declared_properties(node)
            yield ir.Define(*at(node), self._method(node, scope, name, own, decorators, node))
        elif node.type in _FIELDS:
            yield from self._field(node, scope, name, decorators)
        elif node.type == "class_static_block":
            inside = replace(scope, function=replace(scope.function, this=name))
            yield from self._statements.body(inner(node, "body"), inside)

    def _declared_properties(self, node: SyntaxNode) -> Iterator[ir.Statement]:
        """The types of what a constructor keeps."""
        for parameter in _parameters(node):
            target = _target(parameter)
            annotation = self._types.read(parameter.child_by_field_name("type"))
            if target is not None and annotation is not None and any(has(parameter, word) for word in _MODIFIERS):
                name = ir.Name(*at(parameter), self._text.of(target))
                yield ir.Assign(*at(parameter), (name,), None, annotation)

    def _field(
        self, node: SyntaxNode, scope: Scope, name: str, decorators: tuple[ir.Expression, ...]
    ) -> Iterator[ir.Statement]:
        own = self._member_name(node.child_by_field_name("name") or inner(node, "property"))
        value = node.child_by_field_name("value")
        if value is not None and unwrapped(value).type in FUNCTIONS:
            method = self._method(unwrapped(value), scope, name, own, decorators, node)
            yield ir.Define(*at(node), method)
            return
        this = replace(scope.function, this=name if has(node, "static") else _THIS)
        read = None if value is None else self._expressions.read(value, replace(scope, function=this))
        annotation = self._types.read(node.child_by_field_name("type"))
        if read is not None or annotation is not None:
            yield ir.Assign(*at(node), (ir.Name(*at(node), own),), read, annotation)

    def _method(
        self,
        node: SyntaxNode,
        scope: Scope,
        owner: str,
        name: str,
        decorators: tuple[ir.Expression, ...],
        member: SyntaxNode,
    ) -> ir.Function:
        """A method gets ``this`` as its first parameter; in a static one that is its class."""
        static = has(member, "static")
        found = self._function(node, scope, name, owner if static else _THIS)
        this = ir.Parameter(_THIS)
        first = decorators[0] if decorators else found
        found = replace(
            found,
            start=min(found.start, first.start),
            parameters=found.parameters if static else (this, *found.parameters),
            decorators=(*decorators, *_roles(node, member, name, static)),
            owner=scope.function.prefix,
        )
        _listed(self.functions, found)
        return found

    def _member_name(self, node: SyntaxNode) -> str:
        if node.type == "string":
            return self._expressions.string(node)
        text = self._text.of(node)
        return CONSTRUCTOR if text == "constructor" else text


def _roles(node: SyntaxNode, member: SyntaxNode, name: str, static: bool) -> Iterator[ir.Expression]:
    """What Python says by decorators of its own: static methods, and attributes that are computed."""
    if static:
        yield ir.Name(*at(member), "staticmethod")
    if node is member and has(member, "get"):
        yield ir.Name(*at(member), "property")
    if node is member and has(member, "set"):
        yield ir.Attribute(*at(member), ir.Name(*at(member), name), "setter")


def _parameters(node: SyntaxNode) -> list[SyntaxNode]:
    single = node.child_by_field_name("parameter")
    if single is not None:
        return [single]
    listed = node.child_by_field_name("parameters")
    return [] if listed is None else parts(listed)


def _told_by(decorator: ir.Expression) -> Iterator[ir.Expression]:
    """What a decorator says of its parameter: itself, and the pipes that a value passes (``@Param("id", ParseIntPipe)``)."""
    if not isinstance(decorator, ir.Call):
        yield decorator
        return
    yield decorator.function
    for argument in decorator.arguments:
        value = argument.value.function if isinstance(argument.value, ir.Call) else argument.value
        if isinstance(value, ir.Name) and value.id.endswith("Pipe"):
            yield value


def _target(parameter: SyntaxNode) -> SyntaxNode | None:
    """The name or pattern of a parameter; None for TypeScript's ``this: T``, which is none."""
    found = parameter if parameter.type in _TARGETS else parameter.child_by_field_name("pattern")
    return found if found is not None and found.type in _TARGETS else None


def _listed(known: dict[str, ir.Function] | dict[str, ir.Class], found: ir.Function | ir.Class) -> None:
    """The last one of a name keeps it, earlier ones are told apart by a number; a setter leaves it to the property."""
    if isinstance(found, ir.Function) and any(_is_setter(one) for one in found.decorators):
        found.qualname = f"{found.qualname}#setter"
    earlier = known.get(found.qualname)
    if earlier is not None:
        number = 2
        while f"{found.qualname}#{number}" in known:
            number += 1
        earlier.qualname = f"{earlier.qualname}#{number}"
        known[earlier.qualname] = earlier  # type: ignore[assignment]
    known[found.qualname] = found  # type: ignore[assignment]


def _is_setter(decorator: ir.Expression) -> bool:
    return isinstance(decorator, ir.Attribute) and decorator.attr == "setter"
