"""What a catalogue is asked to hold, and the words that rules are made of; it is plain data that goes to other processes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.constitution.checks.dataflow.catalogue.words import listed

LANGUAGES = ("python", "javascript")

CATEGORIES = listed(
    """sql nosql command code path html template redirect url deserialize xml xpath ldap header log session regex email upload
    object secret-log secret-response weak-hash weak-cipher weak-random cookie tls cors csrf money resource prototype debug
    secret-code permission html-address ldap-dn nosql-operator authentication"""
)
"""Every category that a sink, a misuse or a sanitizer may have."""

PARTS = {"html": "html-address", "ldap": "ldap-dn", "nosql": "nosql-operator"}
"""Categories that others have beside them: what is harmless in a filter of LDAP is not in a name, and the other way round; text
is no operator of MongoDB, but may be a part of a script."""

KINDS = listed("request cli environment file stdin network response database secret random money-float")
"""Every kind that a source may have."""

DEFAULT_KINDS = frozenset({"request", "network", "stdin"})
"""The kinds that a check asks for unless it says otherwise."""

SECTIONS = (
    "sources",
    "sinks",
    "sanitizers",
    "guards",
    "propagators",
    "misuses",
    "types",
    "bases",
    "aliases",
    "parameters",
    "results",
)
"""The keys under which a library, or a check, lists its entries."""


@dataclass(frozen=True, slots=True)
class CatalogueSpec:
    """Which rules a catalogue holds.

    ``libraries`` by name, with those that they use (none: all of the language); ``own`` is JSON as ``canonical`` writes it.
    ``kinds`` and ``categories`` leave out the sources, and the sinks and misuses, of all others (none: nothing is left out).
    """

    language: str = "python"
    libraries: tuple[str, ...] = ()
    own: str = ""
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


def with_parts(categories: Iterable[str]) -> frozenset[str]:
    """Categories with those that are parts of them."""
    chosen = frozenset(categories)
    return chosen.union(PARTS[category] for category in chosen & PARTS.keys())


def canonical(blocks: Sequence[Mapping[str, object]]) -> str:
    """Own entries as one text, equal for what is equal.

    A block is what one check says: the keys of ``SECTIONS``, ``id`` (what its rules' ids begin with) and ``category`` (a list:
    those of sinks, misuses and sanitizers that name none).
    """
    return json.dumps(list(blocks), sort_keys=True, separators=(",", ":"), ensure_ascii=False) if blocks else ""
