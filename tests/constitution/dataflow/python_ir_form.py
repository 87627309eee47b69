"""The normal form (see ``python_ast_form``) of a file of Python from what the analysis is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.constitution.checks.dataflow import ir

Form = tuple[object, ...]

_COMPREHENSIONS = {"list": "ListComp", "set": "SetComp", "dict": "DictComp", "generator": "GeneratorExp"}
_COMPOUND = (ir.If, ir.While, ir.For, ir.Try, ir.With, ir.Match)
_JOINED = frozenset("+*|&^")


def form_of_module(module: ir.Module) -> list[Form]:
    """The form of every statement of a file."""
    return block(module.body)


def block(statements: ir.Block) -> list[Form]:
    return [_statement(statement) for statement in statements]


def _at(node: ir.Node, is_told: bool = True) -> Form | None:
    return (node.line, node.start, node.end) if is_told else None


def _statement(node: ir.Statement) -> Form:
    at: Form = (node.line, node.start, None if isinstance(node, _COMPOUND) else node.end)
    match node:
        case ir.Break():
            return "break", at
        case ir.Continue():
            return "continue", at
        case ir.Do(value=value):
            return "do", at, one(value)
        case ir.Assign(targets=targets, value=value, annotation=annotation):
            return "assign", at, several(targets), maybe(value), maybe(annotation)
        case ir.Augment(operator=operator, target=target, value=value):
            return "augment", at, operator, one(target), one(value)
        case ir.If(test=test, then=then, otherwise=otherwise):
            return "if", at, one(test), block(then), block(otherwise)
        case ir.While(test=test, body=body, otherwise=otherwise):
            return "while", at, one(test), block(body), block(otherwise)
        case ir.For(target=target, iterable=iterable, body=body, otherwise=otherwise):
            return "for", at, one(target), one(iterable), block(body), block(otherwise)
        case ir.Try(body=body, handlers=handlers, otherwise=otherwise, final=final):
            caught = [("handler", h.line, several(h.types), h.name, block(h.body)) for h in handlers]
            return "try", at, block(body), caught, block(otherwise), block(final)
        case ir.With(items=items, body=body):
            return "with", at, [(one(context), maybe(target)) for context, target in items], block(body)
        case ir.Match(subject=subject, cases=cases):
            found = [(_pattern(case.pattern), maybe(case.guard), block(case.body)) for case in cases if case.pattern]
            return "match", at, one(subject), found
        case ir.Return(value=value):
            return "return", at, maybe(value)
        case ir.Raise(value=value):
            return "raise", at, maybe(value)
        case ir.Delete(targets=targets):
            return "delete", at, several(targets)
        case ir.Assert(test=test, message=message):
            return "assert", at, one(test), maybe(message)
        case ir.Scope(kind=kind, names=names):
            return kind, at, list(names)
        case ir.Import():
            return "import", node.line, node.module, node.attribute, node.name, node.level
        case ir.Define(defined=ir.Function() as function):
            given, decorators = _parameters(function.parameters), several(function.decorators)
            name, returns, is_async = function.name, maybe(function.returns), function.is_async
            return "function", function.line, name, given, decorators, returns, is_async, block(function.body)
        case ir.Define(defined=ir.Class() as defined):
            bases, decorators = [_base(base) for base in defined.bases], several(defined.decorators)
            keywords = [(keyword.name, one(keyword.value)) for keyword in defined.keywords]
            return "class", defined.line, defined.name, bases, keywords, decorators, block(defined.body)
    raise AssertionError(node)


def _base(node: ir.Expression) -> Form:
    return ("spread", one(node.value)) if isinstance(node, ir.Spread) else one(node)


def _parameters(given: Sequence[ir.Parameter]) -> list[Form]:
    return [(one_.name, one_.kind.value, maybe(one_.default), maybe(one_.annotation)) for one_ in given]


def _pattern(node: ir.Pattern) -> Form:
    at = _at(node)
    inner = [_pattern(part) for part in node.parts]
    match node.kind:
        case "value":
            return "value", at, maybe(node.value)
        case "sequence" | "or":
            return node.kind, at, inner
        case "mapping":
            return "mapping", at, several(node.keys), inner, node.name
        case "class":
            return "class", at, maybe(node.value), inner, list(node.names)
        case "star" | "capture":
            return node.kind, at, node.name
        case "as":
            return "as", at, inner[0], node.name
    raise AssertionError(node)


def maybe(node: ir.Expression | None, is_told: bool = True) -> Form | None:
    return None if node is None else one(node, is_told)


def several(nodes: Sequence[ir.Expression], is_told: bool = True) -> list[Form]:
    return [one(node, is_told) for node in nodes]


def one(node: ir.Expression, is_told: bool = True) -> Form:
    """The form of an expression; where things stand is told outside of templates."""
    rest = _expression(node, is_told)
    return rest[0], _at(node, is_told), *rest[1:]


def _expression(node: ir.Expression, is_told: bool) -> Form:
    def of(other: ir.Expression) -> Form:
        return one(other, is_told)

    match node:
        case ir.Constant(value=value):
            return "constant", type(value).__name__, repr(value)
        case ir.Unknown():
            return ("unknown",)
        case ir.Name(id=name):
            return "name", name
        case ir.Attribute(value=value, attr=name):
            return "attribute", of(value), name
        case ir.Subscript(value=value, index=ir.Collection(kind="tuple", items=items)):
            return "subscript", of(value), ("tuple", several(items, is_told))
        case ir.Subscript(value=value, index=index):
            return "subscript", of(value), of(index)
        case ir.Slice(low=low, high=high, step=step):
            return "slice", maybe(low, is_told), maybe(high, is_told), maybe(step, is_told)
        case ir.Call(function=function, arguments=arguments):
            return "call", of(function), *_arguments(arguments, is_told)
        case ir.Binary(operator=operator) if operator in _JOINED:
            return "row", operator, several(list(_row(node, operator)), is_told)
        case ir.Binary(operator=operator, left=left, right=right):
            return "binary", operator, of(left), of(right)
        case ir.Unary(operator=operator, operand=operand):
            return "unary", operator, of(operand)
        case ir.Logical(operator="and", operands=operands) if _is_chain(operands):
            return "compares", [(pair.operator, of(pair.left), of(pair.right)) for pair in operands]  # type: ignore[attr-defined]
        case ir.Logical(operator=operator, operands=operands):
            return "logical", operator, several(operands, is_told)
        case ir.Compare(operator=operator, left=left, right=right):
            return "compare", operator, of(left), of(right)
        case ir.Conditional(test=test, then=then, otherwise=otherwise):
            return "conditional", of(test), of(then), of(otherwise)
        case ir.Collection(kind=kind, items=items):
            return kind, several(items, is_told)
        case ir.Spread(value=value):
            return "spread", of(value)
        case ir.Dictionary(entries=entries):
            return "dict", [(maybe(key, is_told), of(value)) for key, value in entries]
        case ir.Comprehension(kind=kind, element=element, generators=generators):
            return (
                "comprehension",
                _COMPREHENSIONS[kind],
                _element(kind, element, is_told),
                _generators(generators, is_told),
            )
        case ir.Lambda(function=function):
            (returned,) = function.body
            assert isinstance(returned, ir.Return)
            assert returned.value
            given = [
                (one_.name, one_.kind.value, maybe(one_.default, is_told), maybe(one_.annotation, is_told))
                for one_ in function.parameters
            ]
            return "lambda", given, of(returned.value)
        case ir.Assigned(target=target, value=value):
            return "assigned", of(target), of(value)
        case ir.Await(kind=kind, value=value):
            return kind, maybe(value, is_told)
        case ir.Template():
            return "template", _template(node)
    raise AssertionError(node)


def _is_chain(operands: Sequence[ir.Expression]) -> bool:
    """Whether it is a chain of comparisons: what stands between two of them is one expression."""
    pairs = [operand for operand in operands if isinstance(operand, ir.Compare)]
    return len(pairs) == len(operands) and pairs[0].right is pairs[1].left


def _row(node: ir.Expression, operator: str) -> Iterator[ir.Expression]:
    if isinstance(node, ir.Binary) and node.operator == operator:
        yield from _row(node.left, operator)
        yield from _row(node.right, operator)
    else:
        yield node


def _arguments(arguments: Sequence[ir.Argument], is_told: bool) -> tuple[list[Form], list[Form]]:
    given, keywords = [], []
    for argument in arguments:
        value = one(argument.value, is_told)
        if argument.spread == 1:
            assert argument.name is None
            given.append(("spread", value))
        elif argument.name is not None or argument.spread == 2:
            keywords.append((argument.name, value))
        else:
            given.append(value)
    return given, keywords


def _element(kind: str, element: ir.Expression, is_told: bool) -> Form:
    if kind != "dict":
        return one(element, is_told)
    assert isinstance(element, ir.Collection)
    return tuple(several(element.items, is_told))


def _generators(generators: Sequence[ir.Generator], is_told: bool) -> list[Form]:
    return [
        (one(each.target, is_told), one(each.iterable, is_told), several(each.conditions, is_told))
        for each in generators
    ]


def _template(node: ir.Template) -> list[Form]:
    assert len(node.parts) == len(node.conversions)
    return [
        ("text", part.value)
        if isinstance(part, ir.Constant) and isinstance(part.value, str) and not conversion
        else ("value", one(part, is_told=False), conversion)
        for part, conversion in zip(node.parts, node.conversions, strict=True)
    ]
