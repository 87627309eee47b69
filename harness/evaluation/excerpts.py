"""Short quotations of what was seen, harmless to print; which one proves something is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.domain.visible import visible

LONGEST = 400
"""The most characters that a quotation has."""

_WORD = re.compile(r"\w+")
_MOST_LINES = 2000


def capped(text: str, longest: int = LONGEST) -> str:
    """The text, cut in the middle where it is longer."""
    if len(text) <= longest:
        return text
    half = (longest - 3) // 2
    return f"{text[:half]} … {text[-half:]}"


def quoted(text: str) -> str:
    """The text in quotes, visible and capped."""
    return f'"{capped(visible(text))}"'


def nearest(lines: Sequence[str], text: str) -> str:
    """The line most like ``text``, or how the output begins where none is; ``nothing`` where there are no lines."""
    if not lines:
        return "nothing"
    words = set(_WORD.findall(text.lower()))
    best = max(lines[:_MOST_LINES], key=lambda line: _likeness(line, text, words))
    return quoted(best.strip()) if _likeness(best, text, words) > (0, 0) else beginning(lines)


def beginning(lines: Sequence[str], count: int = 3) -> str:
    """The first lines, one after the other, and how many more there are."""
    if not lines:
        return "nothing"
    more = f" and {len(lines) - count} more lines" if len(lines) > count else ""
    return quoted(" / ".join(capped(line.strip()) for line in lines[:count])) + more


def _likeness(line: str, text: str, words: set[str]) -> tuple[int, int]:
    return text in line, len(words & set(_WORD.findall(line[:LONGEST].lower())))
