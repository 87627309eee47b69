"""A description as plain values whose references can be followed inside of it; nothing is read from anywhere else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from harness.golden.proposing import _codes
from harness.golden.proposing.openapi.reading import read_tree
from harness.markdown.collector import Collector
from harness.markdown.tree import Listing, Scalar, Table, Value
from harness.markdown.values import plain_value

_MOST_STEPS = 32
_OF_USERS = frozenset({"example", "examples", "default", "enum", "const", "value"})
"""Keys below which stand values that people chose, where a key that looks like a reference is none."""


class Dangling(ValueError):
    """A reference that leads to nothing; the message names it."""


@dataclass
class Source:
    """One description. A value that several aliases name is one object here as well, so its size stays that of the text."""

    path: str
    root: dict[str, Any]
    _lines: dict[int, int] = field(default_factory=dict)
    _key_lines: dict[int, dict[str, int]] = field(default_factory=dict)

    def line_of(self, value: Any, key: str = "") -> int:
        """Where a table or a list of the description begins, or one of its keys stands."""
        below = self._key_lines.get(id(value), {})
        return below.get(key) or self._lines.get(id(value), 1)

    def followed(self, value: Any) -> Any:
        """The value itself, or what its chain of references ends at.

        Raises:
            Dangling: if one leads to nothing, or back to itself.
        """
        for _ in range(_MOST_STEPS):
            name = reference_of(value)
            if name is None:
                return value
            value = self.target(name)
        raise Dangling("a reference leads back to itself")

    def target(self, name: str) -> Any:
        """What a reference such as ``#/components/schemas/Order`` names (RFC 6901). Raises Dangling where there is nothing."""
        value: Any = self.root
        if not name.startswith("#/") and name != "#":
            raise Dangling(f"the reference '{name}' leads out of the document")
        for part in name[2:].split("/") if name != "#" else ():
            key = _decoded(part).replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isascii() and key.isdigit() and int(key[:9]) < len(value):
                value = value[int(key)]
            else:
                raise Dangling(f"the reference '{name}' leads to nothing")
        return value


def read_source(text: str, path: str) -> Source:
    """The description that a text is.

    Raises:
        DocumentError: if it cannot be read, or refers to what is outside of it or not there.
    """
    tree = read_tree(text, path)
    source = _Plain(path).source(tree)
    collector = Collector(path)
    for owner, name in _references(source.root):
        line = source.line_of(owner, "$ref")
        if not name.startswith("#"):
            hint = "put everything into one document first, as a bundler of descriptions does"
            collector.add(_codes.OUTSIDE, line, f"the reference '{name}' leads out of the document", hint)
            continue
        try:
            source.target(name)
        except Dangling as error:
            collector.add(_codes.DANGLING, line, str(error), "check its spelling, or add what it names")
    collector.raise_if_any()
    return source


def reference_of(value: Any) -> str | None:
    """The reference that a table is; None where it is none."""
    name = value.get("$ref") if isinstance(value, dict) else None
    return name if isinstance(name, str) else None


@dataclass
class _Plain:
    """Turns values with lines into plain ones, each object once."""

    path: str
    made: dict[int, Any] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    key_lines: dict[int, dict[str, int]] = field(default_factory=dict)

    def source(self, tree: Table) -> Source:
        return Source(self.path, self._value(tree), self.lines, self.key_lines)

    def _value(self, value: Value) -> Any:
        if isinstance(value, Scalar):
            plain = plain_value(value)
            return value.text if isinstance(plain, float) and not math.isfinite(plain) else plain
        if id(value) not in self.made:
            self.made[id(value)] = made = self._made(value)
            self.lines[id(made)] = value.line
        return self.made[id(value)]

    def _made(self, value: Listing | Table) -> Any:
        if isinstance(value, Listing):
            return [self._value(item) for item in value.items]
        made = {key: self._value(below) for key, below in value.values.items()}
        self.key_lines[id(made)] = dict(value.key_lines)
        return made


def _references(root: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Every table that is a reference, each object once, in the order of the document."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            name = reference_of(value)
            if name is not None:
                yield value, name
            waiting.extend(reversed([inner for key, inner in value.items() if _is_of_format(key)]))


def _is_of_format(key: str) -> bool:
    return key not in _OF_USERS and not key.startswith("x-")


def _decoded(part: str) -> str:
    """Percent-encoding undone; what is none stays (RFC 3986, section 2.1)."""
    if "%" not in part:
        return part
    pieces = part.split("%")
    found = bytearray(pieces[0].encode())
    for piece in pieces[1:]:
        try:
            found += bytes([int(piece[:2], 16)]) + piece[2:].encode()
        except ValueError:
            found += b"%" + piece.encode()
    return found.decode("utf-8", "replace")
