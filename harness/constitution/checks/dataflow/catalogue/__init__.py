"""The rules of dataflow: read from libraries and checks, compiled, and found by look-up; what they mean is in ``rules``.

It knows nothing of code but what a ``Site`` says of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from harness.constitution.checks.dataflow.catalogue import libraries
from harness.constitution.checks.dataflow.catalogue.entries import (
    Block,
    Entry,
    block_of,
    entries,
    plain_aliases,
    plain_bases,
    plain_types,
)
from harness.constitution.checks.dataflow.catalogue.index import Rules
from harness.constitution.checks.dataflow.catalogue.mistakes import EntryError, unknown
from harness.constitution.checks.dataflow.catalogue.names import Names
from harness.constitution.checks.dataflow.catalogue.spec import CATEGORIES, KINDS, LANGUAGES, CatalogueSpec
from harness.constitution.checks.dataflow.rules import Role

__all__ = ["CatalogueSpec", "EntryError", "Rules", "build", "mistakes"]

_CHOSEN = frozenset({Role.SINK, Role.MISUSE})


@lru_cache(maxsize=8)
def build(spec: CatalogueSpec) -> Rules:
    """The catalogue that a spec asks for. Raises EntryError for the first mistake in it."""
    found, names = _read(spec)
    for entry in found:
        if isinstance(entry, EntryError):
            raise entry
    return Rules([entry for entry in found if isinstance(entry, Entry) and _wanted(entry, spec)], names)


def mistakes(spec: CatalogueSpec) -> Sequence[EntryError]:
    """Everything that is wrong in the libraries that a spec names, and in its own entries; no other library is read."""
    try:
        _check_words(spec)
        return _wrong([*(_libraries(spec) if spec.libraries else ()), *_own(spec)])
    except EntryError as error:
        return (error,)


def _wrong(blocks: Sequence[Block]) -> Sequence[EntryError]:
    found, names = _entries(blocks)
    wrong = [entry for entry in found if isinstance(entry, EntryError)]
    if not wrong:
        Rules([entry for entry in found if isinstance(entry, Entry)], names)
    return tuple(wrong)


def _read(spec: CatalogueSpec) -> tuple[list[Entry | EntryError], Names]:
    _check_words(spec)
    return _entries([*_libraries(spec), *_own(spec)])


def _entries(blocks: Sequence[Block]) -> tuple[list[Entry | EntryError], Names]:
    names = _names(blocks)
    return [entry for block in blocks for entry in entries(block, names.spellings)], names


def _check_words(spec: CatalogueSpec) -> None:
    if spec.language not in LANGUAGES:
        raise unknown("language of dataflow", spec.language, LANGUAGES)
    for noun, words, known in (("kind of source", spec.kinds, KINDS), ("category", spec.categories, CATEGORIES)):
        for word in words:
            if word not in known:
                raise unknown(noun, word, known)


def _libraries(spec: CatalogueSpec) -> list[Block]:
    chosen = libraries.with_used(spec.language, spec.libraries) if spec.libraries else libraries.names(spec.language)
    return [block_of(libraries.library(spec.language, name), name) for name in chosen]


def _own(spec: CatalogueSpec) -> list[Block]:
    own = json.loads(spec.own) if spec.own else []
    return [block_of(written, f"own-{number}") for number, written in enumerate(own, 1)]


def _names(blocks: Sequence[Block]) -> Names:
    aliases: dict[str, str] = {}
    bases: dict[str, tuple[str, ...]] = {}
    types: dict[str, tuple[str, ...]] = {}
    for block in blocks:
        aliases.update(plain_aliases(block))
        for found, more in ((bases, plain_bases(block)), (types, plain_types(block))):
            for name, of in more.items():
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), *of)))
    return Names(aliases, bases, types)


def _wanted(entry: Entry, spec: CatalogueSpec) -> bool:
    rule = entry.rule
    if rule is None:
        return True
    if rule.role is Role.SOURCE:
        return not spec.kinds or rule.kind in spec.kinds
    if rule.role in _CHOSEN:
        return not spec.categories or not rule.categories.isdisjoint(spec.categories)
    return True
