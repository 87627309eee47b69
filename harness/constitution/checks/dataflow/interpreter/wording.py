"""How places are written in the code: the same words stand for the same value while nothing changed."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir


def written(node: ir.Expression) -> str:
    """How a place is written, also one that is read by a call with constants: ``request.args.get('id')``."""
    match node:
        case ir.Name():
            return node.id
        case ir.Attribute():
            before = written(node.value)
            return f"{before}.{node.attr}" if before else ""
        case ir.Subscript(index=ir.Constant()):
            before = written(node.value)
            return f"{before}[{node.index.value!r}]" if before else ""  # type: ignore[attr-defined]
        case ir.Call(function=ir.Attribute()) if node.arguments:
            before = written(node.function)
            if before and all(isinstance(each.value, ir.Constant) and each.name is None for each in node.arguments):
                shown = ", ".join(repr(each.value.value) for each in node.arguments)  # type: ignore[attr-defined]
                return f"{before}({shown})"
            return ""
        case _:
            return ""
