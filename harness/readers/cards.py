"""Our own test cards: front matter, a title, and sections of numbered steps; other dialects lie beside it."""

from __future__ import annotations

import re

from harness.domain.cards import Card, Section
from harness.readers._native import read_native

READS = "card"
_SECTIONS = frozenset(section.value.lower() for section in Section)
_SPECIFIC_KEY = re.compile(r"^(id|verifies|surface|tier)\s*:", re.MULTILINE)
_KITCHEN_LOOP = re.compile(r"^#[ \t]+user test card\b", re.IGNORECASE | re.MULTILINE)


def sniff(text: str) -> bool:
    """Whether a text wants to be a card of ours: front matter with our keys, or a section named as ours."""
    if _KITCHEN_LOOP.search(text):
        return False
    if text.startswith("---\n") and _SPECIFIC_KEY.search(text.partition("\n---")[0]):
        return True
    headings = re.findall(r"^##[ \t]+(.*?)[ \t#]*$", text, re.MULTILINE)
    return any(heading.strip().lower() in _SECTIONS for heading in headings)


def read(text: str, path: str) -> Card:
    """The card that a text is.

    Raises:
        DocumentError: with every mistake of the text.
    """
    native = read_native(text, path)
    native.collector.raise_if_any()
    return native.card
