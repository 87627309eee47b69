"""The small tree that a document becomes: front matter and blocks, each with its line; parsing lies elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scalar:
    """A single value as written, and its line; None where nothing is written. ``plain`` ones stood without quotes."""

    text: str | None
    line: int
    plain: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Listing:
    """A list of values, and the line where it starts."""

    items: tuple[Value, ...]
    line: int


@dataclass(frozen=True)
class Table:
    """Keys with their values, and the line of each key."""

    values: Mapping[str, Value]
    key_lines: Mapping[str, int]
    line: int


Value = Scalar | Listing | Table


@dataclass(frozen=True)
class Heading:
    """A heading of a level from 1 to 6."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Paragraph:
    """Running text as written, its lines joined by spaces; ``lines`` are the same, each alone."""

    text: str
    line: int
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fence:
    """A fenced (or indented) block: its info string, and its content with the final newline."""

    info: str
    content: str
    line: int


@dataclass(frozen=True)
class Item:
    """One item of a list with everything that stands under it."""

    line: int
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The item's own words, empty where it does not begin with any."""
        first = self.blocks[0] if self.blocks else None
        return first.text if isinstance(first, Paragraph) else ""

    @property
    def below(self) -> tuple[Block, ...]:
        """What stands under the item's own words."""
        return self.blocks[1:] if self.text else self.blocks


@dataclass(frozen=True)
class Listed:
    """A bullet list, or an ordered one, whose items are counted from ``start``."""

    ordered: bool
    line: int
    items: tuple[Item, ...]
    start: int = 1


@dataclass(frozen=True)
class Other:
    """Anything else (HTML, a rule), by markdown-it's name for it."""

    kind: str
    line: int


@dataclass(frozen=True)
class Row:
    """One row of a table, each cell as written."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Grid(Other):
    """A table: the row of its headings, and those below, each with as many cells."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Html(Other):
    """A block of HTML, or a comment, as written."""

    content: str = ""


@dataclass(frozen=True)
class Quote(Other):
    """A quote with what stands in it."""

    blocks: tuple[Block, ...] = ()


Block = Heading | Paragraph | Fence | Listed | Other


@dataclass(frozen=True)
class Part:
    """A heading and the blocks up to the next heading of its level or above."""

    heading: Heading
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A document: where it lies, its normalised text, its front matter (None if it has none) and its blocks."""

    path: str
    text: str
    front: Table | None = None
    blocks: tuple[Block, ...] = field(default=())


def parts(blocks: Sequence[Block], level: int) -> tuple[tuple[Block, ...], tuple[Part, ...]]:
    """The blocks before the first heading of ``level``, and one part for each such heading."""
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level == level]
    ends = [*starts[1:], len(blocks)][: len(starts)]
    before = tuple(blocks[: starts[0]]) if starts else tuple(blocks)
    return before, tuple(_part(blocks[start:end]) for start, end in zip(starts, ends, strict=True))


def _part(blocks: Sequence[Block]) -> Part:
    heading, *rest = blocks
    assert isinstance(heading, Heading)
    return Part(heading, tuple(rest))
