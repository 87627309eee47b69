"""Which words an identifier is made of: ``dbPassword``, ``DB_PASSWORD`` and ``db-password`` are all ``db password``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def listed(text: str) -> frozenset[str]:
    """The words of a text between blanks."""
    return frozenset(text.split())


_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@lru_cache(maxsize=65536)
def parts(identifier: str) -> str:
    """The words of an identifier in lower case, each between blanks."""
    return f" {' '.join(part.lower() for part in _PART.findall(identifier))} "


def normal(words: Iterable[str]) -> tuple[str, ...]:
    """Words as they are looked for in ``parts``; ``api key`` is found in ``my_api_key`` and, as ``apikey``, in ``apikey``."""
    found: dict[str, None] = {}
    for word in words:
        split = parts(word)
        found[split] = None
        found[f" {split.replace(' ', '')} "] = None
    return tuple(found)


@lru_cache(maxsize=65536)
def contains(identifier: str, words: tuple[str, ...]) -> bool:
    """Whether one of the ``normal`` words is among those of an identifier."""
    split = parts(identifier)
    return any(word in split for word in words)
