"""What requirements claim, so that those that say the same, or the opposite, fall together; judging lies in the rules.

Everything is found by equal keys in tables, so that it takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from harness.domain.places import Place
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
_NOTE = re.compile(r"\((?:[Ss]ee )?(?:US|FR|NFR|SC)[ -]?[0-9]+[^()\n]{0,60}\)")
"""What a requirement belongs to, such as ``(US1)``, is no part of what it claims."""
_NEGATIONS = frozenset({"not", "never"})
_MODALS = frozenset({"must", "shall", "should"})
_LEAST_WORDS = 4


class Said(NamedTuple):
    """One sentence with one binding word: ``key`` is all but that word and its *not*, ``bounds_key`` without the bounds."""

    key: str
    bounds_key: str
    negated: bool
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


def _claim(statement: Statement) -> Claim:
    requirement = statement.requirement
    # As written: what is quoted may differ where the marks in its place do not.
    text = _NOTE.sub("", requirement.text) if "(" in requirement.text else requirement.text
    whole = sentences_of(text) if len(statement.sentences) > 1 else (text,)
    words = [_words(one) for one in whole]
    flat = [word for some in words for word in some]
    said = (_said(text, some) for text, some in zip(whole, words, strict=True))
    return Claim(
        requirement.id,
        requirement.feature,
        requirement.place,
        " ".join(flat),
        tuple(sorted(_stem(word) for word in flat if word not in _EMPTY)),
        tuple(filter(None, said)),
    )


def _said(sentence: str, words: list[str]) -> Said | None:
    """What a sentence of these words says; None where it does not bind just once, or is too short to be compared."""
    modals = [at for at, word in enumerate(words) if word in _MODALS or (word == "may" and "MAY" in sentence)]
    if len(modals) != 1 or len(words) < _LEAST_WORDS:
        return None
    at = modals[0]
    negated = at + 1 < len(words) and words[at + 1] in _NEGATIONS
    key = _without_modal(words)
    bounds = tuple(quantities(sentence))
    return Said(key, _without_modal(_words(_masked(sentence, bounds))) if bounds else "", negated, bounds)


def _without_modal(words: list[str]) -> str:
    at = next((at for at, word in enumerate(words) if word in _MODALS or word == "may"), len(words))
    after = at + 2 if at + 1 < len(words) and words[at + 1] in _NEGATIONS else at + 1
    return " ".join([*words[:at], *words[after:]])


def _words(text: str) -> list[str]:
    return [word for word in _TOKEN.findall(text.lower()) if word not in _ARTICLES]


def _masked(text: str, bounds: Iterable[Quantity]) -> str:
    parts, at = [], 0
    for one in bounds:
        parts += [text[at : one.start], f" #{one.dimension} "]
        at = one.end
    return "".join([*parts, text[at:]])


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    for suffix, least in (("ing", 6), ("ies", 5), ("ed", 5), ("es", 5), ("s", 4)):
        if len(word) >= least and word.endswith(suffix):
            return word[: -len(suffix)]
    return word
