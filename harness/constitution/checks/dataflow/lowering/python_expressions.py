"""Expressions of Python but for strings and lambdas; what is assigned to is read like any other expression."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.python_literals import number_value
from harness.constitution.checks.dataflow.lowering.python_scope import EXTRAS, ReadExpression, Scope, hoisted, parts
from harness.ports.sources import SyntaxNode

_COMPARISONS = {"not in": "not-in", "is not": "is-not", "<>": "!="}
_ASSOCIATIVE = frozenset("+*|&^")
_LONG = 40
"""A row of more operands of one operator is read as if it had brackets: nobody has to go that deep."""
_CHAIN = frozenset({"attribute", "call", "subscript"})


def _name(scope: Scope, node: SyntaxNode) -> ir.Expression:
    return ir.Name(node.start_point[0] + 1, node.start_byte, node.end_byte, scope.name(node))


def _number(scope: Scope, node: SyntaxNode) -> ir.Expression:
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    value = number_value(scope.text[start:end])
    return ir.Unknown(line, start, end) if value is None else ir.Constant(line, start, end, value)


def _constant(value: object) -> ReadExpression:
    def read(scope: Scope, node: SyntaxNode) -> ir.Expression:
        return ir.Constant(node.start_point[0] + 1, node.start_byte, node.end_byte, value)

    return read


def _inner(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """What stands in brackets."""
    inner = parts(node, 3)[1]
    return scope.read[inner.type](scope, inner)


def _chain(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """``a.b(c)[d].e``, from its inside out: such chains are long, and grow to the left."""
    links = []
    inner, kind = node, node.type
    while kind in _CHAIN:
        children = parts(inner, 2 if kind == "call" else 3)
        links.append((inner, kind, children))
        inner = children[0]
        kind = inner.type
    value = scope.read[kind](scope, inner)
    is_spread = isinstance(value, ir.Spread)
    if is_spread:
        value = value.value  # type: ignore[attr-defined]
    for link, kind, children in reversed(links):
        line, end = link.start_point[0] + 1, link.end_byte
        start = value.start if is_spread else link.start_byte
        if kind == "attribute":
            value = ir.Attribute(line, start, end, value, scope.name(children[2]))
        elif kind == "call":
            value = ir.Call(line, start, end, value, arguments(scope, children[1]))
        else:
            value = ir.Subscript(line, start, end, value, _index(scope, children))
    return hoisted(value, node) if is_spread else value


def arguments(scope: Scope, node: SyntaxNode) -> tuple[ir.Argument, ...]:
    """What stands between the brackets of a call."""
    if node.type == "generator_expression":
        return (ir.Argument(scope.read["generator_expression"](scope, node)),)
    read = scope.read
    found = []
    for child in node.children:
        kind = child.type
        if kind in _PUNCTUATION or kind in EXTRAS:
            continue
        if kind == "keyword_argument":
            name, _, value = parts(child, 3)
            found.append(ir.Argument(read[value.type](scope, value), scope.name(name)))
        elif kind == "list_splat" or kind == "dictionary_splat":
            value = parts(child, 2)[1]
            found.append(ir.Argument(read[value.type](scope, value), None, 1 if kind == "list_splat" else 2))
        else:
            given = read[kind](scope, child)
            is_spread = isinstance(given, ir.Spread)
            found.append(ir.Argument(given.value, None, 1) if is_spread else ir.Argument(given))  # type: ignore[attr-defined]
    return tuple(found)


_PUNCTUATION = frozenset("()[]{},:")


def _items(scope: Scope, children: Sequence[SyntaxNode]) -> tuple[ir.Expression, ...]:
    read = scope.read
    return tuple(
        read[kind](scope, child)
        for child in children
        if (kind := child.type) not in _PUNCTUATION and kind not in EXTRAS
    )


def _index(scope: Scope, children: Sequence[SyntaxNode]) -> ir.Expression:
    """What stands between the square brackets: one thing, or a tuple."""
    return _one_or_tuple(_items(scope, children[2:-1]), len(children) - 1)


def _one_or_tuple(items: tuple[ir.Expression, ...], count: int) -> ir.Expression:
    """What stands between brackets, of which there are ``count`` nodes: without a comma or star it is one thing."""
    if count == 3 and not isinstance(items[0], ir.Spread):
        return items[0]
    return ir.Collection(items[0].line, items[0].start, items[-1].end, "tuple", items)


def _slice(scope: Scope, node: SyntaxNode) -> ir.Expression:
    ends: list[ir.Expression | None] = [None, None, None]
    at = 0
    for child in parts(node):
        if child.type == ":":
            at += 1
        else:
            ends[at] = scope.read[child.type](scope, child)
    return ir.Slice(node.start_point[0] + 1, node.start_byte, node.end_byte, *ends)


def _collection(kind: str) -> ReadExpression:
    def read(scope: Scope, node: SyntaxNode) -> ir.Expression:
        items = _items(scope, node.children)
        return ir.Collection(node.start_point[0] + 1, node.start_byte, node.end_byte, kind, items)

    return read


def _tuple_target(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """``(a, b)`` as a target; ``(a)`` is ``a``."""
    children = parts(node, 3)
    if len(children) == 3 and children[1].type != ",":
        return scope.read[children[1].type](scope, children[1])
    items = _items(scope, children)
    return ir.Collection(node.start_point[0] + 1, node.start_byte, node.end_byte, "tuple", items)


def _spread(scope: Scope, node: SyntaxNode) -> ir.Expression:
    value = parts(node, 2)[1]
    return ir.Spread(node.start_point[0] + 1, node.start_byte, node.end_byte, scope.read[value.type](scope, value))


def _dictionary(scope: Scope, node: SyntaxNode) -> ir.Expression:
    read = scope.read
    entries: list[tuple[ir.Expression | None, ir.Expression]] = []
    for child in node.children:
        kind = child.type
        if kind == "pair":
            key, _, value = parts(child, 3)
            entries.append((read[key.type](scope, key), read[value.type](scope, value)))
        elif kind == "dictionary_splat":
            value = parts(child, 2)[1]
            entries.append((None, read[value.type](scope, value)))
    return ir.Dictionary(node.start_point[0] + 1, node.start_byte, node.end_byte, tuple(entries))


def _binary(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """``a + b + c``, from the left."""
    rows = []
    inner, operator = node, ""
    while inner.type == "binary_operator":
        children = parts(inner, 3)
        if children[1].type == "&" != operator and _is_mixed(inner):
            break
        operator = children[1].type
        rows.append((inner, children))
        inner = children[0]
    if not rows:
        return _bits(scope, node)
    if len(rows) > _LONG:
        return _spanning(node, _long_binary(scope, rows))
    value = scope.read[inner.type](scope, inner)
    is_spread = isinstance(value, ir.Spread)
    if is_spread:
        value = value.value  # type: ignore[attr-defined]
    for row, (_, sign, right) in reversed(rows):
        other = scope.read[right.type](scope, right)
        start = value.start if is_spread else row.start_byte
        value = ir.Binary(row.start_point[0] + 1, start, row.end_byte, sign.type, value, other)
    return hoisted(value, node) if is_spread else value


def _is_mixed(node: SyntaxNode) -> bool:
    """Whether a row of ``&`` has ``^`` in it, which binds closer for the grammar; for Python ``&`` does."""
    while _operator(node) == "&":
        left, _, right = parts(node, 3)
        if _operator(right) == "^":
            return True
        node = left
    return _operator(node) == "^"


def _operator(node: SyntaxNode) -> str:
    return parts(node, 3)[1].type if node.type == "binary_operator" else ""


def _bits(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """``a ^ b & c``, with ``&`` before ``^``."""
    rows: list[list[ir.Expression]] = [[]]
    for one in _flat_bits(node):
        if one.type == "^":
            rows.append([])
        elif one.type != "&":
            rows[-1].append(scope.read[one.type](scope, one))
    return _spanning(node, _balanced("^", [_balanced("&", row) for row in rows]))


def _flat_bits(node: SyntaxNode) -> Iterator[SyntaxNode]:
    """Operands and operators from left to right."""
    if _operator(node) not in ("&", "^"):
        yield node
        return
    left, sign, right = parts(node, 3)
    yield from _flat_bits(left)
    yield sign
    yield from _flat_bits(right)


def _long_binary(scope: Scope, rows: list[tuple[SyntaxNode, Sequence[SyntaxNode]]]) -> ir.Expression:
    first = rows[-1][1][0]
    value = scope.read[first.type](scope, first)
    operands, operator = [value], ""
    for _, (_, sign, right) in reversed(rows):
        if sign.type != operator or sign.type not in _ASSOCIATIVE:
            operands, operator = [_balanced(operator, operands)], sign.type
        operands.append(scope.read[right.type](scope, right))
    return _balanced(operator, operands)


def _spanning(node: SyntaxNode, value: ir.Expression) -> ir.Expression:
    value.start, value.end = node.start_byte, node.end_byte
    return value


def _balanced(operator: str, operands: list[ir.Expression]) -> ir.Expression:
    if len(operands) == 1:
        return operands[0]
    middle = len(operands) // 2
    left, right = _balanced(operator, operands[:middle]), _balanced(operator, operands[middle:])
    return ir.Binary(left.line, left.start, right.end, operator, left, right)


def _boolean(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """``a or b or c`` is one with three operands."""
    children = parts(node, 3)
    operator = children[1].type
    operands = [children[2]]
    inner = children[0]
    while inner.type == "boolean_operator":
        children = parts(inner, 3)
        if children[1].type != operator:
            break
        operands.append(children[2])
        inner = children[0]
    operands.append(inner)
    read = tuple(scope.read[one.type](scope, one) for one in reversed(operands))
    return ir.Logical(node.start_point[0] + 1, node.start_byte, node.end_byte, operator, read)


def _comparison(scope: Scope, node: SyntaxNode) -> ir.Expression:
    children = parts(node, 3)
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    left = scope.read[children[0].type](scope, children[0])
    if len(children) == 3:
        right = scope.read[children[2].type](scope, children[2])
        return ir.Compare(line, start, end, _comparison_sign(children[1]), left, right)
    pairs = []
    for sign, operand in zip(children[1::2], children[2::2], strict=True):
        right = scope.read[operand.type](scope, operand)
        pairs.append(ir.Compare(left.line, left.start, right.end, _comparison_sign(sign), left, right))
        left = right
    return ir.Logical(line, start, end, "and", tuple(pairs))


def _comparison_sign(node: SyntaxNode) -> str:
    kind = node.type
    return _COMPARISONS.get(kind, kind)


def _unary(scope: Scope, node: SyntaxNode) -> ir.Expression:
    sign, operand = parts(node, 2)
    return ir.Unary(
        node.start_point[0] + 1,
        node.start_byte,
        node.end_byte,
        sign.type,
        scope.read[operand.type](scope, operand),
    )


def _conditional(scope: Scope, node: SyntaxNode) -> ir.Expression:
    then, _, test, _, otherwise = parts(node, 5)
    read = scope.read
    return ir.Conditional(
        node.start_point[0] + 1,
        node.start_byte,
        node.end_byte,
        read[test.type](scope, test),
        read[then.type](scope, then),
        read[otherwise.type](scope, otherwise),
    )


def _assigned(scope: Scope, node: SyntaxNode) -> ir.Expression:
    name, _, value = parts(node, 3)
    target = _name(scope, name)
    return ir.Assigned(
        node.start_point[0] + 1, node.start_byte, node.end_byte, target, scope.read[value.type](scope, value)
    )


def _await(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """``await x``; it binds closer than ``**``, which the grammar sees the other way round."""
    value = parts(node, 2)[1]
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    read = scope.read[value.type](scope, value)
    if value.type == "binary_operator" and isinstance(read, ir.Binary):
        awaited = ir.Await(line, start, read.left.end, "await", read.left)
        return ir.Binary(line, start, end, read.operator, awaited, read.right)
    return ir.Await(line, start, end, "await", read)


def _yield(scope: Scope, node: SyntaxNode) -> ir.Expression:
    children = parts(node)
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    if len(children) == 1:
        return ir.Await(line, start, end, "yield", None)
    value = scope.read[children[-1].type](scope, children[-1])
    return ir.Await(line, start, end, "yield-from" if children[1].type == "from" else "yield", value)


def _type(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """An annotation."""
    inner = parts(node, 1)[0]
    return scope.read[inner.type](scope, inner)


def _generic_type(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """``list[int]`` where a type is expected."""
    name, given = parts(node, 2)
    items = _items(scope, given.children)
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    return ir.Subscript(line, start, end, _name(scope, name), _one_or_tuple(items, len(parts(given, 3))))


def _union_type(scope: Scope, node: SyntaxNode) -> ir.Expression:
    left, _, right = parts(node, 3)
    return ir.Binary(
        node.start_point[0] + 1,
        node.start_byte,
        node.end_byte,
        "|",
        scope.read[left.type](scope, left),
        scope.read[right.type](scope, right),
    )


def _member_type(scope: Scope, node: SyntaxNode) -> ir.Expression:
    value, _, name = parts(node, 3)
    return ir.Attribute(
        node.start_point[0] + 1,
        node.start_byte,
        node.end_byte,
        scope.read[value.type](scope, value),
        scope.name(name),
    )


def _first(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """A type with a bound."""
    inner = parts(node, 3)[0]
    return scope.read[inner.type](scope, inner)


EXPRESSIONS: dict[str, ReadExpression] = {
    "identifier": _name,
    "integer": _number,
    "float": _number,
    "true": _constant(True),
    "false": _constant(False),
    "none": _constant(None),
    "ellipsis": _constant(...),
    "parenthesized_expression": _inner,
    **dict.fromkeys(_CHAIN, _chain),
    "slice": _slice,
    "list": _collection("list"),
    "list_pattern": _collection("list"),
    "set": _collection("set"),
    "tuple": _collection("tuple"),
    "expression_list": _collection("tuple"),
    "pattern_list": _collection("tuple"),
    "tuple_pattern": _tuple_target,
    **dict.fromkeys(("list_splat", "list_splat_pattern", "dictionary_splat", "splat_type"), _spread),
    "dictionary": _dictionary,
    "binary_operator": _binary,
    "boolean_operator": _boolean,
    "comparison_operator": _comparison,
    "not_operator": _unary,
    "unary_operator": _unary,
    "conditional_expression": _conditional,
    "named_expression": _assigned,
    "await": _await,
    "yield": _yield,
    "type": _type,
    "generic_type": _generic_type,
    "union_type": _union_type,
    "member_type": _member_type,
    "constrained_type": _first,
}
