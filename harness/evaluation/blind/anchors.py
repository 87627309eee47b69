"""What a natural line of a card says in so many words, and what kind of line it is; whether it holds is judged elsewhere."""

from __future__ import annotations

import re

from harness.domain.observations import Observation
from harness.evaluation.blind.texts import words
from harness.evaluation.matching import plain, showing
from harness.evaluation.quotes import readings

_MARKED = re.compile(r"`([^`]+)`|\"([^\"]+)\"|\u201c([^\u201d]+)\u201d")
_NUMBER = re.compile(r"(?<![\w.,])[-+]?\d[\d.,:/-]*\d|(?<![\w.,])\d(?![\w])")
_WORD = re.compile(r"[a-z]+(?:['\u2019]t)?")


def anchors(line: str) -> tuple[str, ...]:
    """Every quoted text, every piece of code and every number of a line: what must stand in what is cited for it."""
    marked = [next(group for group in match.groups() if group) for match in _MARKED.finditer(line)]
    numbers = _NUMBER.findall(_MARKED.sub(" ", line))
    return tuple(dict.fromkeys(text for text in (*marked, *numbers) if plain(text)))


def missing_anchors(line: str, observation: Observation) -> tuple[str, ...]:
    """The anchors of a line that the observation does not show as whole words."""
    texts = list(readings(observation))
    return tuple(anchor for anchor in anchors(line) if showing(texts, anchor) is None)


def is_negative(line: str) -> bool:
    """Whether a line says that something is absent, which no quote can show."""
    return not _words(line).isdisjoint(words("negatives"))


def is_opinion(line: str) -> bool:
    """Whether a line speaks of looks, wording or usability, which no quote alone can show."""
    return not _words(line).isdisjoint(words("opinions"))


def asks_to_look(text: str) -> bool:
    """Whether a step asks for no more than looking: its first word says so."""
    first = _WORD.match(text.strip().lower())
    return first is not None and first[0] in words("looking")


def _words(line: str) -> set[str]:
    return set(_WORD.findall(_MARKED.sub(" ", line).lower().replace("\u2019", "'")))
