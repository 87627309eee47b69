"""Functions, lambdas and classes of Python: their heads are read at once, bodies of functions when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.python_annotations import annotated
from harness.constitution.checks.dataflow.lowering.python_expressions import arguments
from harness.constitution.checks.dataflow.lowering.python_scope import EXTRAS, Body, Scope, block, parts
from harness.ports.sources import SyntaxNode

_SPLATS = {"list_splat_pattern": ir.Kind.REST, "dictionary_splat_pattern": ir.Kind.REST_KEYWORDS}
_SIGNS = frozenset("(),")


def decorated(scope: Scope, node: SyntaxNode, statements: list[ir.Statement]) -> None:
    """A definition with its decorators; it begins where they do."""
    decorators = []
    for child in node.children:
        kind = child.type
        if kind == "decorator":
            expression = parts(child, 2)[1]
            decorators.append(scope.read[expression.type](scope, expression))
        elif kind == "function_definition":
            _define(node, _function(scope, child, node.start_byte, decorators), statements)
        elif kind == "class_definition":
            _define(node, _class(scope, child, node.start_byte, decorators), statements)


def function(scope: Scope, node: SyntaxNode, statements: list[ir.Statement]) -> None:
    """``def``."""
    _define(node, _function(scope, node, node.start_byte, ()), statements)


def class_(scope: Scope, node: SyntaxNode, statements: list[ir.Statement]) -> None:
    """``class``."""
    _define(node, _class(scope, node, node.start_byte, ()), statements)


def _define(node: SyntaxNode, defined: ir.Function | ir.Class, statements: list[ir.Statement]) -> None:
    statements.append(ir.Define(defined.line, node.start_byte, node.end_byte, defined))


def _function(scope: Scope, node: SyntaxNode, start: int, decorators: Sequence[ir.Expression]) -> ir.Function:
    name, is_async, returns = "", False, None
    body: SyntaxNode | None = None
    given: tuple[ir.Parameter, ...] = ()
    for child in node.children:
        kind = child.type
        if kind == "identifier":
            name = scope.name(child)
        elif kind == "parameters":
            given = parameters(scope, child)
        elif kind == "type":
            returns = annotated(scope, child)
        elif kind == "async":
            is_async = True
        elif kind == "block":
            body = child
    assert body is not None
    source = scope.source
    qualname = source.qualified(scope, name, decorators)
    defined = ir.Function(
        node.start_point[0] + 1,
        start,
        node.end_byte,
        name,
        qualname,
        given,
        tuple(decorators),
        returns,
        is_async,
        scope.owner,
        Body(source, body, qualname),
    )
    source.functions[qualname] = defined
    return defined


def _class(scope: Scope, node: SyntaxNode, start: int, decorators: Sequence[ir.Expression]) -> ir.Class:
    name = ""
    given: tuple[ir.Argument, ...] = ()
    body: SyntaxNode | None = None
    for child in node.children:
        kind = child.type
        if kind == "identifier":
            name = scope.name(child)
        elif kind == "argument_list":
            given = arguments(scope, child)
        elif kind == "block":
            body = child
    assert body is not None
    source = scope.source
    qualname = source.qualified(scope, name)
    defined = ir.Class(
        node.start_point[0] + 1,
        start,
        node.end_byte,
        name,
        qualname,
        tuple(_base(one) for one in given if one.name is None and one.spread != 2),
        tuple(one for one in given if one.name is not None or one.spread == 2),
        tuple(decorators),
        (),
    )
    source.classes[qualname] = defined
    defined.body = block(Scope(source, qualname, qualname), body)
    return defined


def _base(given: ir.Argument) -> ir.Expression:
    value = given.value
    return ir.Spread(value.line, value.start, value.end, value) if given.spread else value


def lambda_(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """``lambda``."""
    children = parts(node)
    given = parameters(scope, children[1]) if children[1].type == "lambda_parameters" else ()
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    qualname = scope.nameless(line)
    body = Body(scope.source, children[-1], qualname)
    function = ir.Function(line, start, end, "<lambda>", qualname, given, (), None, False, None, body)
    return ir.Lambda(line, start, end, function)


def parameters(scope: Scope, node: SyntaxNode) -> tuple[ir.Parameter, ...]:
    """The parameters of a function or lambda; after a star they take keywords only."""
    found = []
    after_star = ir.Kind.PLAIN
    for child in node.children:
        kind = child.type
        if kind in _SIGNS or kind in EXTRAS or kind == "positional_separator":
            continue
        if kind == "keyword_separator":
            after_star = ir.Kind.KEYWORD
            continue
        one = _parameter(scope, child, after_star)
        if one.kind is ir.Kind.REST:
            after_star = ir.Kind.KEYWORD
        found.append(one)
    return tuple(found)


def _parameter(scope: Scope, node: SyntaxNode, kind: ir.Kind) -> ir.Parameter:
    shape = node.type
    if shape == "identifier":
        return ir.Parameter(scope.name(node), kind)
    read = scope.read
    if shape == "default_parameter":
        named, _, value = parts(node, 3)
        one = _parameter(scope, named, kind)
        one.default = read[value.type](scope, value)
        return one
    if shape == "typed_parameter":
        named, _, annotation = parts(node, 3)
        one = _parameter(scope, named, kind)
        one.annotation = annotated(scope, annotation)
        return one
    if shape == "typed_default_parameter":
        named, _, annotation, _, value = parts(node, 5)
        return ir.Parameter(scope.name(named), kind, read[value.type](scope, value), annotated(scope, annotation))
    if shape in _SPLATS:
        return ir.Parameter(scope.name(parts(node, 2)[1]), _SPLATS[shape])
    return ir.Parameter("", kind, pattern=read[shape](scope, node))


DEFINITIONS = {"function_definition": function, "class_definition": class_, "decorated_definition": decorated}
