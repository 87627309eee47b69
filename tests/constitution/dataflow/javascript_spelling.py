"""Spells what was read of a file, so that tests can say in one line what they expect."""

from __future__ import annotations

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript import lower_javascript

_PLACE = ("line", "start", "end")
_EMPTY: tuple[object, ...] = ((), None, False, "")


def read(code: str, language: str = "typescript") -> ir.Module:
    """A module read from its text."""
    return lower_javascript("a.js", language, code.encode(), lambda name, data: parse(name, data).root_node)


def spelled(item: object) -> str:
    """A node, or a tuple of them; what is empty at the end is left out."""
    match item:
        case tuple():
            return f"[{', '.join(map(spelled, item))}]"
        case ir.Constant(value=value):
            return repr(value)
        case ir.Name(id=id):
            return id
        case ir.Attribute(value=value, attr=attr):
            return f"{spelled(value)}.{attr}"
        case ir.Function():
            return _function(item)
        case ir.Class(bases=bases, decorators=decorators, body=body):
            return f"class {item.qualname}{_some(bases)}{_some(decorators)} {spelled(body)}"
        case ir.Define(defined=defined):
            return spelled(defined)
        case ir.Argument(value=value, spread=spread):
            return "..." * spread + spelled(value)
    if not hasattr(item, "__dataclass_fields__"):
        return str(item)
    fields = [getattr(item, name) for name in item.__dataclass_fields__ if name not in _PLACE]
    while fields and fields[-1] in _EMPTY:
        fields.pop()
    return f"{type(item).__name__}({', '.join(map(spelled, fields))})"


def statements(code: str, language: str = "typescript") -> str:
    """The statements of a file."""
    return "; ".join(map(spelled, read(code, language).body))


def told(module: ir.Module) -> list[str]:
    """The statements of a file, and what it exports, one in a line."""
    exports = [f"exports {local} as {name}" for name, local in module.exports.items()]
    return [*map(spelled, module.body), *exports]


def _some(nodes: tuple[ir.Expression, ...]) -> str:
    return spelled(nodes) if nodes else ""


def _function(function: ir.Function) -> str:
    kind = "async " if function.is_async else ""
    parameters = ", ".join(map(_parameter, function.parameters))
    return f"{kind}{function.qualname}({parameters}){_some(function.decorators)} {spelled(function.body)}"


def _parameter(parameter: ir.Parameter) -> str:
    text = "..." * (parameter.kind is ir.Kind.REST) + (parameter.name or spelled(parameter.pattern))
    text += f": {spelled(parameter.annotation)}" if parameter.annotation else ""
    return text + (f" = {spelled(parameter.default)}" if parameter.default else "")
