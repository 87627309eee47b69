"""Spells what was read of a file of Python, so that tests can say in one line what they expect."""

from __future__ import annotations

from harness.adapters.syntax import Grammars
from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering import lower

_PLACE = ("line", "start", "end")
_EMPTY: tuple[object, ...] = ((), None, False, "", 0)


def read(code: str | bytes) -> ir.Module:
    """A module read from its text."""
    return lower("a.py", "python", code if isinstance(code, bytes) else code.encode(), Grammars().tree)


def told(code: str | bytes) -> list[str]:
    """The statements of a file, one in a line, and what could not be read of it."""
    module = read(code)
    return [*map(spelled, module.body), *(f"unread {first}-{last}: {why}" for first, last, why in module.unread)]


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
        case ir.Call(function=function, arguments=arguments):
            return f"{spelled(function)}({', '.join(map(spelled, arguments))})"
        case ir.Argument(value=value, name=name, spread=spread):
            return "*" * spread + (f"{name}=" if name else "") + spelled(value)
        case ir.Binary(operator=operator, left=left, right=right):
            return f"({spelled(left)} {operator} {spelled(right)})"
        case ir.Compare(operator=operator, left=left, right=right):
            return f"({spelled(left)} {operator} {spelled(right)})"
        case ir.Logical(operator=operator, operands=operands):
            return f"({f' {operator} '.join(map(spelled, operands))})"
        case ir.Unary(operator=operator, operand=operand):
            return f"({operator} {spelled(operand)})"
        case ir.Template(parts=parts, conversions=conversions):
            both = zip(parts, conversions, strict=True)
            return "{" + " ".join(spelled(part) + (f"!{form}" if form else "") for part, form in both) + "}"
        case ir.Define(defined=defined):
            return spelled(defined)
        case ir.Function():
            return _function(item)
        case ir.Lambda(function=function):
            return _function(function)
        case ir.Class(bases=bases, keywords=keywords, decorators=decorators, body=body):
            return f"{_decorators(decorators)}class {item.qualname}{spelled((*bases, *keywords))} {spelled(body)}"
        case ir.Parameter():
            return _parameter(item)
    if not hasattr(item, "__dataclass_fields__"):
        return str(item)
    fields = [getattr(item, name) for name in item.__dataclass_fields__ if name not in _PLACE]
    while fields and fields[-1] in _EMPTY:
        fields.pop()
    return f"{type(item).__name__}({', '.join(map(spelled, fields))})"


def _decorators(decorators: tuple[ir.Expression, ...]) -> str:
    return "".join(f"@{spelled(one)} " for one in decorators)


def _function(function: ir.Function) -> str:
    returns = f" -> {spelled(function.returns)}" if function.returns else ""
    kind = "async " if function.is_async else ""
    parameters = ", ".join(map(spelled, function.parameters))
    head = f"{_decorators(function.decorators)}{kind}{function.qualname}({parameters}){returns}"
    return f"{head} {spelled(function.body)}"


def _parameter(parameter: ir.Parameter) -> str:
    sign = {ir.Kind.PLAIN: "", ir.Kind.KEYWORD: "/", ir.Kind.REST: "*", ir.Kind.REST_KEYWORDS: "**"}[parameter.kind]
    text = sign + (parameter.name or spelled(parameter.pattern))
    text += f": {spelled(parameter.annotation)}" if parameter.annotation else ""
    return text + (f" = {spelled(parameter.default)}" if parameter.default else "")
