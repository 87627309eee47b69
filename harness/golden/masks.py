"""What stands for something that is masked, and how it is told from a product's own text that only looks like it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from harness.domain.golden import Redaction

MASK = re.compile(r"<(?:number:)?[a-z][a-z0-9-]*(?:#[0-9]+)?>")
"""What stands for something that is masked; ``number:`` where it was a number of JSON."""
_WRITTEN = re.compile(rf"(\\*)({MASK.pattern})")
_NUMBER = re.compile(r"#[0-9]+>")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something that is masked: the name of its mask, what it was, and the redaction that masks it.

    ``numbered`` ones get equal numbers where they were equal.
    """

    name: str
    value: str
    numbered: bool
    redaction: Redaction

    @property
    def alike(self) -> str:
        """The mask without its number."""
        return f"<{self.name}>"


Pieces = tuple[str | Hidden, ...]
"""A text, cut where something in it is masked."""


def shown(pieces: Pieces) -> str:
    """The text as the product showed it."""
    return "".join(piece if isinstance(piece, str) else piece.value for piece in pieces)


class Numbers:
    """The numbers of one case: equal values of one name get equal ones, in the order in which they come."""

    def __init__(self) -> None:
        self._given: dict[str, dict[str, int]] = {}

    def mask(self, one: Hidden) -> str:
        """What stands for it."""
        if not one.numbered:
            return one.alike
        given = self._given.setdefault(one.name, {})
        return f"<{one.name}#{given.setdefault(one.value, len(given) + 1)}>"


class Spelling:
    """How own text is written among masks: what looks like one of the names gets a backslash, so that both stay apart."""

    def __init__(self, names: Collection[str]) -> None:
        """``names`` are those of all masks of a case; other words in angle brackets, such as tags, stay as they are."""
        known = "|".join(sorted(map(re.escape, names)))
        self._looks = re.compile(rf"(\\*)(<(?:number:)?(?:{known})(?:-[a-z0-9-]+)?(?:#[0-9]+)?>)") if names else None

    def text(self, pieces: Pieces, numbers: Numbers | None) -> str:
        """The text as it is compared; without numbers, equal and unequal values look the same."""
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return self._own(pieces[0], before_mask=False)
        written = []
        for at, piece in enumerate(pieces):
            if isinstance(piece, str):
                written.append(self._own(piece, before_mask=at + 1 < len(pieces)))
            else:
                written.append(numbers.mask(piece) if numbers else piece.alike)
        return "".join(written)

    def _own(self, text: str, before_mask: bool) -> str:
        if self._looks is None or ("<" not in text and "\\" not in text):
            return text
        spelled = self._looks.sub(r"\1\1\\\2", text)
        return spelled + "\\" * (len(text) - len(text.rstrip("\\"))) if before_mask else spelled


def has_own(text: str) -> bool:
    """Whether a text that is masked holds a letter or a digit that is not."""
    return any(character.isalnum() for character in MASK.sub("", text))


def without_numbers(text: str) -> str:
    """A text that is masked, without the numbers of its masks; what only looks like one keeps its own."""
    if "#" not in text:
        return text
    return _WRITTEN.sub(lambda one: one[0] if len(one[1]) % 2 else one[1] + _NUMBER.sub(">", one[2]), text)
