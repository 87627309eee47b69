"""``**Label:** value`` in a document, with the list or block that follows it; which labels count lies in a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
    for at, block in enumerate(blocks):
        labels = [label for line, text in lines_of([block]) if (label := _label(line, text))]
        yield from labels[:-1]
        if labels:
            yield _with_value_below(labels[-1], blocks[at + 1 : at + 2])


def _label(line: int, text: str) -> Label | None:
    found = _LABEL.match(text)
    return Label(line, " ".join(found[1].lower().split()), found[2].strip()) if found else None


def _with_value_below(label: Label, following: Sequence[Block]) -> Label:
    for block in following:
        if not label.value and isinstance(block, Listed):
            return replace(label, below=tuple((item.line, item.text) for item in block.items))
        if not label.value and isinstance(block, Fence):
            return replace(label, block=block)
    return label


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
