"""What requirements claim, so that those that say the same, or the opposite, fall together; judging lies in the rules.

Everything is found by equal keys in tables, so that it takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harness.domain.binding_words import levels_named
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.specification.documents import Document
from harness.specification.quantities import Quantity, quantities
from harness.specification.statements import Statement, sentences_of

_TOKEN = re.compile(r"[^\W_]+(?:[-.'][^\W_]+)*|[%≤≥<>=+#$€]")
_ARTICLES = frozenset({"the", "a", "an"})
_EMPTY_WORDS = (
    "the a an of to in on at by for with from as is are be been being and or its their his her your our this these those each"
    " every all any must shall should may can will system able via when if so also both"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
_NEGATION = re.compile(r"\b(?:NOT|not|never|NEVER)\b\s*")
_MODAL = re.compile(r"\b(?:MUST|SHALL|SHOULD|MAY|must|shall|should|may)\b\s*")
_LONG_ENOUGH = 3


class Said(NamedTuple):
    """One sentence with one binding word: ``key`` is all but that word, its *not* and the numbers with units."""

    key: str
    bounds_key: str
    negated: bool
    level: Level
    bounds: tuple[Quantity, ...]


class Claim(NamedTuple):
    """One requirement: ``same`` is its text without case and punctuation, ``content`` the stems of what carries meaning."""

    id: str
    feature: str
    place: Place
    same: str
    content: tuple[str, ...]
    said: tuple[Said, ...]


def claims_of(document: Document) -> Iterator[Claim]:
    """What each requirement in force claims."""
    for statement in document.statements:
        if not statement.proposed:
            yield _claim(statement)


def names(claims: Iterable[Claim]) -> str:
    """Some claims by their ids and places, for a sentence."""
    return ", ".join(f"'{one.id}' ({one.place})" for one in claims)


def _claim(statement: Statement) -> Claim:
    requirement = statement.requirement
    literal = requirement.text
    words = _TOKEN.findall(literal.lower())
    return Claim(
        requirement.id,
        requirement.feature,
        requirement.place,
        " ".join(word for word in words if word not in _ARTICLES),
        tuple(sorted(_stem(word) for word in words if word not in _EMPTY)),
        tuple(_said(statement)),
    )


def _said(statement: Statement) -> Iterator[Said]:
    # As written: what is quoted may differ where the marks in its place do not.
    for sentence in sentences_of(statement.requirement.text):
        found = _MODAL.search(sentence)
        if not found or _MODAL.search(sentence, found.end()):
            continue
        rest = sentence[found.end() :]
        negation = _NEGATION.match(rest)
        whole = sentence[: found.start()] + (rest[negation.end() :] if negation else rest)
        key = _key(whole)
        if key.count(" ") >= _LONG_ENOUGH:
            bounds = tuple(quantities(whole))
            level = next(levels_named(found[0].upper()), Level.MAY)
            yield Said(key, _key(_masked(whole, bounds)) if bounds else "", bool(negation), level, bounds)


def _masked(text: str, bounds: Iterable[Quantity]) -> str:
    parts, at = [], 0
    for one in bounds:
        parts += [text[at : one.start], f" #{one.dimension} "]
        at = one.end
    return "".join([*parts, text[at:]])


def _key(text: str) -> str:
    return " ".join(word for word in _TOKEN.findall(text.lower()) if word not in _ARTICLES)


def _stem(word: str) -> str:
    for suffix, least in (("ing", 6), ("ies", 5), ("ed", 5), ("es", 5), ("s", 4)):
        if len(word) >= least and word.endswith(suffix):
            return word[: -len(suffix)]
    return word
