"""What an address begins with: behind a host that is complete, or on the same site, nothing leads elsewhere any more."""

from __future__ import annotations

import re

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.places import peek
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Taint, Value

ADDRESS = frozenset({"url", "redirect", "cors"})
_SOMETHING = "\0"
COOKIE_HEADER = frozenset(("Set-Cookie",))
_FIXED = re.compile(
    r"""(?:[a-zA-Z\0][\w+.\0-]*:)?//[^/?#\\]+[/?#]  # a scheme, a host, and its end
        | /[^/\\]                                   # a path on the same host
        | [\w.\0%-]+[/?\#](?!/)                     # a relative one, or one behind what somebody else chose
        | [?\#]""",
    re.VERBOSE,
)


def behind(run: Run, taints: frozenset[Taint], before: str, node: ir.Expression) -> frozenset[Taint]:
    """What is put into a text behind ``before``."""
    if not taints or not _FIXED.match(before):
        return taints
    return run.clear(taints, ADDRESS, node, "comes behind a fixed host, or in a path")


def behind_left(run: Run, node: ir.Binary, right: Value) -> Value:
    """The right side of a sum, as it is behind the left one."""
    taints = behind(run, right.taints, _beginning(run, node.left), node.right)
    if taints is right.taints:
        return right
    return Value(taints, right.constants, right.names, right.types, right.targets, right.objects)


def shown(value: Value) -> str:
    """The text of a part of an address; something, where it is not known."""
    if value.constants is not None and len(value.constants) == 1:
        (only,) = value.constants
        if isinstance(only, str):
            return only
    return _SOMETHING


def spelled(run: Run, node: ir.Expression | None, value: Value) -> Value:
    """A text of which only some parts are known, as the rules look at it: something stands for the rest."""
    if value.constants is not None or not isinstance(node, ir.Template | ir.Binary):
        return value
    text = _text(run, node) if isinstance(node, ir.Template) else _beginning(run, node)
    return Value(value.taints, frozenset((text,)), value.names, value.types, value.targets, value.objects)


def _beginning(run: Run, node: ir.Expression) -> str:
    """How a sum begins, from its left end."""
    parts: list[ir.Expression] = []
    while isinstance(node, ir.Binary) and node.operator == "+":
        parts.append(node.right)
        node = node.left
    parts.append(node)
    return "".join(_text(run, part) for part in reversed(parts))


def _text(run: Run, node: ir.Expression) -> str:
    if isinstance(node, ir.Constant):
        return node.value if isinstance(node.value, str) else _SOMETHING
    if isinstance(node, ir.Template):
        return "".join(_text(run, part) for part in node.parts)
    value = peek(run, node)
    return _SOMETHING if value is None else shown(value)
