"""Remembers documents by their content, cards in outline, so that whoever only looks at results reads none again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from harness import __version__
from harness.adapters import installed
from harness.adapters.cache_file import CacheFile
from harness.adapters.folders import cache_folder
from harness.app.project import Content
from harness.domain.cards import Card, CardFormat, Tier
from harness.domain.specifications import Specification
from harness.markdown.text import decode
from harness.readers import FORMATS, read_specification
from harness.readers.specifications import SPECIFICATIONS

_FORMAT = 1
"""Raise it when what is kept of a card changes its form or meaning."""
_Kept = dict[str, Any]
_REST: _Kept = {
    "text": "",
    "format": CardFormat.NATIVE,
    "surfaces": (),
    "tier": Tier.FOUNDATION,
    "steps": (),
    "max_seconds": None,
}
"""What an outline does not tell; given, as to fill in defaults takes longer than all the rest."""


@dataclass(frozen=True)
class KeptOutlines:
    """Outlines in a file of this user's cache; ``version`` tells what other readers made of a document."""

    cache: CacheFile
    version: str

    def known(self, contents: Sequence[Content]) -> Mapping[Content, Card]:
        """Those that are remembered."""
        by_key = {self._key(content): content for content in contents}
        found = {}
        for key, value in self.cache.get(list(by_key)).items():
            card = _outline(value)
            if card is not None:
                found[by_key[key]] = card
        return found

    def keep(self, cards: Mapping[Content, Card]) -> None:
        """Remember some."""
        self.cache.put({self._key(content): _written(card) for content, card in cards.items()})

    def specification(self, content: Content) -> Specification:
        """A specification, read only if it is not remembered. Raises DocumentError."""
        key = b"specification " + self._key(content)
        for value in self.cache.get([key]).values():
            with suppress(ValueError):
                return Specification.model_validate_json(value)
        found = read_specification(decode(content[1], content[0]), content[0])
        self._keep_whole(key, found)
        return found

    def _key(self, content: Content) -> bytes:
        name, data = content
        told = f"{self.version} {name}\0".encode("utf-8", "surrogateescape")
        return hashlib.sha256(told + data).digest()

    def _keep_whole(self, key: bytes, found: Specification) -> None:
        """Remember what comes back as it was: half of a surrogate pair has no place in JSON."""
        with suppress(ValueError):
            written = found.model_dump_json(exclude_defaults=True).encode()
            if Specification.model_validate_json(written) == found:
                self.cache.put({key: written})


@contextmanager
def kept_outlines() -> Iterator[KeptOutlines | None]:
    """What was remembered, while the block lasts; None where readers of strangers take part: nobody knows their state."""
    if FORMATS.strangers or SPECIFICATIONS.strangers:
        yield None
        return
    version = f"{_FORMAT} {__version__} {installed.state_of('harness')} {installed.versions()}"
    with CacheFile(cache_folder() / "outlines.sqlite3") as cache:
        yield KeptOutlines(cache, version)


def _written(card: Card) -> bytes:
    outline: _Kept = {
        "id": card.id,
        "title": card.title,
        "path": card.path,
        "sha256": card.sha256,
        "verifies": card.verifies,
        "dimensions": card.dimensions,
        "lines": card.lines,
    }
    return json.dumps(outline).encode()


def _outline(value: bytes) -> Card | None:
    """What was kept of a card; not checked field by field, as the file has a sum for each of its values."""
    try:
        kept = json.loads(value)
        kept["verifies"] = tuple(kept["verifies"])
        kept["dimensions"] = {name: tuple(values) for name, values in kept["dimensions"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return Card.model_construct(**_REST, **kept)
