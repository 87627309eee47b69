"""Our own test cards: front matter, a title, and sections of numbered steps; other dialects lie beside it."""

from __future__ import annotations

import re

from harness.domain.cards import Card, CardFormat, Section
from harness.markdown.collector import Collector
from harness.markdown.parse import parse
from harness.markdown.text import sha256
from harness.readers._front import read_front
from harness.readers._steps import Steps, read_sections, read_title

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
    document = parse(text, path)
    collector = Collector(path)
    front = read_front(document.front, collector)
    title = read_title(document, collector)
    sections = tuple(read_sections(document, collector))
    steps = tuple(step for section, part in sections for step in Steps(section, collector).read(part))
    collector.raise_if_any()
    return Card(
        id=front.id,
        title=title.text,
        path=path,
        text=document.text,
        sha256=sha256(document.text),
        format=CardFormat.NATIVE,
        verifies=front.verifies,
        surfaces=front.surfaces,
        tier=front.tier,
        steps=steps,
        lines={
            **(document.front.key_lines if document.front else {}),
            "title": title.line,
            **{section.value: part.heading.line for section, part in sections},
        },
    )
