"""What the filters of a path ask of a value, and when two values are equal; the paths themselves lie in ``path``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from harness.constitution.data.path import Condition, Path
from harness.constitution.data.tree import Item, Plain, Scalar, plain
from harness.phrasebook import regex


@dataclass(frozen=True)
class Exists:
    """A path leads to something."""

    path: Path

    def holds(self, item: Item) -> bool:
        """Whether it does."""
        return bool(self.path.select(item))


@dataclass(frozen=True)
class Not:
    """The opposite."""

    condition: Condition

    def holds(self, item: Item) -> bool:
        """Whether the condition does not hold."""
        return not self.condition.holds(item)


@dataclass(frozen=True)
class Several:
    """All of several conditions, or any."""

    conditions: Sequence[Condition]
    all: bool

    def holds(self, item: Item) -> bool:
        """Whether all of them hold, or any."""
        held = (condition.holds(item) for condition in self.conditions)
        return all(held) if self.all else any(held)


@dataclass(frozen=True)
class Compared:
    """Two values compared, of which each is written out or where a path leads."""

    left: Path | Scalar
    operator: str
    right: Path | Scalar

    def holds(self, item: Item) -> bool:
        """Whether it is so by any reading; what is missing equals only what is missing (RFC 9535, section 2.3.5.2.2)."""
        lefts, rights = _values(self.left, item), _values(self.right, item)
        if not lefts or not rights:
            both = not lefts and not rights
            return both if self.operator in ("==", "<=", ">=") else not both and self.operator == "!="
        return any(_COMPARISONS[self.operator](left, right) for left in lefts for right in rights)


@dataclass(frozen=True)
class Matched:
    """A text that a regular expression matches: as a whole, or somewhere."""

    path: Path
    pattern: str
    whole: bool

    def holds(self, item: Item) -> bool:
        """Whether the path leads to such a text."""
        compiled = regex.compile(self.pattern)
        texts = [value for value in _values(self.path, item) if isinstance(value, str)]
        return any((compiled.fullmatch if self.whole else compiled.search)(searchable(text)) for text in texts)


def searchable(text: str) -> str:
    """The text without the halves of characters that JSON can write and no regular expression can read."""
    return text.encode("utf-8", "replace").decode("utf-8")


def same(left: Plain, right: Plain) -> bool:
    """Whether two values are equal, types included: 1 is 1.0, but neither true nor "1"."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    return left == right


def _values(side: Path | Scalar, item: Item) -> Sequence[Plain]:
    if not isinstance(side, Path):
        return (side,)
    return [value for found in side.select(item) for value in found.readings or (plain(found),)]


def _less(left: Plain, right: Plain) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return is_number(left) and is_number(right) and left < right


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number; a truth value is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


_COMPARISONS: dict[str, Callable[[Plain, Plain], bool]] = {
    "==": same,
    "!=": lambda left, right: not same(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: same(left, right) or _less(left, right),
    ">=": lambda left, right: same(left, right) or _less(right, left),
}
