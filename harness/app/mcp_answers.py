"""Makes an answer to an agent of what was found: JSON of at most so many bytes, and with how much was left out of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from harness.domain.places import Mistake
from harness.domain.visible import visible
from harness.reports._lines import cut
from harness.reports._smuggled import unsmuggled

Value: TypeAlias = "str | int | float | bool | Sequence[Value] | Mapping[str, Value] | None"
Document: TypeAlias = "dict[str, Value]"
MOST_BYTES = 20_000
"""The most that one answer takes, as UTF-8."""
_LONGEST = 2_000
_LEFT_OUT = "left_out"


def answer(document: Document, told: Callable[[str], str]) -> str:
    """A document as JSON in which nothing commands or hides; its longest lists are cut where they do not fit.

    ``told`` takes out what must not be told.
    """
    clean = {key: _clean(value, told) for key, value in document.items() if value not in ("", [], (), None)}
    counts: dict[str, Value] = {}
    while len(text := _written(clean, counts)) > MOST_BYTES:
        lists = {key: value for key, value in clean.items() if isinstance(value, list) and value}
        if not lists:
            return json.dumps({"said": "the answer is too long", _LEFT_OUT: "everything"})
        longest = max(lists, key=lambda key: _size(lists[key]))
        rows = lists[longest]
        keep = len(rows) // 2
        counts[longest] = _number(counts.get(longest)) + len(rows) - keep
        clean[longest] = rows[:keep]
    return text.decode()


def plain(text: str) -> str:
    """A text in which nothing commands or hides, not too long for an answer."""
    return "\n".join(unsmuggled(visible(line)) for line in cut(text, _LONGEST).split("\n"))


def mistake(one: Mistake) -> Value:
    """A mistake with its place and what to do about it."""
    return {
        "place": str(one.place),
        "code": one.code,
        "severity": one.severity.value,
        "what": one.what,
        "hint": one.hint,
    }


def _written(clean: Mapping[str, Value], counts: Mapping[str, Value]) -> bytes:
    whole = {**clean, _LEFT_OUT: dict(counts)} if counts else clean
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _size(value: Value) -> int:
    return len(json.dumps(value, ensure_ascii=False)) if value else 0


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _clean(value: Value, told: Callable[[str], str]) -> Value:
    if isinstance(value, str):
        return plain(told(value))
    if isinstance(value, Mapping):
        return {key: _clean(one, told) for key, one in value.items()}
    return [_clean(one, told) for one in value] if isinstance(value, Sequence) else value
