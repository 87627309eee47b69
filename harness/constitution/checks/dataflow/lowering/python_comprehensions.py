"""Comprehensions and generators of Python, and those that unpack what they yield (PEP 798)."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.python_scope import ReadExpression, Scope, parts
from harness.ports.sources import SyntaxNode

_KINDS = {
    "list_comprehension": "list",
    "set_comprehension": "set",
    "dictionary_comprehension": "dict",
    "generator_expression": "generator",
}
_ITEM, _KEY = "<item>", "<key>"


def _comprehension(scope: Scope, node: SyntaxNode) -> ir.Expression:
    children = parts(node)
    body = children[1]
    generators: list[ir.Generator] = []
    for child in children[2:-1]:
        if child.type == "for_in_clause":
            generators.append(_generator(scope, child))
        else:
            condition = parts(child, 2)[1]
            last = generators[-1]
            last.conditions = (*last.conditions, scope.read[condition.type](scope, condition))
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    kind = _KINDS[node.type]
    element = scope.read[body.type](scope, body)
    if isinstance(element, ir.Spread):
        if scope.text[body.start_byte - 1] == "*":
            kind = "dict"
        element, generator = _unpacked(kind, element.value)
        generators.append(generator)
    return ir.Comprehension(line, start, end, kind, element, tuple(generators))


def _unpacked(kind: str, value: ir.Expression) -> tuple[ir.Expression, ir.Generator]:
    """``[*a for a in b]`` is ``[item for a in b for item in a]``; from a dictionary it is keys with their items."""
    line, start, end = value.line, value.start, value.end
    item = ir.Name(line, start, end, _ITEM)
    if kind != "dict":
        return item, ir.Generator(item, value, ())
    pair = ir.Collection(line, start, end, "tuple", (ir.Name(line, start, end, _KEY), item))
    items = ir.Call(line, start, end, ir.Attribute(line, start, end, value, "items"), ())
    return pair, ir.Generator(pair, items, ())


def _generator(scope: Scope, node: SyntaxNode) -> ir.Generator:
    """``for target in iterable``; Python 2 takes several of them without brackets."""
    children = parts(node)
    at = 2 if children[0].type == "async" else 1
    target, iterated = children[at], children[at + 2 :]
    if len(iterated) == 1:
        iterable = scope.read[iterated[0].type](scope, iterated[0])
    else:
        items = tuple(scope.read[one.type](scope, one) for one in iterated if one.type != ",")
        iterable = ir.Collection(items[0].line, items[0].start, items[-1].end, "tuple", items)
    return ir.Generator(scope.read[target.type](scope, target), iterable, ())


def _pair(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """Key and value."""
    key, _, value = parts(node, 3)
    both = (scope.read[key.type](scope, key), scope.read[value.type](scope, value))
    return ir.Collection(node.start_point[0] + 1, node.start_byte, node.end_byte, "tuple", both)


COMPREHENSIONS: dict[str, ReadExpression] = {**dict.fromkeys(_KINDS, _comprehension), "pair": _pair}
