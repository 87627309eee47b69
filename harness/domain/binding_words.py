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
# Chinese and Japanese have no capitals; these are what their translations of BCP 14 write.
_UNCASED = {"必须": Level.MUST, "必須": Level.MUST, "应该": Level.SHOULD, "應該": Level.SHOULD}
_GERMAN_NOT = {"DARF NICHT": Level.MUST, "DÜRFEN NICHT": Level.MUST}
_WORDS = {**ENGLISH, **_GERMAN_NOT, **{word: level for level, words in _OTHERS.items() for word in words.split()}}
_ALL = {**_WORDS, **_UNCASED}
_BINDS = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b|{'|'.join(_UNCASED)}")
_POLAR = re.compile(
    rf"(?:\b(?:NO|NÃO|NON|NE|\u041d\u0415) |不)?(?:\b(?:{'|'.join(_WORDS)})\b(?: (?:NOT|PAS|NICHT)\b)?|{'|'.join(_UNCASED)})"
)


def levels_named(text: str) -> Iterator[Level]:
    """The level of each binding word of a text, in order."""
    return (_ALL[found] for found in _BINDS.findall(text))


def binding_words(text: str) -> list[str]:
    """The binding words of a text, in order, each with the word that turns it round: ``MUST NOT`` is another than ``MUST``."""
    return _POLAR.findall(text)
