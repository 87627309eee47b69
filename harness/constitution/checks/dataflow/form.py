"""A check of this kind as users write it; what its own entries mean is read by ``catalogue``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from harness.constitution._forms import Form, Keys, Word, Words, refuse_quantifiers
from harness.constitution.checks.dataflow import catalogue
from harness.constitution.checks.dataflow.catalogue import libraries
from harness.constitution.checks.dataflow.catalogue.spec import (
    CATEGORIES,
    DEFAULT_KINDS,
    KINDS,
    SECTIONS,
    CatalogueSpec,
    canonical,
    with_parts,
)
from harness.constitution.kinds import only_for, read_options, refuse
from harness.domain.nearest import did_you_mean
from harness.domain.principles import CheckSpec, Use

_ABOUT = {
    "secret-log": "secret",
    "secret-response": "secret",
    "money": "money-float",
    "weak-random": "random",
}
OWN = "own"
"""What the ids of a check's own rules begin with."""
ENDINGS = {
    "python": frozenset({".py", ".pyw"}),
    "javascript": frozenset({".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"}),
}
"""What the names of the files of each language end in."""


def _as_entries(value: Any) -> Any:
    entries = value if isinstance(value, list) else [value]
    if not all(entry and isinstance(entry, str | dict) for entry in entries):
        raise ValueError("an entry should be a pattern, or a mapping with a `pattern`")
    return tuple(entries)


def _as_names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _as_flow(value: Any) -> Any:
    return {"category": value} if isinstance(value, str | list) else value


Entries = Annotated[tuple[Any, ...], BeforeValidator(_as_entries)]


class Flow(Keys):
    """What flows where. ``from_`` are libraries (None: all); the entries are the check's own, beside theirs."""

    category: Words | None = None
    from_: Annotated[tuple[Word, ...], BeforeValidator(_as_names)] | None = None
    language: Literal["python", "javascript"] = "python"
    kinds: Words | None = None
    sources: Entries = ()
    sinks: Entries = ()
    sanitizers: Entries = ()
    guards: Entries = ()
    propagators: Entries = ()
    misuses: Entries = ()
    parameters: Entries = ()
    results: Entries = ()
    types: Mapping[str, Any] = Field(default_factory=dict)
    bases: Mapping[str, Any] = Field(default_factory=dict)
    aliases: Mapping[str, Any] = Field(default_factory=dict)

    @property
    def categories(self) -> frozenset[str]:
        """The categories of the libraries' sinks and misuses that are meant, with those that are parts of them."""
        return with_parts(self.category or ())

    def kinds_for(self, category: str) -> frozenset[str]:
        """The kinds of the libraries' sources that are meant for a category.

        Some categories are about one kind, whatever is asked for besides: what a request brings is no secret.
        """
        given = frozenset(self.kinds or ())
        if category in _ABOUT:
            return (given - DEFAULT_KINDS) or frozenset({_ABOUT[category]})
        if not given:
            return DEFAULT_KINDS
        others = frozenset(_ABOUT.values()) if not _ABOUT.keys().isdisjoint(self.all_categories) else frozenset[str]()
        return given - others

    @cached_property
    def own(self) -> str:
        """The check's own entries as the catalogue takes them, equal for what is equal; empty where there are none."""
        given = {name: getattr(self, name) for name in SECTIONS if getattr(self, name)}
        if not given:
            return ""
        return canonical([{**given, "id": OWN, "category": sorted(frozenset(self.category or ()))}])

    @property
    def all_categories(self) -> frozenset[str]:
        """Every category that is meant, those of the check's own sinks and misuses among them."""
        return self.categories.union(*(_words(entry, "category") for entry in (*self.sinks, *self.misuses)))

    @property
    def all_kinds(self) -> frozenset[str]:
        """Every kind of sources that is meant, those of the check's own among them."""
        asked = [self.kinds_for(category) for category in self.all_categories]
        return frozenset[str]().union(*asked, *(_words(entry, "kind") or ("request",) for entry in self.sources))


class DataflowCheck(Form):
    """A check of this kind as written."""

    dataflow: Annotated[Flow, BeforeValidator(_as_flow)]


def read_check(spec: CheckSpec) -> DataflowCheck:
    """The check. Raises DocumentError."""
    only_for(spec, Use.FORBID, "forbid what must not reach a place, or must not be done")
    check = read_options(DataflowCheck, spec)
    refuse_quantifiers(spec, check)
    flow = check.dataflow
    if not flow.category and not flow.sinks and not flow.misuses:
        raise refuse(spec, "nothing is forbidden", "name a `category`, or write `sinks` or `misuses`")
    _known(spec, "category", flow.category or (), CATEGORIES)
    _known(spec, "kind of source", flow.kinds or (), KINDS)
    _known(spec, "library", flow.from_ or (), frozenset(libraries.names(flow.language)))
    _sound(spec, flow)
    return check


def _sound(spec: CheckSpec, flow: Flow) -> None:
    """Refuse entries that the catalogue does not understand."""
    if not flow.own:
        return
    wrong = catalogue.mistakes(CatalogueSpec(language=flow.language, own=flow.own))
    if wrong:
        raise refuse(spec, wrong[0].what, wrong[0].hint)


def _words(entry: str | Mapping[str, Any], key: str) -> Sequence[str]:
    """The words that an entry gives for a key: one, or a list of them."""
    given = entry.get(key, ()) if isinstance(entry, Mapping) else ()
    return (given,) if isinstance(given, str) else tuple(given)


def _known(spec: CheckSpec, noun: str, words: Sequence[str], known: frozenset[str]) -> None:
    for word in words:
        if word not in known:
            raise refuse(spec, f"there is no {noun} '{word}'", did_you_mean(word, known))
