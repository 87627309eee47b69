"""The words that bind, of BCP 14 and of its counterparts in other languages; what a text says with them lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.principles import Level

# BCP 14 (RFC 2119, RFC 8174): the words bind only where they stand in capitals.
ENGLISH = {
    "MUST": Level.MUST,
    "SHALL": Level.MUST,
    "REQUIRED": Level.MUST,
    "SHOULD": Level.SHOULD,
    "RECOMMENDED": Level.SHOULD,
    "MAY": Level.MAY,
    "OPTIONAL": Level.MAY,
}
# Spanish, Portuguese and Italian, French, German, Russian.
_OTHERS = {
    Level.MUST: "DEBE DEBEN DEBERÁ DEBERÁN DEVE DEVEM DEVONO DOIT DOIVENT MUSS MÜSSEN ДОЛЖЕН ДОЛЖНА ДОЛЖНО ДОЛЖНЫ",
    Level.SHOULD: "DEBERÍA DEBERÍAN DEVERIA DEVERIAM DOVREBBE DOVREBBERO DEVRAIT DEVRAIENT SOLLTE SOLLTEN СЛЕДУЕТ",
    Level.MAY: "PUEDE PUEDEN PODE PODEM PUÒ POSSONO PEUT PEUVENT KANN KÖNNEN МОЖЕТ МОГУТ",
}
# Chinese, Japanese and Korean have no capitals; these are what their translations of BCP 14 write.
_UNCASED = {
    **dict.fromkeys(("必须", "必須", "不得"), Level.MUST),
    **dict.fromkeys(
        ("なければならない", "なければなりません", "ねばならない", "てはならない", "てはなりません"), Level.MUST
    ),
    **dict.fromkeys(("해야 한다", "해야 합니다", "하여야 한다", "서는 안 된다"), Level.MUST),
    **dict.fromkeys(("应该", "應該", "べきである"), Level.SHOULD),
}
_GERMAN_NOT = {"DARF NICHT": Level.MUST, "DÜRFEN NICHT": Level.MUST}
_WORDS = {**ENGLISH, **_GERMAN_NOT, **{word: level for level, words in _OTHERS.items() for word in words.split()}}
_ALL = {**_WORDS, **_UNCASED}
_BINDS = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b|{'|'.join(_UNCASED)}")
# Every cased word has at least three capitals: what lacks them need not be searched for each word.
_LETTERS = "".join(sorted({letter for word in _WORDS for letter in word} - {" "}))
_MAY_BIND = re.compile(rf"[{_LETTERS}]{{3}}|{'|'.join(_UNCASED)}")
_POLAR = re.compile(
    rf"(?:\b(?:NO|NÃO|NON|NE|\u041d\u0415) |不)?(?:\b(?:{'|'.join(_WORDS)})\b(?: (?:NOT|PAS|NICHT)\b)?|{'|'.join(_UNCASED)})"
)


def first_level(text: str) -> Level | None:
    """The level of the first binding word of a text; None where it has none."""
    found = _BINDS.search(text) if _MAY_BIND.search(text) else None
    return _ALL[found[0]] if found else None


def levels_named(text: str) -> Iterator[Level]:
    """The level of each binding word of a text, in order."""
    return (_ALL[found] for found in _BINDS.findall(text))


def binding_words(text: str) -> list[str]:
    """The binding words of a text, in order, each with the word that turns it round: ``MUST NOT`` is another than ``MUST``."""
    return _POLAR.findall(text)
