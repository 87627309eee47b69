"""Which structural rules can match in a file at all, by what the file must contain for that; matching itself lies elsewhere.

What must be there is derived from each rule: a set of alternatives, each a set of expressions that must all be found. Whatever
is not understood asks for nothing, so that a file too many may be matched, and never one too few.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import re2

from harness.constitution._pattern_words import words_of
from harness.ports.sources import StructuralRule

Needs = frozenset[frozenset[str]]
"""Alternatives of which one must hold; each is expressions that must all be found."""

NOTHING: Needs = frozenset({frozenset()})
"""Asks for nothing."""
_MOST = 256
_RELATIONS = ("inside", "has", "follows", "precedes")
_MEMORY = 64 << 20


class Sieve:
    """What some things need, by their names, and which of them find it in a file."""

    def __init__(self, needs: Mapping[str, Needs]) -> None:
        expressions = sorted({one for need in needs.values() for all_of in need for one in all_of})
        bits = {one: 1 << number for number, one in enumerate(expressions)}
        self._needs = {name: [sum(bits[one] for one in all_of) for all_of in need] for name, need in needs.items()}
        self._end = len(expressions)
        self._set = _compiled([*expressions, r"\z"])
        self._known: dict[int, frozenset[str]] = {}

    def passing(self, data: bytes) -> frozenset[str]:
        """The names of those that find what they need."""
        found = (self._set.Match(data) if self._set else None) or []
        if self._end not in found:  # every file has an end: RE2 gave up on the way, for want of memory
            return frozenset(self._needs)
        mask = sum(1 << number for number in found)
        if mask not in self._known:
            passing = (name for name, needs in self._needs.items() if any(need & mask == need for need in needs))
            self._known[mask] = frozenset(passing)
        return self._known[mask]


class Prefilter:
    """The rules of one run, all of one language."""

    def __init__(self, rules: Sequence[StructuralRule]) -> None:
        self._sieve = Sieve({rule.id: needs_of(rule) for rule in rules})

    def possible(self, data: bytes) -> frozenset[str]:
        """The rules that can match in a file, by their ids."""
        return self._sieve.passing(data)


def needs_of(rule: StructuralRule) -> Needs:
    """What a file must contain for the rule to match in it."""
    document = json.loads(rule.document)
    return _Reading(rule.language, document.get("utils") or {}).of(document.get("rule"), ())


class _Reading:
    """One document, read with the rules that it defines for itself."""

    def __init__(self, language: str, utils: Mapping[str, Any]) -> None:
        self._language = language
        self._utils = utils

    def of(self, rule: Any, within: tuple[str, ...]) -> Needs:
        """What a rule needs; ``within`` are the names that are being followed already."""
        if not isinstance(rule, dict):
            return NOTHING
        return _all(self._part(key, value, within) for key, value in rule.items())

    def _part(self, key: str, value: Any, within: tuple[str, ...]) -> Needs:
        if key == "pattern" and isinstance(value, str):
            return frozenset({words_of(value, self._language)})
        if key == "all" and isinstance(value, list):
            return _all(self.of(one, within) for one in value)
        if key == "any" and isinstance(value, list):
            return _any(self.of(one, within) for one in value)
        if key in _RELATIONS:
            return self.of(value, within)
        if key == "matches" and value in self._utils and value not in within:
            return self.of(self._utils[value], (*within, value))
        return NOTHING


def _all(parts: Iterable[Needs]) -> Needs:
    return reduce(_both, parts, NOTHING)


def _both(one: Needs, other: Needs) -> Needs:
    """Both hold; where that makes too many alternatives, the one that asks for more of them is left out."""
    if NOTHING in (one, other):
        return other if one == NOTHING else one
    if len(one) * len(other) > _MOST:
        return min(one, other, key=len)
    return _fewest(left | right for left in one for right in other)


def _any(parts: Iterable[Needs]) -> Needs:
    every: set[frozenset[str]] = set()
    for part in parts:
        if part == NOTHING:
            return NOTHING  # what the others need makes no difference, so that nobody has to find it out
        every |= part
    fewest = _fewest(every)
    return fewest if 0 < len(fewest) <= _MOST else NOTHING


def _fewest(alternatives: Iterable[frozenset[str]]) -> Needs:
    """Without the alternatives that ask for all that another one asks for."""
    every = set(alternatives)
    if frozenset() in every:
        return NOTHING
    if len(every) > _MOST:
        return frozenset(every)
    return frozenset(one for one in every if not any(other < one for other in every))


def _compiled(expressions: Sequence[str]) -> Any:
    """The expressions as one; None where they are too many for RE2."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = _MEMORY
    options.log_errors = False
    expression_set = re2.Set.SearchSet(options)
    for one in expressions:
        expression_set.Add(one)
    try:
        expression_set.Compile()
    except re2.error:
        return None
    return expression_set
