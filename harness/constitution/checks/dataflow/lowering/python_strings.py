"""Strings of Python as they stand in a tree: literals, f-strings, and what is written one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.python_literals import (
    Malformed,
    bytes_value,
    format_value,
    text_value,
)
from harness.constitution.checks.dataflow.lowering.python_scope import EXTRAS, Scope
from harness.ports.sources import SyntaxNode

Part = tuple[ir.Expression, str]
"""A part of a template, and what formats it."""
_CONVERSIONS = {"r": "repr", "s": "str", "a": "ascii"}
_LONG_QUOTES = ("'''", '"""')
_QUOTES = "\"'`"


def string(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """A string, bytes, or an f-string."""
    children = node.children
    first, last = children[0], children[-1]
    opening = scope.text[first.start_byte : first.end_byte]
    prefix = opening.rstrip(_QUOTES).lower()
    if last.type != "string_end" or opening[-1] == "`":
        return _backquoted(scope, node)
    if "f" in prefix or "t" in prefix:
        return _joined(node, list(_template_parts(scope, node, "r" in prefix)), is_template="t" in prefix)
    end = _end(node, opening)
    value = _value(scope, first.end_byte, end, prefix)
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    return ir.Unknown(line, start, end) if value is None else ir.Constant(line, start, end, value)


def _end(node: SyntaxNode, opening: str) -> int:
    """Where the closing quotes begin; their node may begin before them."""
    return node.end_byte - (3 if opening.endswith(_LONG_QUOTES) else 1)


def concatenated(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """Strings one after the other."""
    children = [child for child in node.children if child.type not in EXTRAS]
    read = [string(scope, child) for child in children]
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    if all(isinstance(one, ir.Constant) and isinstance(one.value, bytes) for one in read):
        return ir.Constant(line, start, end, b"".join(one.value for one in read))  # type: ignore[attr-defined]
    if not all(isinstance(one, ir.Template) or _is_text(one) for one in read):
        return ir.Unknown(line, start, end, tuple(read))
    below = [part for one in read for part in _parts_of(one)]
    return _joined(node, below, is_template=any(isinstance(one, ir.Template) for one in read))


def _is_text(one: ir.Expression) -> bool:
    return isinstance(one, ir.Constant) and isinstance(one.value, str)


def _parts_of(one: ir.Expression) -> Sequence[Part]:
    if isinstance(one, ir.Template):
        return tuple(zip(one.parts, one.conversions, strict=True))
    return [(one, "")]


def _value(scope: Scope, start: int, end: int, prefix: str) -> str | bytes | None:
    text = scope.text[start:end]
    if not text.isascii():
        text = scope.source.decoded(text)
    try:
        return bytes_value(text, "r" in prefix) if "b" in prefix else text_value(text, "r" in prefix)
    except Malformed:
        return None


def _backquoted(scope: Scope, node: SyntaxNode) -> ir.Expression:
    """Python 2's way to write ``repr``, and what has no end: what is in there is text to the grammar."""
    return ir.Unknown(node.start_point[0] + 1, node.start_byte, node.end_byte)


def _joined(node: SyntaxNode, below: list[Part], is_template: bool) -> ir.Expression:
    """A template of such parts, its constants put together; a constant if it holds nothing else."""
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    merged: list[Part] = []
    for one, conversion in below:
        if isinstance(one, ir.Constant) and one.value == "" and not conversion:
            continue
        if merged and _is_text(one) and _is_text(before := merged[-1][0]) and not conversion and not merged[-1][1]:
            text = before.value + one.value  # type: ignore[attr-defined]
            merged[-1] = (ir.Constant(before.line, before.start, one.end, text), "")
        else:
            merged.append((one, conversion))
    if not is_template or not merged:
        if not merged:
            return ir.Constant(line, start, end, "")
        if len(merged) == 1 and _is_text(merged[0][0]) and not merged[0][1]:
            return ir.Constant(line, start, end, merged[0][0].value)  # type: ignore[attr-defined]
    return ir.Template(line, start, end, tuple(one for one, _ in merged), tuple(one for _, one in merged))


def _template_parts(scope: Scope, node: SyntaxNode, is_raw: bool) -> Iterator[Part]:
    children = node.children
    at, line = children[0].end_byte, node.start_point[0] + 1
    for child in children:
        if child.type == "interpolation" or child.type == "format_expression":
            yield from _literal(scope, line, at, child.start_byte, is_raw)
            yield from _field(scope, child, is_raw)
            at, line = child.end_byte, child.end_point[0] + 1
    end = node.end_byte
    if children[-1].type == "string_end":
        end = _end(node, scope.text[children[0].start_byte : children[0].end_byte])
    yield from _literal(scope, line, at, end, is_raw)


def _literal(scope: Scope, line: int, start: int, end: int, is_raw: bool) -> Iterator[Part]:
    if start >= end:
        return
    try:
        yield ir.Constant(line, start, end, format_value(scope.string(start, end), is_raw)), ""
    except Malformed:
        yield ir.Unknown(line, start, end), ""


def _field(scope: Scope, node: SyntaxNode, is_raw: bool) -> Iterator[Part]:
    """A replacement field: ``{value=!r:format}``."""
    children = [child for child in node.children if child.type not in EXTRAS]
    if children[1].type == "named_expression":
        yield _walrus(scope, children[1], node)
        return
    value = scope.read[children[1].type](scope, children[1])
    found = {child.type: child for child in children[2:]}
    conversion, spec = "", found.get("format_specifier")
    if "type_conversion" in found:
        conversion = scope.text[found["type_conversion"].start_byte + 1 : found["type_conversion"].end_byte].strip()
    if "=" in found:
        start, end = children[0].end_byte, children[3].start_byte
        yield ir.Constant(value.line, start, end, scope.string(start, end)), ""
        if not conversion and spec is None:
            conversion = "r"
    if spec is None:
        yield value, conversion
    elif any(child.type == "format_expression" for child in spec.children):
        yield _formatted(scope, node, value, conversion, spec, is_raw), ""
    else:
        yield value, conversion + _spec(scope, spec, is_raw)


def _walrus(scope: Scope, node: SyntaxNode, field: SyntaxNode) -> Part:
    """``{name:=10}``, which is ``name`` in the format ``=10``."""
    name, sign, value = [child for child in node.children if child.type not in EXTRAS]
    read = scope.read[name.type](scope, name)
    spec = scope.string(sign.start_byte, field.end_byte - 1)
    if "{" not in spec:
        return read, spec
    other = scope.read[value.type](scope, value)
    return ir.Unknown(read.line, read.start, other.end, (read, other)), ""


def _spec(scope: Scope, node: SyntaxNode, is_raw: bool) -> str:
    text = scope.string(node.start_byte, node.end_byte)
    try:
        return format_value(text, is_raw)
    except Malformed:
        return text


def _formatted(
    scope: Scope, node: SyntaxNode, value: ir.Expression, conversion: str, spec: SyntaxNode, is_raw: bool
) -> ir.Expression:
    """A value whose format holds values too: what ``format(value, f"…")`` gives."""
    line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
    if conversion in _CONVERSIONS:
        function = ir.Name(line, start, end, _CONVERSIONS[conversion])
        value = ir.Call(line, start, end, function, (ir.Argument(value),))
    form = _joined(spec, list(_template_parts(scope, spec, is_raw)), is_template=False)
    return ir.Call(line, start, end, ir.Name(line, start, end, "format"), (ir.Argument(value), ir.Argument(form)))


STRINGS = {"string": string, "concatenated_string": concatenated}
