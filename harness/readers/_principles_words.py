"""Blocks back to plain Markdown that reads back to the same; which blocks make a field lies in a reader."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from harness.markdown.parse import parse_blocks
from harness.markdown.text import sha256
from harness.markdown.tree import Block, Document, Fence, Heading, Item, Listed, Other, Paragraph
from harness.readers._principles_terms import without_comments

Placed = TypeVar("Placed", Block, Item)
_MARKED = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)]|#{1,6})(?:\s|$)|[>|<]")


@dataclass(frozen=True)
class Source:
    """The lines of a document, for the blocks that the tree does not keep the words of."""

    lines: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> Source:
        """The lines of a parsed document."""
        return cls(tuple(document.text.split("\n")))

    def between(self, start: int, end: int) -> str:
        """The lines from ``start`` to the one before ``end``, without indentation and blank lines around."""
        return textwrap.dedent("\n".join(self.lines[start - 1 : end - 1])).strip("\n").rstrip()

    def digest(self, start: int, end: int) -> str:
        """The hash of the lines from ``start`` to the one before ``end``; blanks at their ends and around do not count."""
        return sha256("\n".join(line.rstrip() for line in self.lines[start - 1 : end - 1]).strip("\n"))

    def words(self, blocks: Sequence[Block], end: int) -> str:
        """Blocks as Markdown that reads back to the same words; ``end`` is the line after them. Comments are left out."""
        return self.joined(with_ends(blocks, end))

    def labelled(self, first: str, below: Sequence[Block], end: int) -> str:
        """The same for the words behind a label, and the blocks below it."""
        alone = Source(tuple(first.split("\n")))
        blocks = parse_blocks(first, "") if _MARKED.match(first) else (Paragraph(first, 1),)
        return _joined([*alone._pieces(with_ends(blocks, len(alone.lines) + 1)), *self._pieces(with_ends(below, end))])

    def joined(self, blocks: Iterable[tuple[Block, int]]) -> str:
        """The same for blocks that need not follow each other, each with the line after it."""
        return _joined(self._pieces(blocks))

    def _pieces(self, blocks: Iterable[tuple[Block, int]]) -> Iterator[tuple[Block, str]]:
        for block, end in _merged((block, end) for block, end in blocks if not self._is_silent(block)):
            piece = self._piece(block, end)
            if piece:
                yield block, piece

    def _piece(self, block: Block, end: int) -> str:
        if isinstance(block, Paragraph):
            return without_comments(block.text)
        if isinstance(block, Heading):
            return f"{'#' * block.level} {block.text}"
        if isinstance(block, Listed):
            return "\n".join(self._items(block, end))
        if isinstance(block, Fence):
            return self._fence(block, end)
        return self.between(block.line, end)

    def _fence(self, fence: Fence, end: int) -> str:
        text = self.between(fence.line, end)
        return text if text.startswith(("```", "~~~")) else f"```\n{fence.content.rstrip()}\n```"

    def _is_silent(self, block: Block) -> bool:
        """Whether a block says nothing here: a comment, a line across, a check or a sample."""
        if isinstance(block, Fence):
            return has_role(block)
        if not isinstance(block, Other):
            return False
        comment = block.kind == "html_block" and self.lines[block.line - 1].lstrip().startswith("<!--")
        return comment or block.kind == "hr"

    def _items(self, listed: Listed, end: int) -> Iterator[str]:
        number = 0
        for item, after in with_ends(listed.items, end):
            text = self.words(item.blocks, after)
            if text:
                number += 1
                marker = f"{number}. " if listed.ordered else "- "
                yield marker + textwrap.indent(text, " " * len(marker)).lstrip()


def _merged(blocks: Iterable[tuple[Block, int]]) -> Iterator[tuple[Block, int]]:
    """The blocks, lists of one kind that follow each other made one, as they are where nothing else marks their end."""
    last: tuple[Block, int] | None = None
    for block, end in blocks:
        before = last[0] if last else None
        if isinstance(before, Listed) and isinstance(block, Listed) and before.ordered == block.ordered:
            last = Listed(before.ordered, before.line, (*before.items, *block.items)), end
            continue
        if last:
            yield last
        last = block, end
    if last:
        yield last


def _joined(pieces: Iterable[tuple[Block, str]]) -> str:
    """Pieces of text with a blank line between them, but before a list that goes on with what was said."""
    text: list[str] = []
    last: Block | None = None
    for block, piece in pieces:
        close = isinstance(block, Listed) and isinstance(last, Paragraph | Listed)
        text += ["\n" if close else "\n\n" if text else "", piece]
        last = block
    return "".join(text)


def markdown_words(text: str, path: str) -> str:
    """The words of a piece of Markdown, as ``Source.words`` gives them.

    Raises:
        DocumentError: if it is nested too deeply.
    """
    return Source(tuple(text.split("\n"))).words(parse_blocks(text, path), text.count("\n") + 2)


def first_words(text: str, path: str) -> str:
    """The words behind a label: what looks like the beginning of a list, a quote or their like is one."""
    return markdown_words(text, path) if _MARKED.match(text) else without_comments(text)


def has_role(fence: Fence) -> bool:
    """Whether a fence is a check or a sample rather than words."""
    return fence.info.lower().split()[1:2] in (["check"], ["bad"], ["good"])


def with_ends(blocks: Sequence[Placed], end: int) -> Iterator[tuple[Placed, int]]:
    """Each block or item with the line of the next one; ``end`` is that of the last."""
    for at, block in enumerate(blocks, 1):
        yield block, blocks[at].line if at < len(blocks) else end


def fences(blocks: Sequence[Block]) -> Iterator[Fence]:
    """Every fence, those below items too, in order."""
    for block in blocks:
        if isinstance(block, Fence):
            yield block
        elif isinstance(block, Listed):
            for item in block.items:
                yield from fences(item.blocks)
