"""Cards in our own form, and golden cases, which are cards with more in their front matter: what both have in common."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from harness.domain.cards import Card, CardFormat
from harness.markdown.collector import Collector
from harness.markdown.parse import parse
from harness.markdown.text import sha256
from harness.markdown.tree import Document
from harness.readers._front import read_front
from harness.readers._steps import Steps, read_sections, read_title


@dataclass(frozen=True)
class Native:
    """A card as far as it could be read; ``collector`` has the mistakes."""

    card: Card
    document: Document
    collector: Collector


def read_native(text: str, path: str, keys: Collection[str] = ()) -> Native:
    """The card that a text is; ``keys`` are what else may stand in its front matter."""
    document = parse(text, path)
    collector = Collector(path)
    front = read_front(document.front, collector, frozenset(keys))
    title = read_title(document, collector)
    sections = tuple(read_sections(document, collector))
    card = Card(
        id=front.id,
        title=title.text,
        path=path,
        text=document.text,
        sha256=sha256(document.text),
        format=CardFormat.NATIVE,
        verifies=front.verifies,
        surfaces=front.surfaces,
        tier=front.tier,
        dimensions=front.dimensions,
        steps=tuple(step for section, part in sections for step in Steps(section, collector).read(part)),
        lines={
            **(document.front.key_lines if document.front else {}),
            **front.dimension_lines,
            "title": title.line,
            **{section.value: part.heading.line for section, part in sections},
        },
    )
    return Native(card, document, collector)
