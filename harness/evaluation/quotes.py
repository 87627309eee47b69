"""Whether a quote really stands in what an observation shows; whether it proves anything is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harness.domain.observations import Observation, PageObservation
from harness.evaluation.matching import plain, positions
from harness.evaluation.shown import clean_texts

SHORTEST = 4
"""Characters that a quote must have to prove anything."""

_WORD = re.compile(r"\w+")
_ELISION = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|\.\.\.|…")


def stands(quote: str, observation: Observation) -> bool:
    """Whether the observation shows the quote as whole words, its parts between elisions in order.

    Compared is as the phrasebook compares (``matching``), with line ends read as blanks, because a quote may span lines.
    """
    parts = quote_parts(quote)
    return bool(parts) and any(_in_order(parts, text) for text in readings(observation))


def quote_parts(quote: str) -> tuple[str, ...]:
    """What is quoted, cut at elisions (``...``, ``…``, ``[...]``), made plain; empty where too short."""
    parts = tuple(part for piece in _ELISION.split(quote) if (part := plain(_one_line(piece))))
    return parts if sum(map(len, parts)) >= SHORTEST else ()


def repeats(quote: str, typed: Iterable[str]) -> bool:
    """Whether a quote says no more than what the evaluator itself had entered, in any case of its letters.

    It does where each of its parts stands in something entered, and where it is made of nothing but words entered: a list
    that shows two entries one below the other would otherwise make a sentence of them.
    """
    parts = [part.casefold() for part in quote_parts(quote)]
    said = [plain(_one_line(entry)).casefold() for entry in typed]
    if all(any(part in entry for entry in said) for part in parts):
        return True
    known = {word for entry in said for word in _WORD.findall(entry)}
    words = [word for part in parts for word in _WORD.findall(part)]
    return bool(words) and known.issuperset(words) and not any(word.isdigit() for word in words)


def readings(observation: Observation) -> Iterator[str]:
    """Each way to read what was shown, as one line: of a page also what assistive technology is told."""
    for text in clean_texts(observation):
        yield _one_line(text)
    if isinstance(observation, PageObservation):
        yield _one_line(observation.snapshot)
        yield _one_line(observation.title)


def _in_order(parts: tuple[str, ...], text: str) -> bool:
    """Each part as whole words after the one before."""
    whole, behind = plain(text), 0
    for part in parts:
        at = next((at for at in positions(whole, part) if at >= behind), None)
        if at is None:
            return False
        behind = at + len(part)
    return True


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
