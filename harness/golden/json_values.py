"""JSON as it is compared and shown: keys sorted, numbers as written, and nothing that two readers take differently."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

MOST_DEPTH = 200
_INDENT = "  "


def read_json(text: str) -> Any | None:
    """What a JSON text says; None if it is none, if a key stands twice in it, or if it is nested too deeply to be shown.

    A number with a point or an exponent is a ``Decimal``, so that 1.0 is not 1, and so is -0. ``null`` gives None as well: a
    body of nothing else is shown as text.
    """
    try:
        value = json.loads(
            text, parse_float=Decimal, parse_int=_integer, parse_constant=_no_constant, object_pairs_hook=_once
        )
        return value if _depth_is_fair(value) else None
    except (ValueError, RecursionError, ArithmeticError):
        return None


def write_json(value: Any) -> str:
    """A JSON value as it is shown, without a line feed at its end: keys in order, two spaces for each level."""
    return "".join(_written(value, "\n"))


def one_line(value: Any) -> str:
    """A JSON value in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_string(key)}: {one_line(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(one_line, value)) + "]"
    return _leaf(value)


def _written(value: Any, end: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        inner = end + _INDENT
        for number, key in enumerate(sorted(value)):
            yield f"{',' if number else '{'}{inner}{_string(key)}: "
            yield from _written(value[key], inner)
        yield f"{end}}}"
    elif isinstance(value, list) and value:
        inner = end + _INDENT
        for number, item in enumerate(value):
            yield f"{',' if number else '['}{inner}"
            yield from _written(item, inner)
        yield f"{end}]"
    else:
        yield "{}" if isinstance(value, dict) else "[]" if isinstance(value, list) else _leaf(value)


def _leaf(value: Any) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool) or value is None:
        return _WORDS[value]
    written = str(value)
    is_bare = isinstance(value, Decimal) and written != "-0" and written.lstrip("-").isdigit()
    return f"{written}E+0" if is_bare else written  # 1e0 has an exponent, and stays a number of that kind


_string = encode_basestring
"""A text of JSON as ``json.dumps`` writes it with ``ensure_ascii=False``, without the time that finding the way there takes."""
_WORDS = {True: "true", False: "false", None: "null"}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _integer(written: str) -> int | Decimal:
    return Decimal(written) if written == "-0" else int(written)


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _depth_is_fair(value: Any) -> bool:
    """Whether it is nested no deeper than what is shown can be."""
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [inner for one in level for inner in _below(one)]
        if not level:
            return True
    return False


def _below(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
