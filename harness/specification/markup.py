"""Code in a text, found in linear time however its backticks stand; what is made of it lies with who asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_RUN = re.compile(r"`+")


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each code span of a text in one line begins and ends, its backticks included, as CommonMark pairs them."""
    runs = [found.span() for found in _RUN.finditer(text)]
    nearest: dict[int, int] = {}
    closing = [0] * len(runs)
    for at in range(len(runs) - 1, -1, -1):
        length = runs[at][1] - runs[at][0]
        closing[at] = nearest.get(length, 0)
        nearest[length] = at
    at = 0
    while at < len(runs):
        if closing[at]:
            yield runs[at][0], runs[closing[at]][1]
            at = closing[at]
        at += 1


def without_code(text: str, instead: Callable[[str], str]) -> str:
    """A text with something else in place of each code span."""
    parts, at = [], 0
    for start, end in code_spans(text):
        parts += [text[at:start], instead(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])
