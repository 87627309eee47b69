"""Requirements in Spec Kit's form (``**FR-001**: System MUST …``); which card shows them lies in the trace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.places import Place
from harness.domain.requirements import Requirement, meaning
from harness.domain.specifications import Specification
from harness.markdown.collector import Collector
from harness.markdown.parse import parse
from harness.markdown.tree import Block, Fence, Item, Listed, Paragraph
from harness.readers import _codes
from harness.readers.specifications._common import feature_of

_ID = r"(?:[A-Z][A-Z0-9]*-)*(?:FR|NFR|SC)(?:-[A-Z0-9]+)*-[0-9]+[a-z]?"
_BOLD = re.compile(rf"(?:\*\*|__)({_ID})\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*[:.–—-]?)\s*(.*)", re.DOTALL)
_BARE = re.compile(rf"({_ID})\s*:\s*(.*)", re.DOTALL)
_SNIFF = re.compile(rf"^[ \t]*(?:[-*+][ \t]+|[0-9]+[.)][ \t]+)?(?:\*\*|__|(?<=[ \t])){_ID}\b", re.MULTILINE)


def sniff(text: str, path: str) -> bool:
    """Whether a line of the text begins with the id of a requirement."""
    return bool(_SNIFF.search(text))


def read(text: str, path: str) -> Specification:
    """What a feature's ``spec.md`` says, in order."""
    collector = Collector(path)
    feature = feature_of(path)
    requirements: dict[str, Requirement] = {}
    for line, id_, words in _stated(parse(text, path).blocks):
        if not words:
            hint = "say what the system must do, such as: System MUST refuse an overdraft"
            collector.add(_codes.REQUIREMENT_EMPTY, line, f"requirement '{id_}' says nothing", hint)
        elif id_ in requirements:
            what = f"requirement '{id_}' is given twice, first on line {requirements[id_].place.line}"
            collector.add(_codes.REQUIREMENT_TWICE, line, what, "give one of the two another number")
        else:
            place = Place(path=path, line=line)
            requirements[id_] = Requirement(id=id_, text=words, place=place, sha256=meaning(words), feature=feature)
    return Specification(
        path=path, feature=feature, requirements=tuple(requirements.values()), mistakes=tuple(collector.mistakes)
    )


def _stated(blocks: Sequence[Block]) -> Iterator[tuple[int, str, str]]:
    """Every requirement as (line, id, words)."""
    for block in blocks:
        if isinstance(block, Listed):
            for item in block.items:
                yield from _of_item(item)
        elif isinstance(block, Paragraph):
            yield from _of_paragraph(block)


def _of_item(item: Item) -> Iterator[tuple[int, str, str]]:
    found = _BOLD.fullmatch(item.text) or _BARE.fullmatch(item.text)
    if found:
        yield item.line, found[1], _one_line(" ".join([found[2], *_words(item.below)]))
    below = item.below if found else item.blocks
    yield from _stated([block for block in below if isinstance(block, Listed) or not found])


def _of_paragraph(paragraph: Paragraph) -> Iterator[tuple[int, str, str]]:
    """Requirements may follow each other line by line in one paragraph; a line without an id goes on with the last."""
    current: tuple[int, str, list[str]] | None = None
    for line, text in enumerate(paragraph.lines, paragraph.line):
        found = _BOLD.fullmatch(text)
        if found:
            if current:
                yield current[0], current[1], _one_line(" ".join(current[2]))
            current = (line, found[1], [found[2]])
        elif current:
            current[2].append(text)
    if current:
        yield current[0], current[1], _one_line(" ".join(current[2]))


def _words(blocks: Sequence[Block]) -> Iterator[str]:
    """What stands below a requirement and belongs to it, without requirements of their own."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Fence):
            yield block.content
        elif isinstance(block, Listed):
            for item in block.items:
                if not (_BOLD.fullmatch(item.text) or _BARE.fullmatch(item.text)):
                    yield from _words(item.blocks)


def _one_line(words: str) -> str:
    return " ".join(words.split())
