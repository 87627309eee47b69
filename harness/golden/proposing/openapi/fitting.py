"""Whether a value is of the kind that a schema asks for; only what can be told at a glance, without following references."""

from __future__ import annotations

from typing import Any

from harness.phrasebook import regex

_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def kinds_of(schema: dict[str, Any]) -> tuple[str, ...]:
    """The types that a schema names, ``null`` among them where it says so; what it implies where it names none."""
    named = schema.get("type")
    kinds = [one for one in (named if isinstance(named, list) else [named]) if isinstance(one, str)]
    if not kinds:
        kinds = [_implied(schema)]
    if schema.get("nullable") is True:
        kinds.append("null")
    return tuple(kind for kind in kinds if kind)


def _implied(schema: dict[str, Any]) -> str:
    if any(key in schema for key in ("properties", "required", "additionalProperties", "minProperties")):
        return "object"
    if any(key in schema for key in ("items", "prefixItems", "minItems", "maxItems")):
        return "array"
    if any(key in schema for key in ("minLength", "maxLength", "pattern", "format")):
        return "string"
    return "number" if any(key in schema for key in ("minimum", "maximum", "multipleOf")) else ""


def kind_of(schema: dict[str, Any]) -> str:
    """The type that a value of a schema has, if it is not null; empty where it may have any."""
    return next((kind for kind in kinds_of(schema) if kind != "null"), "")


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether nothing that can be told at a glance speaks against a value."""
    kinds = kinds_of(schema)
    if kinds and not any(_is_of(value, kind) for kind in kinds):
        return False
    choices = schema.get("enum")
    if isinstance(choices, list) and value not in choices:
        return False
    if isinstance(value, str):
        return _text_fits(value, schema)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number_fits(value, schema)
    return True


def _is_of(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _KINDS.get(kind, (object,)))


def _text_fits(value: str, schema: dict[str, Any]) -> bool:
    if not whole(schema, "minLength", 0) <= len(value) <= whole(schema, "maxLength", len(value)):
        return False
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return True
    try:
        return regex.compile(pattern).search(value) is not None
    except regex.RegexError:
        return True


def _number_fits(value: float, schema: dict[str, Any]) -> bool:
    lowest, highest = bounds(schema)
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)


def bounds(schema: dict[str, Any]) -> tuple[float | None, float | None]:
    """The inclusive bounds of a number; an exclusive one is moved by one where whole numbers are asked for."""
    step = 1 if kind_of(schema) == "integer" else 0.01
    return _bound(schema, "minimum", "exclusiveMinimum", step), _bound(schema, "maximum", "exclusiveMaximum", -step)


def _bound(schema: dict[str, Any], plain: str, exclusive: str, step: float) -> float | None:
    at, beyond = _number(schema.get(plain)), schema.get(exclusive)
    if beyond is True:
        return None if at is None else at + step
    limit = _number(beyond)
    return at if limit is None else limit + step


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def whole(schema: dict[str, Any], key: str, otherwise: int) -> int:
    """A whole number of a schema."""
    value = schema.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise
