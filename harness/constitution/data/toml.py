"""TOML to values with places: ``tomllib`` says what the values are, a look at the lines says about where they stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from harness.constitution.data.tree import MOST_DEPTH, DataError, Item, Source, list_of, table_of

_PART = r"(?:\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[A-Za-z0-9_-]+)"
_KEY = rf"({_PART}(?:[ \t]*\.[ \t]*{_PART})*)"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*{_KEY}[ \t]*\]")
_PAIR = re.compile(rf"[ \t]*{_KEY}[ \t]*=")
_MULTILINE = re.compile(r'"""|' + "'''")
_IN_LINE = re.compile(r"line (\d+)")

Path = tuple[str | int, ...]


def document(source: Source) -> Item:
    """The whole file as a table. Raises DataError where it is not TOML."""
    try:
        table = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        line = _IN_LINE.search(str(error))
        last = source.line(len(source.text.rstrip()))
        raise DataError(f"it is not TOML: {error}", int(line[1]) if line else last) from None
    except RecursionError:
        raise DataError(f"it is nested more than {MOST_DEPTH} levels deep") from None
    return _Placing(source).item(table, (), (0, len(source.text)), 1)


class _Placing:
    """Gives each value the place of its key, and within the lines of that key the place of its text."""

    def __init__(self, source: Source) -> None:
        self._text = source.text
        written = list(_keys(source.text))
        self._keys = dict(reversed(written))
        starts = sorted({place[0] for place in self._keys.values()})
        self._next = dict(pairwise([*starts, len(self._text)]))

    def item(self, value: Any, path: Path, around: tuple[int, int], depth: int) -> Item:
        """The value as an item; ``around`` is where to look for it unless its key begins a line."""
        if depth > MOST_DEPTH:
            raise DataError(f"it is nested more than {MOST_DEPTH} levels deep")
        key = self._keys.get(path)
        if key:
            around = (key[1], self._next[key[0]])
        elif path and isinstance(path[-1], str):
            key = self._named(path[-1], around)
            around = (key[1] if key else around[0], around[1])
        if isinstance(value, dict):
            members = dict(self._members(value, path, around, depth))
            return table_of(members, around[0], _end(members.values(), around), key)
        if isinstance(value, list):
            items = list(self._items(value, path, around, depth))
            return list_of(items, around[0], _end(items, around), key)
        start, end = self._found(value, around)
        return Item(value if isinstance(value, bool | int | float | str) else str(value), start, end, key)

    def _members(
        self, table: dict[str, Any], path: Path, around: tuple[int, int], depth: int
    ) -> Iterator[tuple[str, Item]]:
        at = around[0]
        for name, value in table.items():
            item = self.item(value, (*path, name), (at, around[1]), depth + 1)
            at = max(at, min(item.end, around[1]))
            yield name, item

    def _items(self, values: list[Any], path: Path, around: tuple[int, int], depth: int) -> Iterator[Item]:
        at = around[0]
        for number, value in enumerate(values):
            item = self.item(value, (*path, number), (at, around[1]), depth + 1)
            at = max(at, min(item.end, around[1]))
            yield item

    def _named(self, name: str, around: tuple[int, int]) -> tuple[int, int] | None:
        """Where a key stands within a line."""
        found = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])").search(self._text, *around)
        return found.span() if found else None

    def _found(self, value: Any, around: tuple[int, int]) -> tuple[int, int]:
        """Where the text of a single value stands; the line around it where it is written in another way."""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        start = self._text.find(text, *around) if text else -1
        if start >= 0:
            quoted = isinstance(value, str) and self._text[start - 1 : start] in ('"', "'")
            return start - quoted, start + len(text) + quoted
        stop = self._text.find("\n", *around)
        return around[0], around[1] if stop < 0 else stop


def _end(items: Iterable[Item], around: tuple[int, int]) -> int:
    return max((item.end for item in items), default=around[0])


def _keys(text: str) -> Iterator[tuple[Path, tuple[int, int]]]:
    """The path of each key and table that begins a line, and of what they lie in, with where it stands there."""
    table: Path = ()
    counts: dict[Path, int] = {}
    inside, at = False, 0
    for line in text.splitlines(keepends=True):
        header, pair = (None, None) if inside else (_HEADER.match(line), _PAIR.match(line))
        if header:
            table = _indexed(_parts(header[2])[:MOST_DEPTH], counts, header[1] == "[[")
            place = (at + header.start(1), at + len(line.rstrip()))
            yield from ((table[:length], place) for length in range(1, len(table) + 1))
        elif pair:
            path = (*table, *_parts(pair[1])[:MOST_DEPTH])
            place = (at + pair.start(1), at + pair.end(1))
            yield from ((path[:length], place) for length in range(len(table) + 1, len(path) + 1))
        inside ^= len(_MULTILINE.findall(line)) % 2 == 1
        at += len(line)


def _parts(key: str) -> list[str]:
    return [part[1:-1] if part[0] in "\"'" else part for part in re.findall(_PART, key)]


def _indexed(parts: list[str], counts: dict[Path, int], is_list: bool) -> Path:
    """The path of a table, with the number of the item where it lies in a list of tables (counted on for a new one)."""
    path: Path = ()
    for number, part in enumerate(parts, 1):
        path = (*path, part)
        if is_list and number == len(parts):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
