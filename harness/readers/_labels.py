"""``**Label:** value`` in a document, with the list or block that follows it; which labels count lies in a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.markdown.tree import Block, Fence, Listed, Paragraph
from harness.phrasebook.line import read_line

_LABEL = re.compile(r"(?:\*\*|__)([^*_]+?):?(?:\*\*|__)\s*:?\s*(.*)")
_REGEX = re.compile(r"(?:regex|pattern|matching)\b|/(.+)/", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """``**Name:** value``, and the lines of the list or block right under it."""

    line: int
    name: str
    value: str
    below: tuple[tuple[int, str], ...] = ()
    block: Fence | None = None


def labelled(blocks: Sequence[Block]) -> Iterator[Label]:
    """Every label with what belongs to it: a list or a block that follows a label without a value is the value."""
    waiting: Label | None = None
    for block in blocks:
        if waiting and isinstance(block, Listed):
            below = tuple((item.line, item.text) for item in block.items)
            yield Label(waiting.line, waiting.name, waiting.value, below)
            waiting = None
            continue
        if waiting and isinstance(block, Fence):
            yield Label(waiting.line, waiting.name, waiting.value, block=block)
            waiting = None
            continue
        for line, text in lines_of([block]):
            found = _LABEL.match(text)
            if waiting and found:
                yield waiting
                waiting = None
            if found:
                label = Label(line, " ".join(found[1].lower().split()), found[2].strip())
                if label.value:
                    yield label
                else:
                    waiting = label
    if waiting:
        yield waiting


def belongs_to_label(fence: Fence, labels: Sequence[Label]) -> bool:
    """Whether a block is the value of a label rather than something of its own."""
    return any(label.block is fence for label in labels)


def named_texts(label: Label) -> Iterator[tuple[int, str, bool]]:
    """Each text that a label names, as (line, text, whether it is a regular expression)."""
    if label.block:
        content = label.block.content.split("\n")
        yield from ((label.block.line + at, line.strip(), False) for at, line in enumerate(content, 1) if line.strip())
    for line, value in [(label.line, label.value), *label.below]:
        slots = read_line(value).slots
        found = _REGEX.match(value)
        if found and found[1] and value.endswith("/"):
            yield line, found[1], True
        elif slots:
            yield from ((line, slot, bool(found and not found[1])) for slot in slots if slot.strip())
        elif value.strip():
            yield line, value.strip(), False


def lines_of(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Every line of paragraphs and lists, as (line, text)."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from enumerate(block.lines, block.line)
        elif isinstance(block, Listed):
            for item in block.items:
                yield item.line, item.text
                yield from lines_of(item.below)
