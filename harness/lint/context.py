"""What a rule may know besides the card: configuration, other cards, requirements and names of the product's source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from harness.domain.cards import Card
from harness.domain.configuration import Configuration
from harness.domain.requirements import ByName, Requirement


class Source(Protocol):
    """The product's source, asked only for what a card names: whoever implements it may look lazily."""

    def has_path(self, path: str) -> bool:
        """Whether a relative path, or the name of a file, is one of the product's source files."""
        ...

    def has_module(self, name: str) -> bool:
        """Whether a dotted name is a module of the product."""
        ...

    def defined(self, names: Collection[str]) -> Mapping[str, str]:
        """Those of the names that are classes or functions of the product, each with ``path:line``."""
        ...


class NoSource:
    """A source that nothing is known of."""

    def has_path(self, path: str) -> bool:
        """Nothing is known to be a source file."""
        return False

    def has_module(self, name: str) -> bool:
        """Nothing is known to be a module."""
        return False

    def defined(self, names: Collection[str]) -> Mapping[str, str]:
        """Nothing is known to be defined."""
        return {}


@dataclass(frozen=True)
class Context:
    """Everything that a rule may look at; ``cards`` are all cards of the project, asked for or not."""

    configuration: Configuration = field(default_factory=Configuration)
    cards: tuple[Card, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    source: Source = field(default_factory=NoSource)

    @cached_property
    def paths_by_id(self) -> Mapping[str, tuple[str, ...]]:
        """Where the cards of each id lie."""
        found: dict[str, tuple[str, ...]] = {}
        for card in self.cards:
            found[card.id] = (*found.get(card.id, ()), card.path)
        return found

    @cached_property
    def by_name(self) -> ByName:
        """The requirements by what cards may call them."""
        return ByName(self.requirements)

    @property
    def commands(self) -> frozenset[str]:
        """What a user can type."""
        return frozenset(self.configuration.product.commands)
