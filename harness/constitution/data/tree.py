"""Values of a data file with their places, whatever its format; reading the formats lies in the other modules."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

MOST_DEPTH = 100
MOST_VALUES = 1_000_000
_UTF8_MARK = b"\xef\xbb\xbf"

Scalar = None | bool | int | float | str
Plain = Scalar | list["Plain"] | dict[str, "Plain"]


class DataError(ValueError):
    """A file that cannot be read as data: why, and in which line."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A value and where it stands, in characters; ``key`` is where its key stands, if it has one.

    ``readings`` are given where readers of the format disagree on what the value is. ``size`` counts the values in it, each
    alias written out.
    """

    value: Scalar | list[Item] | dict[str, Item]
    start: int
    end: int
    key: tuple[int, int] | None = None
    readings: tuple[Scalar, ...] = ()
    size: int = 1

    def children(self) -> Iterator[Item]:
        """The values right below it, in order."""
        if isinstance(self.value, dict):
            yield from self.value.values()
        elif isinstance(self.value, list):
            yield from self.value


def list_of(items: list[Item], start: int, end: int, key: tuple[int, int] | None = None) -> Item:
    """A list as an item."""
    return Item(items, start, end, key, size=1 + sum(item.size for item in items))


def table_of(items: dict[str, Item], start: int, end: int, key: tuple[int, int] | None = None) -> Item:
    """A mapping as an item."""
    return Item(items, start, end, key, size=1 + sum(item.size for item in items.values()))


def plain(item: Item) -> Plain:
    """The value alone. Only for items whose ``size`` is bearable."""
    if isinstance(item.value, dict):
        return {name: plain(below) for name, below in item.value.items()}
    if isinstance(item.value, list):
        return [plain(below) for below in item.value]
    return item.value


@dataclass(frozen=True)
class Source:
    """The text of a file, and how its characters lie in the file's bytes; ``shift`` is the length of a mark before it."""

    text: str
    shift: int = 0

    def line(self, at: int) -> int:
        """The line of a character, from 1."""
        return self.text.count("\n", 0, at) + 1

    def span(self, item: Item) -> tuple[int, int]:
        """The bytes to show for an item: a single value with its key, of a list or mapping its key or its first line."""
        start, end = item.start, item.end
        if isinstance(item.value, dict | list):
            stop = self.text.find("\n", start, end)
            start, end = item.key or (start, end if stop < 0 else stop)
        elif item.key:
            start = item.key[0]
        end = start + len(self.text[start:end].rstrip())
        return self.byte(start), self.byte(end)

    def byte(self, at: int) -> int:
        """Where a character lies in the file, in bytes."""
        if self.text.isascii():
            return self.shift + at
        before = bisect_left(self._wide[0], at)
        return self.shift + at + (self._wide[1][before - 1] if before else 0)

    @cached_property
    def _wide(self) -> tuple[list[int], list[int]]:
        """The characters of several bytes: where they are, and how many bytes more than characters there are up to each."""
        places = [at for at, character in enumerate(self.text) if character > "\x7f"]
        return places, list(accumulate(len(self.text[at].encode("utf-8")) - 1 for at in places))


@dataclass(frozen=True)
class Contents:
    """A data file: its text and its documents, of which YAML may have several or none."""

    source: Source
    documents: tuple[Item, ...]


def source_of(data: bytes) -> Source:
    """The text of a file. Raises DataError where it is not UTF-8."""
    shift = len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0
    try:
        return Source(data[shift:].decode("utf-8"), shift)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, shift + error.start) + 1
        raise DataError("it is not text in UTF-8", line) from None
