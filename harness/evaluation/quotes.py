"""Whether a quote really stands in what an observation shows; whether it proves anything is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harness.domain.observations import Observation, PageObservation
from harness.evaluation.matching import plain, positions
from harness.evaluation.shown import clean_texts

SHORTEST = 4
"""Characters that a quote must have to prove anything."""

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
    """Whether a quote says no more than one thing that the evaluator itself had entered."""
    parts = quote_parts(quote)
    return any(all(part in plain(_one_line(entry)) for part in parts) for entry in typed)


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
