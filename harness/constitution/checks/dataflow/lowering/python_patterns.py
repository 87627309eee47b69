"""Patterns of ``match``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.python_scope import Scope, parts
from harness.ports.sources import SyntaxNode

_ANYTHING = "_"


def pattern(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    """A pattern; what is none of them compares with a value."""
    read = _PATTERNS.get(node.type)
    return read(scope, node) if read else _value(scope, node)


def sequence(scope: Scope, nodes: Sequence[SyntaxNode]) -> ir.Pattern:
    """Patterns with commas between them."""
    inner = tuple(pattern(scope, node) for node in nodes if node.type != ",")
    return ir.Pattern(inner[0].line, inner[0].start, nodes[-1].end_byte, "sequence", parts=inner)


def _made(node: SyntaxNode, kind: str) -> ir.Pattern:
    return ir.Pattern(node.start_point[0] + 1, node.start_byte, node.end_byte, kind)


def _value(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    made = _made(node, "value")
    made.value = scope.read[node.type](scope, node)
    return made


def _wrapped(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    """``case_pattern``, which holds one pattern, or a number with its sign."""
    children = parts(node, 1)
    if children[0].type == "-":
        return _negative(scope, children[0], children[1])
    return pattern(scope, children[0])


def _negative(scope: Scope, sign: SyntaxNode, number: SyntaxNode) -> ir.Pattern:
    line, start, end = sign.start_point[0] + 1, sign.start_byte, number.end_byte
    made = ir.Pattern(line, start, end, "value")
    value = scope.read[number.type](scope, number)
    if isinstance(value, ir.Constant) and isinstance(value.value, int | float):
        made.value = ir.Constant(line, start, end, -value.value)
    else:
        made.value = ir.Unknown(line, start, end)
    return made


def _complex(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    made = _made(node, "value")
    made.value = ir.Unknown(made.line, made.start, made.end)
    return made


def _named(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    """A name takes whatever is there; a dotted name is a value."""
    names = [child for child in node.children if child.type == "identifier"]
    if len(names) > 1:
        made = _made(node, "value")
        made.value = dotted(scope, node)
        return made
    made = _made(node, "capture")
    name = scope.name(names[0])
    made.name = None if name == _ANYTHING else name
    return made


def dotted(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """A dotted name as an expression."""
    value: ir.Expression | None = None
    line, start = node.start_point[0] + 1, node.start_byte
    for child in node.children:
        if child.type == "identifier":
            name, end = scope.name(child), child.end_byte
            value = ir.Name(line, start, end, name) if value is None else ir.Attribute(line, start, end, value, name)
    assert value is not None
    return value


def _wildcard(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    return _made(node, "capture")


def _as(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    inner, _, name = parts(node, 3)
    made = _made(node, "as")
    made.parts = (pattern(scope, inner),)
    made.name = scope.name(name)
    return made


def _or(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    made = _made(node, "or")
    made.parts = _signed_patterns(scope, [child for child in parts(node) if child.type != "|"])
    return made


def _signed_patterns(scope: Scope, nodes: Sequence[SyntaxNode]) -> tuple[ir.Pattern, ...]:
    """Patterns, among them numbers whose sign is a node of its own."""
    found = []
    sign = None
    for node in nodes:
        if node.type == "-":
            sign = node
        else:
            found.append(_negative(scope, sign, node) if sign is not None else pattern(scope, node))
            sign = None
    return tuple(found)


def _star(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    made = _made(node, "star")
    name = scope.string(parts(node, 2)[1].start_byte, node.end_byte)
    made.name = None if name == _ANYTHING else name
    return made


def _sequence(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    children = parts(node)[1:-1]
    if node.type == "tuple_pattern" and len(children) == 1 and _only(children[0]):
        return pattern(scope, children[0])
    made = _made(node, "sequence")
    made.parts = tuple(pattern(scope, child) for child in children if child.type != ",")
    return made


def _only(node: SyntaxNode) -> bool:
    """Whether brackets around it alone mean nothing; a star needs a sequence around it."""
    return all(child.type != "splat_pattern" for child in node.children)


def _mapping(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    made = _made(node, "mapping")
    keys: list[ir.Expression] = []
    values: list[ir.Pattern] = []
    pending: list[SyntaxNode] = []
    for child in parts(node)[1:-1]:
        kind = child.type
        if kind == "splat_pattern":
            made.name = _star(scope, child).name
        elif kind == ",":
            pending = []
        elif kind == ":":
            keys.append(_key(scope, pending))
            pending = []
        elif kind == "case_pattern":
            values.append(pattern(scope, child))
        else:
            pending.append(child)
    made.keys, made.parts = tuple(keys), tuple(values)
    return made


def _key(scope: Scope, nodes: Sequence[SyntaxNode]) -> ir.Expression:
    (found,) = _signed_patterns(scope, nodes)
    return found.value or ir.Unknown(found.line, found.start, found.end)


def _class(scope: Scope, node: SyntaxNode) -> ir.Pattern:
    children = parts(node)
    made = _made(node, "class")
    made.value = dotted(scope, children[0])
    positional: list[ir.Pattern] = []
    named: list[tuple[str, ir.Pattern]] = []
    for child in children[2:-1]:
        if child.type == ",":
            continue
        inner = parts(child, 1)[0]
        if inner.type == "keyword_pattern":
            named.append(_keyword(scope, inner))
        elif inner.type == "as_pattern" and (outer := _keyword_within(inner)) is not None:
            name, value = _keyword(scope, outer)
            named.append((name, _bound(scope, inner, value)))
        else:
            positional.append(pattern(scope, child))
    made.parts = (*positional, *(one for _, one in named))
    made.names = tuple(name for name, _ in named)
    return made


def _keyword(scope: Scope, node: SyntaxNode) -> tuple[str, ir.Pattern]:
    name, _, *value = parts(node, 3)
    return scope.name(name), _signed_patterns(scope, value)[0]


def _keyword_within(node: SyntaxNode) -> SyntaxNode | None:
    """The ``a=B()`` of ``a=B() as c``, which the grammar takes for ``(a=B()) as c``."""
    inner = parts(parts(node, 3)[0], 1)[0]
    return inner if inner.type == "keyword_pattern" else None


def _bound(scope: Scope, node: SyntaxNode, value: ir.Pattern) -> ir.Pattern:
    name = scope.name(parts(node, 3)[2])
    return ir.Pattern(value.line, value.start, node.end_byte, "as", name=name, parts=(value,))


_PATTERNS: dict[str, Callable[[Scope, SyntaxNode], ir.Pattern]] = {
    "case_pattern": _wrapped,
    "dotted_name": _named,
    "_": _wildcard,
    "as_pattern": _as,
    "union_pattern": _or,
    "splat_pattern": _star,
    "list_pattern": _sequence,
    "tuple_pattern": _sequence,
    "dict_pattern": _mapping,
    "class_pattern": _class,
    "complex_pattern": _complex,
}
