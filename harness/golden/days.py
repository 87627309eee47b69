"""What a case would show on another day: the day on which it was run, wherever that stands, becomes the day after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from harness.domain.golden import Capture, Part, PartKind

_FORMS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y%m%d",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
)


def a_day_later(run: Sequence[Capture], days: Collection[date]) -> tuple[Capture, ...]:
    """The captures of a run as they would be a day later; ``days`` are those on which it ran, here and in UTC.

    Three runs within a minute do not show that a day changes; this one does.
    """
    changes = dict(_changes(days))
    return tuple(one.model_copy(update={"parts": tuple(_part(part, changes) for part in one.parts)}) for one in run)


def _changes(days: Collection[date]) -> Iterator[tuple[str, str]]:
    for day in days:
        for form in _FORMS:
            yield day.strftime(form), (day + timedelta(days=1)).strftime(form)


def _part(part: Part, changes: dict[str, str]) -> Part:
    if part.kind is PartKind.PICTURE:
        return part
    return part.model_copy(update={"name": _text(part.name, changes), "value": _value(part.value, changes)})


def _value(value: Any, changes: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {_text(key, changes): _value(inner, changes) for key, inner in value.items()}
    if isinstance(value, list):
        return [_value(inner, changes) for inner in value]
    return _text(value, changes) if isinstance(value, str) else value


def _text(text: str, changes: dict[str, str]) -> str:
    for before, after in changes.items():
        text = text.replace(before, after)
    return text
