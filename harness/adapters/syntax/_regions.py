"""Nodes of a file of Python from the functions or statements that they lie in: to parse all of it takes ten times as long.

Where these begin is guessed from how lines are indented; one of them may stand in a text of several lines. What is parsed then
holds one end of a text too many and does not parse, or has the place in question inside a text: so a node counts only if the
stretch parses and has exactly that node.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from harness.adapters.syntax._nodes import node_of
from harness.ports.sources import Node

if TYPE_CHECKING:
    from tree_sitter import Tree

_SMALL = 2_000
_STATEMENT = re.compile(rb"^(?!(?:elif|else|except|finally)\b)[A-Za-z_@]", re.MULTILINE)
_MEMBER = re.compile(rb"^    [A-Za-z_@]", re.MULTILINE)
_FUNCTION = re.compile(rb"    (?:@|def\b|async\b)")
_CLASS = re.compile(rb"^class[ \t]+(\w+)", re.MULTILINE)
_LONG_QUOTES = (b'"""', b"'''")

Span = tuple[int, int]


@dataclass(frozen=True)
class Stretch:
    """A part of a file; ``heading`` stands in front of it for what it lies in."""

    start: int
    end: int
    heading: bytes = b""

    def text(self, data: bytes) -> bytes:
        """What is parsed in the place of the whole."""
        return self.heading + data[self.start : self.end]

    @property
    def shift(self) -> int:
        """What to add to an offset in the text for that in the file."""
        return self.start - len(self.heading)


def nodes_by_region(data: bytes, spans: Sequence[Span], parse: Callable[[bytes], Tree]) -> list[Node | None]:
    """The node of each span, in order; None where it takes the whole file to tell."""
    if len(data) < _SMALL:
        return [None] * len(spans)
    layout = _Layout(data)
    parsed = cache(lambda stretch: parse(stretch.text(data)))
    return [
        next((node for one in layout.around(span) if (node := _node(data, span, one, parsed(one)))), None)
        for span in spans
    ]


class _Layout:
    """Where statements that are not indented, and the members of classes, seem to begin."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._statements = self._beginnings(0, len(data), _STATEMENT)
        self._members: dict[int, list[int]] = {}

    def around(self, span: Span) -> Iterator[Stretch]:
        """What may be parsed for a span, smallest first."""
        statement = _around(self._statements, span)
        heading = _CLASS.search(self._data, statement.start, statement.end)
        if heading and heading.start() <= span[0]:
            begin = heading.start()
            if begin not in self._members:
                self._members[begin] = self._beginnings(begin, statement.end, _MEMBER)
            member = _around(self._members[begin], span)
            if self._is_function_in(begin, member.start):
                yield replace(member, heading=b"class %b:\n" % heading[1])
        yield statement

    def _beginnings(self, start: int, end: int, line: re.Pattern[bytes]) -> list[int]:
        """Where what such a line begins does begin, what is decorated with its decorators; start and end included."""
        starts = [found.start() for found in line.finditer(self._data, start, end)]
        decorated = [self._data[one : one + 5].lstrip().startswith(b"@") for one in starts]
        kept = [one for one, is_behind in zip(starts, [False, *decorated], strict=False) if not is_behind]
        return [start, *kept, end]

    def _is_function_in(self, heading: int, at: int) -> bool:
        """Whether a function begins there, and no text of several lines that began since the heading goes on."""
        between = self._data[heading:at]
        return bool(_FUNCTION.match(self._data, at)) and not any(between.count(one) % 2 for one in _LONG_QUOTES)


def _around(beginnings: Sequence[int], span: Span) -> Stretch:
    first = min(bisect_right(beginnings, span[0]), len(beginnings) - 1) - 1
    behind = min(max(bisect_left(beginnings, span[1]), first + 1), len(beginnings) - 1)
    return Stretch(beginnings[first], beginnings[behind])


def _node(data: bytes, span: Span, stretch: Stretch, tree: Tree) -> Node | None:
    start, end = span[0] - stretch.shift, span[1] - stretch.shift
    found = tree.root_node.named_descendant_for_byte_range(start, end)
    if tree.root_node.has_error or found is None or (found.start_byte, found.end_byte) != (start, end):
        return None
    node = node_of(tree, stretch.text(data), start, end)
    if stretch.heading and not node.symbol_start:
        return None  # its scope is the class, of which only the heading is there
    if not node.symbol:
        return Node("", 0, len(data), node.sha256)
    return replace(node, symbol_start=node.symbol_start + stretch.shift, symbol_end=node.symbol_end + stretch.shift)
