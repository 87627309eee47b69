"""How much of the evidence is laid into the page, so that it stays one that opens; what is left out lies in the record."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.domain.golden import Difference

LONGEST_TEXT = 20_000
"""Characters of one output."""

ALL_TEXT = 12_000_000
"""Characters of all outputs together."""

ALL_PICTURES = 24_000_000
"""Bytes of all different screenshots together."""

ALL_DIFFERENCES = 4_000
"""Differences of golden cases, of all cases together."""

Copies = Callable[[str, bytes], str | None]
"""The address of a copy of a file, by its name and its bytes; None where there is none."""

SHORT = 400
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Excerpt:
    """A text without its middle, if that was too long; ``left_out`` counts the characters that are missing."""

    start: str
    end: str = ""
    left_out: int = 0


class Budget:
    """Counts what was laid into one page. What ``copies`` gives an address of lies beside the page, and costs nothing."""

    def __init__(self, copies: Copies | None = None) -> None:
        self._copies = copies
        self._text = ALL_TEXT
        self._pictures = ALL_PICTURES
        self._differences = ALL_DIFFERENCES
        self._placed: dict[bytes, str] = {}

    def excerpt(self, text: str) -> Excerpt:
        """The text, or its start and its end."""
        most = LONGEST_TEXT if self._text > 0 else SHORT
        self._text -= min(len(text), most)
        if len(text) <= most:
            return Excerpt(text)
        tail = most // 4
        return Excerpt(text[: most - tail], text[-tail:], len(text) - most)

    def some(self, differences: Sequence[Difference]) -> Sequence[Difference]:
        """As many of the differences as there is room for, which they take."""
        shown = differences[: self._differences]
        self._differences -= len(shown)
        return shown

    def takes(self, characters: int) -> bool:
        """Whether there is room for so many characters; if so, they are taken."""
        if characters > self._text:
            return False
        self._text -= characters
        return True

    def shows(self, picture: bytes) -> bool:
        """Whether there is room for a picture that is to be shown where it stands, even if it was shown before."""
        if not picture.startswith(_PNG):
            return False
        if self._beside(picture):
            return True
        if len(picture) > self._pictures:
            return False
        self._pictures -= len(picture)
        return True

    def place(self, picture: bytes, where: str) -> str | None:
        """``where`` if the picture is to be shown there; where the same one stands already; None if there is no room."""
        digest = hashlib.sha256(picture).digest()
        if digest in self._placed:
            return self._placed[digest]
        if not self.shows(picture):
            return None
        self._placed[digest] = where
        return where

    def source(self, picture: bytes) -> str:
        """The address of a picture that is shown: of its copy, or all of it."""
        return self._beside(picture) or f"data:image/png;base64,{base64.b64encode(picture).decode()}"

    def _beside(self, picture: bytes) -> str | None:
        return self._copies("shot.png", picture) if self._copies else None
