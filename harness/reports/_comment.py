"""Markdown that fits: sections of whole pieces, of which every one gets its share of the room; what they say lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_CLOSING = 2 * len("</details>\n") + 3
"""What it takes to close all that can be open at a time, with empty lines around the last words."""


def fitted(sections: Sequence[Iterable[str]], most: int, cut_here: str) -> str:
    """The sections below each other in at most so many bytes of UTF-8, and so in no more characters.

    What one does not need the next ones may use. One that is too long ends with ``cut_here``, and with nothing open.
    """
    told: list[str] = []
    left = most - 1
    for at, section in enumerate(sections):
        for piece in _fitted(section, left // (len(sections) - at), cut_here):
            left -= _size(piece)
            told.append(piece)
    return "\n".join(told) + "\n" if told else ""


def _fitted(section: Iterable[str], room: int, cut_here: str) -> list[str]:
    ending = _CLOSING + _size(cut_here)
    if room < ending:
        return []
    told: list[str] = []
    open = 0
    for piece in section:
        room -= _size(piece)
        if room < ending:
            return [*told, *["</details>"] * open, "", cut_here, ""]
        open += piece.startswith("<details>") - (piece == "</details>")
        told.append(piece)
    return told


def _size(piece: str) -> int:
    """Of a piece with its line end, in bytes."""
    return len(piece.encode("utf-8", "replace")) + 1
