"""A requirement made ready to be judged: its words without markup, its sentences; what is wrong with them lies in the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from harness.domain.binding_words import binding_words
from harness.domain.requirements import Requirement
from harness.specification.markup import without_code
from harness.specification.wordlists import words_of

LITERAL = "\N{REFERENCE MARK}"
"""Stands for code and for quoted words, which are the product's own."""
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_QUOTED = re.compile(r'"[^"\n]{1,200}"|“[^”\n]{1,200}”|«[^»\n]{1,200}»')
_LINK = re.compile(r"!?\[([^\]\[\n]{0,300})\]\([^)(\s]{0,500}\)")
_URL = re.compile(r"\bhttps?://\S+")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_SHORT = re.compile(r"\b(e\.g|i\.e|vs|approx|incl|resp|no|fig|cf)\.(?=\s|,)", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?])[)\"”]?\s+(?=[A-Z(\"“※])")
_ENGLISH_WORDS = "the of and to for with must shall when is are be that by from or on system user users each any"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ADJECTIVES = frozenset({"REQUIRED", "RECOMMENDED", "OPTIONAL"})


@dataclass(frozen=True)
class Statement:
    """One requirement: ``text`` without markup, code and quotes each one mark; ``words`` are its words in lower case.

    ``proposed`` says that it is part of a change that is not in force.
    """

    requirement: Requirement
    proposed: bool = False

    @cached_property
    def text(self) -> str:
        """The words in one line."""
        return plain(self.requirement.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words in lower case."""
        return words_of(self.text)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, in order."""
        return sentences_of(self.text)

    @cached_property
    def verbs(self) -> tuple[tuple[str, ...], ...]:
        """For each sentence its binding verbs in order, each with the word that turns it round."""
        return tuple(verbs_that_bind(one) for one in self.sentences)

    @property
    def binds(self) -> bool:
        """Whether a binding verb in capitals stands in it."""
        return any(self.verbs)

    @cached_property
    def english(self) -> bool:
        """Whether it is in English, so that a word that is missing says something."""
        return len(self.words & _ENGLISH) >= (2 if len(self.words) > _FEW else 1)

    @property
    def id(self) -> str:
        """What the document calls it."""
        return self.requirement.id


_FEW = 8


def plain(text: str) -> str:
    """A text without comments, links and emphasis, with a mark in place of each code span and quote."""
    if "<" in text:
        text = _COMMENT.sub("", text)
    if "`" in text:
        text = without_code(text, lambda _: LITERAL)
    if '"' in text or "“" in text or "«" in text:
        text = _QUOTED.sub(LITERAL, text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "://" in text:
        text = _URL.sub(LITERAL, text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub("", text)
    return " ".join(text.split())


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a text in one line, in order."""
    return tuple(_END.split(_SHORT.sub(r"\1", text)))


def verbs_that_bind(sentence: str) -> tuple[str, ...]:
    """The binding verbs of a sentence in order, each with the word that turns it round; adjectives are left out."""
    return tuple(word for word in binding_words(sentence) if _verb_of(word) not in _ADJECTIVES)


def _verb_of(word: str) -> str:
    return word.removesuffix(" NOT").rpartition(" ")[2]
