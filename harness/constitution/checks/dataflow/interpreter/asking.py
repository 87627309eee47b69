"""What the catalogue says of names and attributes that are read, asked once for each that looks the same to it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar
from weakref import WeakKeyDictionary

from harness.constitution.checks.dataflow.rules import Catalogue, Rule, Site
from harness.constitution.checks.dataflow.values import Value

MOST_KEPT = 20_000


class Answers:
    """The answers of one catalogue, which never change."""

    __slots__ = ("names", "reads", "subscripts", "types")

    def __init__(self) -> None:
        self.names: dict[Hashable, tuple[Rule, ...]] = {}
        self.reads: dict[Hashable, tuple[Rule, ...]] = {}
        self.subscripts: dict[Hashable, tuple[Rule, ...]] = {}
        self.types: dict[frozenset[str], frozenset[str]] = {}


_ANSWERS: WeakKeyDictionary[Catalogue, Answers] = WeakKeyDictionary()


def answers_of(catalogue: Catalogue) -> Answers:
    """What a catalogue answered so far."""
    found = _ANSWERS.get(catalogue)
    if found is None:
        found = _ANSWERS[catalogue] = Answers()
    return found


def of_name(catalogue: Catalogue, answers: Answers, names: frozenset[str], text: str) -> tuple[Rule, ...]:
    """The rules that match a name that is read."""
    key = (names, text)
    found = answers.names.get(key)
    if found is None:
        found = tuple(bound.rule for bound in catalogue.reads(Site(names, text=text)))
        _keep(answers.names, key, found)
    return found


def of_read(catalogue: Catalogue, answers: Answers, site: Site) -> tuple[Rule, ...]:
    """The rules that match an attribute that is read."""
    key = (site.names, site.method, site.text, _seen(site.receiver))
    found = answers.reads.get(key)
    if found is None:
        found = tuple(bound.rule for bound in catalogue.reads(site))
        _keep(answers.reads, key, found)
    return found


def of_subscript(catalogue: Catalogue, answers: Answers, site: Site) -> tuple[Rule, ...]:
    """The rules that match an item that is read."""
    key = (site.names, site.text, _seen(site.receiver), _seen(site.positional[0]))
    found = answers.subscripts.get(key)
    if found is None:
        found = tuple(bound.rule for bound in catalogue.subscripts(site))
        _keep(answers.subscripts, key, found)
    return found


def read_types(catalogue: Catalogue, answers: Answers, names: frozenset[str]) -> frozenset[str]:
    """What an attribute or name of such dotted names is an instance of."""
    found = answers.types.get(names)
    if found is None:
        found = catalogue.read_types(names)
        _keep(answers.types, names, found)
    return found


def _seen(value: Value | None) -> Hashable:
    """What a rule may ask of the value that is read from."""
    if value is None:
        return None
    return (value.types, value.names, value.constants)


Kept = TypeVar("Kept")
Key = TypeVar("Key")


def _keep(kept: dict[Key, Kept], key: Key, found: Kept) -> None:
    if len(kept) < MOST_KEPT:
        kept[key] = found
