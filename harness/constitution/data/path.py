"""A small part of JSONPath (RFC 9535) to select values; what filters ask lies in ``filters``.

What there is: ``$`` or ``@``, ``.name``, ``['name']``, ``[0]``, ``[-1]``, ``*``, several of these in one pair of brackets,
``..`` before any of them, and filters ``[?…]`` with ``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``&&``, ``||``, ``!``,
brackets, ``match()`` and ``search()``. Beyond the RFC, a name may have dashes: ``$.jobs.build.timeout-minutes``. Of what is
selected twice, each place counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from harness.constitution.data.tree import Item


class Selector(Protocol):
    """What stands between two brackets."""

    @property
    def single(self) -> bool:
        """Whether it can select one value at most."""
        ...

    def of(self, item: Item) -> Iterator[Item]:
        """The values below an item that it selects."""
        ...


@dataclass(frozen=True)
class Name:
    """The member of a mapping."""

    name: str
    single: bool = True

    def of(self, item: Item) -> Iterator[Item]:
        """The member, if there is one."""
        if isinstance(item.value, dict) and self.name in item.value:
            yield item.value[self.name]


@dataclass(frozen=True)
class Index:
    """The item of a list, counted from 0, or from the end by -1."""

    number: int
    single: bool = True

    def of(self, item: Item) -> Iterator[Item]:
        """The item, if there is one."""
        if isinstance(item.value, list) and -len(item.value) <= self.number < len(item.value):
            yield item.value[self.number]


@dataclass(frozen=True)
class Wildcard:
    """Every value below."""

    single: bool = False

    def of(self, item: Item) -> Iterator[Item]:
        """All of them, in order."""
        yield from item.children()


class Condition(Protocol):
    """What a filter asks of an item."""

    def holds(self, item: Item) -> bool:
        """Whether it is so."""
        ...


@dataclass(frozen=True)
class Filter:
    """The values below that meet a condition."""

    condition: Condition
    single: bool = False

    def of(self, item: Item) -> Iterator[Item]:
        """Those that do."""
        return (below for below in item.children() if self.condition.holds(below))


@dataclass(frozen=True)
class Segment:
    """One step of a path; with ``deep``, from the items and from all that lies in them."""

    selectors: tuple[Selector, ...]
    deep: bool = False

    @property
    def single(self) -> bool:
        """Whether the step leads to one value at most."""
        return not self.deep and len(self.selectors) == 1 and self.selectors[0].single

    def of(self, items: Iterable[Item]) -> Iterator[Item]:
        """The values that the step leads to."""
        for item in _with_all_below(items) if self.deep else items:
            for selector in self.selectors:
                yield from selector.of(item)


@dataclass(frozen=True)
class Path:
    """A whole path; ``text`` is how it was written."""

    segments: tuple[Segment, ...]
    relative: bool
    text: str

    @property
    def single(self) -> bool:
        """Whether it leads to one value at most."""
        return all(segment.single for segment in self.segments)

    def select(self, item: Item) -> list[Item]:
        """The values that the path leads to from an item, each once, in the order of the file."""
        found = [item]
        for segment in self.segments:
            found = list({id(one): one for one in segment.of(found)}.values())
        return found

    def split(self) -> tuple[Path, Path]:
        """The path up to its last step that can lead to several values, and the rest from there."""
        several = [at for at, segment in enumerate(self.segments, 1) if not segment.single]
        cut = several[-1] if several else 0
        return Path(self.segments[:cut], self.relative, self.text), Path(self.segments[cut:], True, self.text)


def _with_all_below(items: Iterable[Item]) -> Iterator[Item]:
    """The items and all that lies in them, each once, so that aliases within aliases cost nothing."""
    seen: set[int] = set()
    pending = list(items)[::-1]
    while pending:
        item = pending.pop()
        if id(item) not in seen:
            seen.add(id(item))
            yield item
            pending.extend(list(item.children())[::-1])
