"""Roundabout ways to what makes functions of text: every function's ``constructor`` is ``Function`` (ECMA-262, 20.2.3.1)."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir

_CONSTRUCTOR = "constructor"
_PROTOTYPE_OF = ("Object", "Reflect")
_LITERALS = (ir.Collection, ir.Dictionary, ir.Template, ir.Regex)


def maker_of_code(node: ir.Attribute) -> str | None:
    """``Function`` for ``f.constructor`` of what surely is a function, ``AsyncFunction`` where that is asynchronous."""
    if node.attr != _CONSTRUCTOR:
        return None
    value = _prototype(node.value)
    match value:
        case ir.Lambda(function=function):
            return "AsyncFunction" if function.is_async else "Function"
        case ir.Attribute(attr="constructor"):
            return "Function"
        case ir.Attribute(value=owner) if isinstance(owner, _LITERALS) or _is_text(owner):
            return None if value.attr == "length" else "Function"
        case ir.Name(id="Function"):
            return "Function"
    return None


def _prototype(node: ir.Expression) -> ir.Expression:
    """What ``Object.getPrototypeOf(f)`` is asked for; its ``constructor`` is that of ``f``."""
    match node:
        case ir.Call(function=ir.Attribute(value=ir.Name(id=owner), attr="getPrototypeOf"), arguments=(only,)):
            return only.value if owner in _PROTOTYPE_OF else node
        case ir.Attribute(value=value, attr="__proto__"):
            return value
    return node


def _is_text(node: ir.Expression) -> bool:
    return isinstance(node, ir.Constant) and isinstance(node.value, str)
