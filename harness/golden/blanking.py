"""Whether redactions blank most of what a part shows: what is masked without a shape of its own is not compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.domain.golden import Redaction
from harness.golden.masking import NAMED
from harness.golden.masks import Hidden, Pieces

MOST_OF = 0.5
"""The share of a part that may be masked without a shape."""
_LEAST = 16
_OPEN_LEAVES = 3


@dataclass(frozen=True)
class TooMuch:
    """A redaction that, with the others, would mask most of a part, with the share that they mask."""

    redaction: Redaction
    place: str
    share: float

    @property
    def told(self) -> str:
        """What it does, in words."""
        named = self.redaction.pattern or self.redaction.path or self.redaction.name
        return f"the redaction `{named}` masks {self.share:.0%}"


class Blanking:
    """What is masked without a shape in the parts of a case, one by one and all together.

    A project's own patterns and paths may mask half of the characters and half of the leaves. A named redaction keeps a shape,
    but one whose shape any long word may have must leave a leaf to see where there are several.
    """

    def __init__(self) -> None:
        self.found: list[TooMuch] = []
        self._size = 0
        self._shapeless: list[Hidden] = []

    def weigh(self, value: Any, size: int, place: str) -> None:
        """Look at a part; texts in ``value`` are cut into pieces, ``size`` is how long it is written."""
        leaves = list(_leaves(value))
        hidden = [one for leaf in leaves for one in leaf if isinstance(one, Hidden)]
        shapeless = [one for one in hidden if not one.redaction.name]
        self._size += size
        self._shapeless += shapeless
        if size >= _LEAST and shapeless:
            share = max(_characters(shapeless) / size, _share(leaves, is_open=False))
            if share > MOST_OF:
                self.found.append(TooMuch(_most(shapeless), place, min(share, 1.0)))
                return
        weak = [one for one in hidden if _is_weak(one.redaction)]
        if len(weak) >= _OPEN_LEAVES and _share(leaves, is_open=True) == 1:
            self.found.append(TooMuch(_most(weak), place, 1.0))

    def of_all(self) -> list[TooMuch]:
        """What masks too much of a part, or else of all parts together, which may be short one by one."""
        if not self.found and self._size >= _LEAST:
            share = _characters(self._shapeless) / self._size
            if share > MOST_OF:
                self.found.append(TooMuch(_most(self._shapeless), "what the case shows", share))
        return self.found


def _characters(hidden: list[Hidden]) -> int:
    return sum(len(one.value) for one in hidden)


def _share(leaves: list[Pieces], is_open: bool) -> float:
    """The share of several leaves of which nothing is left."""
    blank = [leaf for leaf in leaves if _is_blank(leaf, is_open)]
    return len(blank) / len(leaves) if len(blank) > 1 else 0.0


def _is_blank(leaf: Pieces, is_open: bool) -> bool:
    hidden = [one for one in leaf if isinstance(one, Hidden)]
    own = "".join(one for one in leaf if isinstance(one, str))
    if not hidden or any(character.isalnum() for character in own):
        return False
    return is_open or all(not one.redaction.name for one in hidden)


def _is_weak(redaction: Redaction) -> bool:
    return not redaction.name or bool(getattr(NAMED.load(redaction.name), "OPEN", False))


def _most(hidden: list[Hidden]) -> Redaction:
    """The redaction that masks most."""
    sizes: dict[Redaction, int] = {}
    for one in hidden:
        sizes[one.redaction] = sizes.get(one.redaction, 0) + len(one.value)
    return max(sizes, key=lambda one: sizes[one])


def _leaves(value: Any) -> Iterator[Pieces]:
    """The leaves of JSON, or the lines of a text, that show something."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, tuple):
        yield from _lines(value)
    else:
        yield (str(value),)


def _lines(pieces: Pieces) -> Iterator[Pieces]:
    line: list[str | Hidden] = []
    for piece in pieces:
        first, *others = piece.split("\n") if isinstance(piece, str) else (piece,)
        line.append(first)
        for other in others:
            if any(line):
                yield tuple(line)
            line = [other]
    if any(line):
        yield tuple(line)
