"""Looks into parsed JSON that nobody vouches for; what it means lies in the readers of each form."""

from __future__ import annotations

import json
from collections.abc import Iterator

from harness.constitution.outputs.results import NotUnderstood
from harness.markdown.values import Json

_SPACE = " \t\r\n"


def documents(output: str) -> list[Json]:
    """Each of the JSON values that follow one another in a text, such as one to a line.

    Raises:
        NotUnderstood: if there is anything else.
    """
    decoder, found, at = json.JSONDecoder(parse_constant=_refuse), list[Json](), 0
    text = output.removeprefix("\ufeff").strip(_SPACE)
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise NotUnderstood(f"it is no JSON: {_reason(error)}") from None
        found.append(value)
        while at < len(text) and text[at] in _SPACE:
            at += 1
    return found


def at(value: Json, *keys: str) -> Json:
    """What lies at the end of a way through objects; None where it ends early."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def items(value: Json) -> Iterator[Json]:
    """The items of a list; none where it is no list."""
    if isinstance(value, list):
        yield from value


def text(value: Json, *names: str) -> str:
    """The first of the named members that is a text with something in it; names may be ways, ``location.path``."""
    for name in names:
        found = at(value, *name.split("."))
        if isinstance(found, str) and found:
            return found
    return ""


def number(value: Json, *names: str) -> int | None:
    """The first of the named members that is a whole number, zero included."""
    for name in names:
        found = at(value, *name.split("."))
        if isinstance(found, int) and not isinstance(found, bool):
            return found
    return None


def _refuse(word: str) -> float:
    raise ValueError(f"`{word}` is no number")


def _reason(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
