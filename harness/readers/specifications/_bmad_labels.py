"""What stands under which label in a BMAD document: lines in bold, labels that are items, check boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.markdown.tree import Block, Fence, Item, Listed, Paragraph
from harness.readers.specifications._bmad_criteria import is_gherkin

_LABEL = re.compile(
    r"(?P<mark>\*\*|__)(?P<label>[^*_\n]{1,120})(?P=mark)\s?:?\s*\Z|(?P<bare>acceptance criteria[^:\n]{0,60}):\s*\Z",
    re.I,
)
_CRITERIA = re.compile(
    r"acceptance criteri|crit[èe]res? d['\u2019]acceptation|criterios? de aceptaci|crit[ée]rios? de aceita|akzeptanzkriteri|"
    r"критерии при|验收标准|驗收標準|受け入れ基準|tiêu chí|\(ACs?\)",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:technical|implementation|notes?|prerequisites?|dependenc|tasks?|subtasks?|execution|definition of done|estimate|"
    r"effort|story points|testing|test (?:plan|cases?|scenarios?)|files?|status|priority|references?|out of scope|FRs?|NFRs?|"
    r"risks?|completed|commit|complexity|commands|manual checks|rationale|design)\b",
    re.IGNORECASE,
)
BOX = re.compile(r"\[(?P<mark>[ xX])\]\s*(?P<text>.*)", re.DOTALL)


def labelled(body: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Blocks below the labels that they stand under (a line in bold alone); a label may begin a paragraph.

    Below the label of criteria, others only group them, but for those that are known to begin something else.
    """
    label: str = ""
    held: list[Block] = []
    for block in body:
        if not isinstance(block, Paragraph):
            held.append(block)
            continue
        begun = 0
        for at, line in enumerate(block.lines):
            found = _LABEL.match(line)
            if found:
                said = (found["label"] or found["bare"]).strip(" :")
                if are_criteria(label) and not are_criteria(said) and not _ELSE.search(said):
                    continue
                held += _part(block, begun, at)
                yield label, held
                label, held, begun = said, [], at + 1
        held += _part(block, begun, len(block.lines))
    yield label, held


def _part(paragraph: Paragraph, begin: int, end: int) -> list[Block]:
    lines = paragraph.lines[begin:end]
    return [Paragraph(" ".join(lines), paragraph.line + begin, lines)] if lines else []


def are_criteria(label: str) -> bool:
    """Whether a label or a heading is that of acceptance criteria."""
    return bool(_CRITERIA.search(label))


def items_of(blocks: Sequence[Block]) -> Iterator[Item]:
    """The items of the lists among blocks."""
    for block in blocks:
        if isinstance(block, Listed):
            yield from block.items


def is_feature(block: Block) -> bool:
    """Whether a block is a feature in Gherkin."""
    return isinstance(block, Fence) and is_gherkin(block)


def holds_criteria(block: Block) -> bool:
    """Whether an item of a list is the label of criteria."""
    return any(True for _ in labelled_items(block))


def labelled_items(block: Block) -> Iterator[Item]:
    """The items of a list that are nothing but the label of the criteria below them."""
    for item in items_of([block]):
        found = _LABEL.match(item.text)
        if found and are_criteria(item.text):
            yield item
