"""Reads JSON exactly, finds fields by dotted path, and compares values with their types; judges nothing."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import NoReturn, TypeAlias

JsonValue: TypeAlias = "bool | str | Decimal | list[JsonValue] | dict[str, JsonValue] | None"

_DOT = re.compile(r"(?<!\\)\.")
_INDEX = re.compile(r"\d{1,18}", re.ASCII)


class JsonError(ValueError):
    """A text that is not unambiguous JSON; the message says why."""


class NoField(ValueError):
    """A path that leads nowhere; the message says where it ends."""


def parse(text: str) -> JsonValue:
    """The value, with exact numbers. Raises JsonError on anything but RFC 8259 JSON with unique keys."""
    try:
        value: JsonValue = json.loads(
            text.removeprefix("\ufeff"),
            parse_float=_number,
            parse_int=_number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise JsonError(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError:
        raise JsonError("JSON that is nested too deeply to be read") from None
    return value


def split_path(path: str) -> list[str]:
    r"""The parts of a dotted path; ``\.`` is a dot within a part."""
    return [part.replace("\\.", ".") for part in _DOT.split(path)]


def field(value: JsonValue, path: str) -> JsonValue:
    """What stands at a dotted path; digits are the index in a list and a key elsewhere. Raises NoField."""
    for part in split_path(path):
        value = _member(value, part, path)
    return value


def same(left: JsonValue, right: JsonValue) -> bool:
    """Whether two values are equal, types included: 70 is 70.0, but neither true nor "70"."""
    pending = [(left, right)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, dict) and isinstance(other, dict):
            if one.keys() != other.keys():
                return False
            pending.extend((one[key], other[key]) for key in one)
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            pending.extend(zip(one, other, strict=True))
        elif one != other:
            return False
    return True


def written(value: JsonValue) -> str:
    """The value as JSON text, for people: numbers as they came."""
    try:
        return _written(value)
    except RecursionError:
        return "a deeply nested value"


def _written(value: JsonValue) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(key)}: {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _member(value: JsonValue, part: str, path: str) -> JsonValue:
    if isinstance(value, dict):
        if part in value:
            return value[part]
        raise NoField(f"no key `{part}` on the way to `{path}`; there are {_named(value)}")
    if isinstance(value, list):
        if _INDEX.fullmatch(part) and int(part) < len(value):
            return value[int(part)]
        raise NoField(f"no item `{part}` on the way to `{path}`; the list has {len(value)}")
    raise NoField(f"no `{part}` on the way to `{path}`: {written(value)} is a single value")


def _named(value: dict[str, JsonValue]) -> str:
    keys = ", ".join(f"`{key}`" for key in list(value)[:8]) or "none"
    return f"{keys} and {len(value) - 8} more" if len(value) > 8 else keys


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise JsonError("a number beyond all bounds") from None


def _refuse_constant(name: str) -> NoReturn:
    raise JsonError(f"not JSON: `{name}` is no JSON value")


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for key, value in pairs:
        if key in found:
            raise JsonError(f"ambiguous JSON: the key `{key}` stands twice in one object")
        found[key] = value
    return found
