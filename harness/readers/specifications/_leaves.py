"""Every passage of a document that holds words, in order, and those that seem to bind although nothing was read from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from harness.markdown.tree import Block, Document, Fence, Grid, Heading, Html, Listed, Paragraph, Quote, Row
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._prose import (
    binding_level,
    explains_key_words,
    is_shouted,
    mentions_binding,
    sentences,
    split_comments,
)

EXPLAINS = "it says how the words that bind are to be read"
IN_COMMENT = "it stands in a comment"
IN_CAPITALS = "it stands in capitals throughout, so no word of it binds more than another"


class LeafKind(StrEnum):
    """What a passage stands in, and so why it binds nobody by itself; empty where it is running text."""

    TEXT = ""
    HEADING = "it is a heading"
    CODE = "it stands in a block of code"
    QUOTE = "it stands in a quote"
    HTML = "it stands in HTML"


@dataclass(frozen=True)
class Leaf:
    """A passage: a paragraph, a row of a table, a block of code or HTML."""

    kind: LeafKind
    text: str
    line: int
    lines: tuple[str, ...] = ()


def leaves(blocks: Iterable[Block], kind: LeafKind = LeafKind.TEXT) -> Iterator[Leaf]:
    """Every passage of blocks, in order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield Leaf(kind, " ".join(block.lines), block.line, block.lines)
        elif isinstance(block, Heading):
            yield Leaf(kind or LeafKind.HEADING, block.text, block.line)
        elif isinstance(block, Fence):
            yield Leaf(kind or LeafKind.CODE, block.content, block.line)
        elif isinstance(block, Listed):
            for item in block.items:
                yield from leaves(item.blocks, kind)
        elif isinstance(block, Quote):
            yield from leaves(block.blocks, kind or LeafKind.QUOTE)
        elif isinstance(block, Grid):
            yield from (
                Leaf(kind, " | ".join(row.cells), row.line) for row in (Row(block.columns, block.line), *block.rows)
            )
        elif isinstance(block, Html):
            yield Leaf(kind or LeafKind.HTML, block.content, block.line)


def leave_rest(gathered: Gathered, document: Document, taken: frozenset[int] | set[int], why: str) -> None:
    """Note every passage that seems to bind and from none of whose first lines (``taken``) anything was read."""
    if not mentions_binding(document.text):
        return
    for leaf in leaves(document.blocks):
        if leaf.line not in taken and mentions_binding(leaf.text):
            leave_leaf(gathered, leaf, why)


def leave_leaf(gathered: Gathered, leaf: Leaf, why: str) -> None:
    """Note what of a passage seems to bind: sentence by sentence where it is running text."""
    words, comments = split_comments(leaf.text)
    for comment in comments:
        if mentions_binding(comment):
            gathered.leave(leaf.line, comment, IN_COMMENT)
    if leaf.kind:
        if binding_level(words):
            gathered.leave(leaf.line, first_binding_line(words), leaf.kind)
    elif binding_level(words):
        if explains_key_words(words):
            gathered.leave(leaf.line, words, EXPLAINS)
        else:
            for sentence in sentences(words):
                if binding_level(sentence):
                    gathered.leave(leaf.line, sentence, IN_CAPITALS if is_shouted(sentence) else why)


def first_binding_line(text: str) -> str:
    """The first line of a text that binds, else the first."""
    lines = text.strip().split("\n")
    return next((line for line in lines if mentions_binding(line)), lines[0])
