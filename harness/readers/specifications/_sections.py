"""A document as sections below their headings, and what people read in them line by line; its meaning lies with the readers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.markdown.tree import Block, Document, Fence, Grid, Heading, Html, Listed, Paragraph, Quote

_TIGHT = re.compile(r"(#{1,6})((?:requirement|scenario)\b\s*:.*)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True)
class Line:
    """A line that people read: where it stands, its words, and whether it is a heading."""

    number: int
    text: str
    heading: bool = False


@dataclass(eq=False)
class Section:
    """A heading, what stands directly below it, and the sections within; the whole document has none, at level 0.

    ``end`` is the line after its last.
    """

    title: str
    line: int
    level: int
    end: int
    blocks: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)

    def within(self) -> Iterator[Section]:
        """This section and all below, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.within()

    def everything(self) -> Iterator[Block]:
        """What stands in this section, with the headings within and what stands below them."""
        yield from self.blocks
        for child in self.children:
            yield Heading(child.level, child.title, child.line)
            yield from child.everything()


def sections(document: Document) -> Section:
    """The whole document; ``###Requirement:`` without a blank, which OpenSpec reads as a heading, counts as one."""
    end = document.text.count("\n") + 2
    root = Section("", 1, 0, end)
    above = [root]
    for block in _blocks(document):
        if not isinstance(block, Heading):
            above[-1].blocks.append(block)
            continue
        while above[-1].level >= block.level:
            above.pop().end = block.line
        section = Section(block.text, block.line, block.level, end)
        above[-1].children.append(section)
        above.append(section)
    return root


def lines(blocks: Sequence[Block] | Iterator[Block]) -> Iterator[Line]:
    """What people read in blocks, line by line; a block of code is one line, and so is a row of a table."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for at, text in enumerate(block.lines):
                yield Line(block.line + at, text)
        elif isinstance(block, Listed):
            for item in block.items:
                yield from lines(item.blocks)
        elif isinstance(block, Quote):
            yield from lines(block.blocks)
        else:
            yield from _of_one(block)


def code_within(blocks: Sequence[Block] | Iterator[Block]) -> Iterator[Fence]:
    """Every block of code, also in lists and quotes."""
    for block in blocks:
        if isinstance(block, Fence):
            yield block
        elif isinstance(block, Quote):
            yield from code_within(block.blocks)
        elif isinstance(block, Listed):
            for item in block.items:
                yield from code_within(item.blocks)


def is_comment(html: Html) -> bool:
    """Whether no reader of the page sees a block of HTML."""
    return html.content.lstrip().startswith("<!--")


def _of_one(block: Block) -> Iterator[Line]:
    if isinstance(block, Heading):
        yield Line(block.line, block.text, heading=True)
    elif isinstance(block, Fence):
        yield Line(block.line, block.content)
    elif isinstance(block, Grid):
        yield Line(block.line, " | ".join(block.columns))
        for row in block.rows:
            yield Line(row.line, " | ".join(row.cells))
    elif isinstance(block, Html) and not is_comment(block):
        yield Line(block.line, _TAG.sub(" ", block.content))


def _blocks(document: Document) -> Iterator[Block]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from _parted(block)
        else:
            yield block


def _parted(paragraph: Paragraph) -> Iterator[Block]:
    """A paragraph, parted at lines that are meant as headings."""
    begun = 0
    for at, text in enumerate(paragraph.lines):
        found = _TIGHT.fullmatch(text)
        if found:
            yield from _part(paragraph, begun, at)
            yield Heading(len(found[1]), found[2].strip(), paragraph.line + at)
            begun = at + 1
    yield from _part(paragraph, begun, len(paragraph.lines))


def _part(paragraph: Paragraph, begin: int, end: int) -> Iterator[Paragraph]:
    if begin == 0 and end == len(paragraph.lines):
        yield paragraph
    elif begin < end:
        kept = paragraph.lines[begin:end]
        yield Paragraph(" ".join(kept), paragraph.line + begin, kept)
