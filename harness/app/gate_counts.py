"""Makes facts of what was counted: a value, bounds, or why it is not known; counting lies with each kind of evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from operator import itemgetter
from typing import TypeVar

from harness.domain.gate import MOST_ITEMS, Fact, Item, Number
from harness.domain.tracing import Link

Thing = TypeVar("Thing")
_NAMED = 5


@dataclass(frozen=True)
class Rest:
    """What the facts of a kind rest on: the ids of runs with the end of each (RFC 3339, UTC), or another ``source``."""

    runs: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    @property
    def told(self) -> str:
        """It in one line."""
        names = sorted(self.runs)
        return self.source or named([f"run {id}" for id in names])

    @property
    def oldest(self) -> str:
        """When the oldest of it was recorded; empty where that is this moment."""
        return min(self.runs.values(), default="")


@dataclass(frozen=True)
class Tally:
    """Facts of one kind. ``unknown`` says why none of it is known, and ``undecided`` what of it could not be decided."""

    rest: Rest = field(default_factory=Rest)
    unknown: str = ""
    undecided: str = ""

    def items(self, name: str, items: Collection[Item], more: int = 0) -> Fact:
        """How many there are; ``more`` may be among them and could not be decided."""
        return self.number(name, len(items), len(items) + more, items)

    def links(self, name: str, links: Collection[Link], item: Callable[[Link], Item], more: int = 0) -> Fact:
        """The same of very many, of which only the first are made items."""
        return self.number(name, len(links), len(links) + more, first(((one.evidence.key, one) for one in links), item))

    def number(self, name: str, low: Number, high: Number | None, items: Iterable[Item] = ()) -> Fact:
        """A number between two bounds: known where they are one, and not at all while the kind is unknown."""
        common = {"name": name, "source": self.rest.told, "recorded": self.rest.oldest, "items": shown(items)}
        if self.unknown:
            return Fact(**common, unknown=self.unknown)
        if low == high:
            return Fact(**common, value=low)
        return Fact(**common, unknown=self.undecided, low=low, high=high)

    def exactly(self, name: str, value: Number, items: Iterable[Item] = ()) -> Fact:
        """A number that what could not be decided does not change."""
        return self.number(name, value, value, items)


def always(name: str, value: Number, items: Iterable[Item] = (), source: str = "") -> Fact:
    """A number that is told of this moment and always known."""
    return Fact(name=name, value=value, source=source, items=shown(items))


def unknown(name: str, why: str, source: str = "", items: Iterable[Item] = ()) -> Fact:
    """A number of which nothing is known."""
    return Fact(name=name, unknown=why, source=source, items=shown(items))


def shown(items: Iterable[Item]) -> tuple[Item, ...]:
    """The first of them by their keys, each once."""
    once = {item.key: item for item in items}
    return tuple(once[key] for key in sorted(once)[:MOST_ITEMS])


def first(things: Iterable[tuple[str, Thing]], item: Callable[[Thing], Item]) -> tuple[Item, ...]:
    """The items of things by their keys, only so many made as a fact names."""
    return tuple(item(thing) for _, thing in nsmallest(MOST_ITEMS, things, key=itemgetter(0)))


def named(names: Sequence[str], noun: str = "more") -> str:
    """Some names in a sentence, the others counted: ``A, B and 3 more``."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} {noun}"


def one_line(text: str) -> str:
    """A text in one line, at most 300 characters of it."""
    return " ".join(text.split())[:300]
