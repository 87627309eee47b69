"""Catalogues of a few own rules, and sites to ask them about."""

from __future__ import annotations

from harness.constitution.checks.dataflow.catalogue import Rules, build
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec, canonical
from harness.constitution.checks.dataflow.rules import Bound, Site
from harness.constitution.checks.dataflow.values import Value


def rules(language: str = "python", **sections: object) -> Rules:
    """A catalogue of own entries beside a library that is of no interest."""
    chosen = {"python": "cli", "javascript": "purifiers"}[language]
    return build(CatalogueSpec(language, (chosen,), canonical([{"id": "own", "category": ["sql"], **sections}])))


def own(found: object) -> list[str]:
    """The ids of own rules without their prefix."""
    assert isinstance(found, list | tuple)
    named = [one.rule.id if isinstance(one, Bound) else one.id for one in found]
    return [id.removeprefix("own/") for id in named if id.startswith("own/")]


def constant(*every: object) -> Value:
    """A value that is one of some constants."""
    return Value(constants=frozenset(every))


def typed(*kinds: str) -> Value:
    """An instance of one of some types."""
    return Value(types=frozenset(kinds))


def call(
    name: str,
    *positional: Value,
    receiver: Value | None = None,
    text: str = "",
    rest: Value | None = None,
    **keywords: Value,
) -> Site:
    """A call of a dotted name, or (with a leading dot) of a method of something."""
    method = name.rpartition(".")[2] if "." in name else ""
    names = frozenset() if name.startswith(".") else frozenset({name})
    return Site(names, method, receiver, text, positional, keywords, rest)
