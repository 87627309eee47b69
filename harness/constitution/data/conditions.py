"""What a value must be like, and how to say that it is not; which values are asked lies in the checks that ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from harness.constitution._forms import Keys, Word
from harness.constitution.data import schemas
from harness.constitution.data.filters import is_number, same, searchable
from harness.constitution.data.tree import Item, Plain, plain
from harness.phrasebook import regex

_NUMBER = re.compile(r"[-+]?[0-9]{1,300}(?:\.[0-9]{1,300})?")
_MOST_CHARACTERS = 60
_MOST_FAULTS = 100


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class Conditions(Keys):
    """All that is said of a value; ``exists`` alone says whether there may be one. Bounds are themselves excluded."""

    equals: Any = None
    one_of: Annotated[tuple[Any, ...], BeforeValidator(_as_tuple), Field(min_length=1)] | None = None
    matches: Word | None = None
    above: float | None = None
    below: float | None = None
    schema_: dict[str, Any] | None = None
    exists: bool | None = None

    @property
    def of_values(self) -> bool:
        """Whether more is asked than that there is a value."""
        return bool(self.model_fields_set & {"equals", "one_of", "matches", "above", "below", "schema_"})

    def check(self) -> None:
        """Raise ValueError for a condition that cannot be used."""
        if self.exists is False and self.of_values:
            raise ValueError("what must not exist cannot be asked for its value")
        if self.matches:
            regex.compile(self.matches)
        if self.schema_ is not None:
            schemas.check(self.schema_)


@dataclass(frozen=True)
class Fault:
    """Where a value is not as it must be, and why."""

    item: Item
    reason: str


def faults(wanted: Conditions, item: Item) -> Iterator[Fault]:
    """What keeps a value from being surely as wanted, by each way to read it. Raises MachineError, ValueError (see schemas)."""
    readings = _readings(item)
    for value in readings:
        reason = _fault(wanted, value)
        if reason:
            whose = "to some readers of YAML it is" if len(readings) > 1 else "it is"
            yield Fault(item, f"{whose} {shown(value)}, and must be {reason}")
            break
    if wanted.schema_ is not None:
        for path, reason in schemas.faults(wanted.schema_, plain(item), _MOST_FAULTS):
            yield Fault(_at(item, path), reason)


def may_meet(wanted: Conditions, item: Item) -> bool:
    """Whether a value is as wanted by any way to read it. Raises MachineError, ValueError (see schemas)."""
    if all(_fault(wanted, value) for value in _readings(item)):
        return False
    return wanted.schema_ is None or not list(schemas.faults(wanted.schema_, plain(item), 1))


def shown(value: Plain) -> str:
    """A value as JSON, cut."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except ValueError:  # a list within itself cannot be, but a number may have too many digits to be written
        text = "a number of many digits"
    text = searchable(text)
    return f"`{text}`" if len(text) <= _MOST_CHARACTERS else f"`{text[:_MOST_CHARACTERS]}…`"


def _readings(item: Item) -> tuple[Plain, ...]:
    return item.readings or (plain(item),)


def _fault(wanted: Conditions, value: Plain) -> str:
    """What a value must be and is not; empty where it is."""
    if "equals" in wanted.model_fields_set and not same(value, wanted.equals):
        return shown(wanted.equals)
    if wanted.one_of and not any(same(value, one) for one in wanted.one_of):
        return f"one of {', '.join(shown(one) for one in wanted.one_of)}"
    if wanted.matches and not _matches(wanted.matches, value):
        return f"a text that matches `{wanted.matches}`"
    number = _number(value)
    if wanted.above is not None and not (number is not None and number > wanted.above):
        return f"a number above {wanted.above:g}"
    if wanted.below is not None and not (number is not None and number < wanted.below):
        return f"a number below {wanted.below:g}"
    return ""


def _matches(pattern: str, value: Plain) -> bool:
    if value is None or isinstance(value, list | dict):
        return False
    text = value if isinstance(value, str) else json.dumps(value)
    return regex.compile(pattern).search(searchable(text)) is not None


def _number(value: Plain) -> int | float | None:
    """The number that a value is, also where the format knows nothing but texts."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    return value if is_number(value) else None


def _at(item: Item, path: tuple[str | int, ...]) -> Item:
    """The value that lies so many steps below."""
    for step in path:
        if isinstance(item.value, dict):
            item = item.value[str(step)]
        elif isinstance(item.value, list):
            item = item.value[int(step)]
    return item
