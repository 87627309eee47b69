"""The facts of a case as they are judged: each once, in one order, with nothing in them that cannot be counted with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.domain.gate import MOST_ITEMS, Fact, Item
from harness.gate.intervals import as_written, between
from harness.gate.names import rank

NOT_TOLD = "nothing tells it"
_TWICE = "it is told twice, and not the same"
_NO_NUMBER = "its value is no number that can be counted with"


def settled(facts: Iterable[Fact], asked: Iterable[str]) -> Mapping[str, Fact]:
    """The facts by their names, in the order of ``names``, those that are asked for and missing as unknown ones."""
    found: dict[str, Fact] = {}
    for fact in map(_countable, facts):
        same = found.setdefault(fact.name, fact)
        if same != fact:
            found[fact.name] = Fact(name=fact.name, unknown=_TWICE)
    for name in asked:
        found.setdefault(name, Fact(name=name, unknown=NOT_TOLD))
    return {name: found[name] for name in sorted(found, key=rank)}


def _countable(fact: Fact) -> Fact:
    """The fact, unknown where its value is no number, and without bounds that contradict each other."""
    changed: dict[str, object] = {"items": in_order(fact.items)}
    if fact.value is not None and (fact.unknown or as_written(fact.value) is None):
        changed |= {"value": None, "unknown": fact.unknown or _NO_NUMBER, "low": None, "high": None}
    elif fact.value is None:
        changed |= {"unknown": fact.unknown or NOT_TOLD}
        if between(fact.low, fact.high) is None:
            changed |= {"low": None, "high": None}
    else:
        changed |= {"low": None, "high": None}
    return fact.model_copy(update=changed)


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items, each once, sorted by what they are; of many the first ones."""
    return tuple(sorted(dict.fromkeys(items), key=_key)[:MOST_ITEMS])


def _key(item: Item) -> tuple[str, str, int, str, str]:
    place = item.place
    return (item.key, place.path if place else "", place.line if place else 0, item.what, item.run)
