"""Front matter of a card to typed values; which keys there are is shared by cards and golden cases."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from harness.domain.actions import Surface
from harness.domain.cards import Tier
from harness.domain.nearest import did_you_mean
from harness.markdown import codes as document_codes
from harness.markdown.collector import Collector
from harness.markdown.front_matter import refuse_unknown_keys
from harness.markdown.tree import Listing, Scalar, Table
from harness.readers import _codes

KEYS = frozenset({"id", "verifies", "surface", "tier", "dimensions"})
_ID = re.compile(r"[^\W_]([\w.-]*\w)?", re.ASCII)
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Front:
    """What the front matter of a card says; defaults stand where it is silent."""

    id: str = ""
    verifies: tuple[str, ...] = ()
    surfaces: tuple[Surface, ...] = (Surface.TERMINAL,)
    tier: Tier = Tier.FOUNDATION
    dimensions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dimension_lines: dict[str, int] = field(default_factory=dict)


def read_front(table: Table | None, collector: Collector, more: frozenset[str] = frozenset()) -> Front:
    """The typed front matter; mistakes go to the collector. ``more`` are keys that somebody else reads."""
    if table is None:
        collector.add(
            _codes.NO_ID, 1, "the card has no front matter", "begin it with `---`, `id: …`, `verifies: […]`, `---`"
        )
        return Front()
    refuse_unknown_keys(table, KEYS | more, collector)
    tiers = _choices(table, "tier", Tier, collector)
    if len(tiers) > 1:
        invalid(collector, table, "tier", "a card has one tier", "keep one of them")
    surfaces = _choices(table, "surface", Surface, collector)
    return Front(
        id=_id(table, collector),
        verifies=read_words(table, "verifies", collector),
        surfaces=surfaces or (Surface.TERMINAL,),
        tier=tiers[0] if tiers else Tier.FOUNDATION,
        dimensions=_dimensions(table, collector),
        dimension_lines=_dimension_lines(table),
    )


def _dimensions(table: Table, collector: Collector) -> dict[str, tuple[str, ...]]:
    """Where in the coverage matrix the card lies; which dimensions there are is for the project to say."""
    value = table.values.get("dimensions")
    if value is None or (isinstance(value, Scalar) and not value.text):
        return {}
    if not isinstance(value, Table):
        hint = "write it as `dimensions: {platform: linux, action: [open, close]}`"
        invalid(collector, table, "dimensions", "'dimensions' is not made of names with their values", hint)
        return {}
    said = {name: read_words(value, name, collector) for name in value.values}
    for name, words in said.items():
        if not words:
            hint = f"name at least one, or take '{name}' away"
            invalid(collector, value, name, f"the dimension '{name}' has no value", hint)
    return said


def _dimension_lines(table: Table) -> dict[str, int]:
    value = table.values.get("dimensions")
    return {f"dimensions.{name}": line for name, line in value.key_lines.items()} if isinstance(value, Table) else {}


def _id(table: Table, collector: Collector) -> str:
    value = table.values.get("id")
    if value is None or (isinstance(value, Scalar) and not value.text):
        line = value.line if value else table.line
        collector.add(
            _codes.NO_ID, line, "the card has no id", "add a line such as `id: BANK-TRANSFER` to the front matter"
        )
        return ""
    if not isinstance(value, Scalar) or not _ID.fullmatch(value.text or ""):
        hint = "use letters, digits, dashes, dots and underscores, such as `BANK-TRANSFER`"
        invalid(collector, table, "id", "the id is not one word", hint)
        return ""
    return value.text or ""


def _choices(table: Table, key: str, enum: type[Choice], collector: Collector) -> tuple[Choice, ...]:
    chosen: dict[Choice, None] = {}
    for word in read_words(table, key, collector):
        if word in list(enum):
            chosen[enum(word)] = None
        else:
            invalid(collector, table, key, f"unknown {key} '{word}'", did_you_mean(word, list(enum)))
    return tuple(chosen)


def read_words(table: Table, key: str, collector: Collector) -> tuple[str, ...]:
    """A scalar or a flat list of scalars; a single value may contain commas."""
    value = table.values.get(key)
    if value is None:
        return ()
    items = value.items if isinstance(value, Listing) else (value,)
    words: dict[str, None] = {}
    for item in items:
        if not isinstance(item, Scalar):
            invalid(collector, table, key, f"'{key}' is not a list of words", f"write it as `{key}: [A, B]`")
        elif item.text:
            words.update(dict.fromkeys(word.strip() for word in item.text.split(",") if word.strip()))
    return tuple(words)


def invalid(collector: Collector, table: Table, key: str, what: str, hint: str) -> None:
    collector.add(document_codes.INVALID_VALUE, table.key_lines[key], what, hint)
