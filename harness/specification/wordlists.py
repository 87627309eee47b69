"""Lists of words and phrases, which are data files beside this module, and where a text has one of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files

_TOKEN = re.compile(r"[\w%]+(?:[-'][\w%]+)*")
_COMMON_WORDS = "a an and as at be by for if in is it may of or such the to under when where"
_COMMON = frozenset(_COMMON_WORDS.split())


class WordList:
    """One list: ``find`` gives its phrases in a text as whole words, but those inside an exception.

    A text is only searched where it has a word that one of the phrases cannot do without (``touches``): most have none.
    """

    def __init__(self, phrases: Collection[str], exceptions: Collection[str] = (), *, cased: bool = False) -> None:
        self.phrases = tuple(phrases)
        self._keys = frozenset(_key(phrase) for phrase in phrases)
        self._pattern = _pattern(phrases, exceptions, cased)

    def touches(self, words: frozenset[str]) -> bool:
        """Whether a text of these words (in lower case) may have a phrase of the list."""
        return not self._keys.isdisjoint(words)

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Each phrase of the list in a text, as group 1."""
        return (found for found in self._pattern.finditer(text) if found[1])

    def first(self, text: str, words: frozenset[str]) -> str:
        """The first phrase of the list in a text of these words, as it stands there; empty if there is none."""
        if self._keys.isdisjoint(words):
            return ""
        return next((found[1] for found in self.find(text)), "")


@cache
def word_list(name: str, *, cased: bool = False) -> WordList:
    """The list of that name; case counts only where asked for."""
    lines = _lines(name)
    exceptions = [line[1:].strip() for line in lines if line.startswith("!")]
    return WordList([line for line in lines if not line.startswith("!")], exceptions, cased=cased)


@cache
def word_set(name: str) -> frozenset[str]:
    """Every single word of the list of that name, as it is written."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def inflected(name: str) -> frozenset[str]:
    """The words of a list of verbs in the forms that they take in a sentence, in lower case."""
    return frozenset(form for line in _lines(name) for form in _forms(line.split()[0]))


def words_of(text: str) -> frozenset[str]:
    """The words of a text, in lower case."""
    return frozenset(_TOKEN.findall(text.lower()))


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.split("\n") if line.strip() and not line.startswith("#")]


def _key(phrase: str) -> str:
    words = _TOKEN.findall(phrase.lower())
    wanted: list[str] = [word for word in words if word not in _COMMON] or words
    return max(wanted, key=len)


def _pattern(phrases: Collection[str], exceptions: Collection[str], cased: bool) -> re.Pattern[str]:
    def of(some: Collection[str]) -> str:
        return "|".join(re.escape(one) for one in sorted(some, key=len, reverse=True))

    spared = f"(?:{of(exceptions)})|" if exceptions else ""
    return re.compile(rf"(?<![\w/-])(?:{spared}({of(phrases)}))(?![\w-])", 0 if cased else re.IGNORECASE)


def _forms(verb: str) -> tuple[str, ...]:
    stem = verb.removesuffix("e")
    last = verb + verb[-1]
    plural = verb[:-1] + "ies" if verb.endswith("y") else verb + "s"
    past = verb[:-1] + "ied" if verb.endswith("y") else stem + "ed"
    return (verb, plural, verb + "es", past, verb + "ed", stem + "ing", last + "ed", last + "ing")
