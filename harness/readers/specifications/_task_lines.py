"""The tasks of a check list (``- [ ] 1.2 Write the parser``) and the requirements that each names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.places import Place
from harness.domain.specifications import Task
from harness.markdown.tree import Block, Item, Listed, Paragraph, Quote
from harness.readers.specifications._prose import one_line
from harness.readers.specifications._sections import lines

_TASK = re.compile(
    r"\[(?P<mark>[ xX~\-/])\](?P<optional>\\?\*)?\s*"
    r"(?:(?P<bold>\*\*)?(?P<id>[0-9]+(?:\.[0-9]+)*)(?(bold)\*\*)[.:)]?(?=\s|$))?\s*(?P<text>.*)",
    re.DOTALL,
)
_NAMES = re.compile(
    r"[*_(]*(?:validates\s{0,9}:?\s{0,9})?(?:requirements?|reqs?|requisitos?|anforderung(?:en)?|exigences?|需求|要件|요구사항)\s*[:\uff1a]?\s*"
    r"(?P<names>[^*_)]*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<first>(?:AC-(?=[0-9]+[.]))?[0-9]+(?:\.[0-9]+)*)(?:\s?[-\u2013~]\s?(?P<last>[0-9]+(?:\.[0-9]+)*))?"
)
_MOST_IN_RANGE = 200
_MOST_DIGITS = 6


def tasks(blocks: Sequence[Block], path: str) -> Iterator[Task]:
    """Every task of a document, in order."""
    for block in blocks:
        if isinstance(block, Quote):
            yield from tasks(block.blocks, path)
        elif isinstance(block, Listed):
            for item in block.items:
                yield from _of_item(item, path)


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of requirements that a text lists, each once; ``1.1-1.3`` stands for all three."""
    return tuple(dict.fromkeys(number for found in _NUMBER.finditer(text) for number in _range(found)))


def _of_item(item: Item, path: str) -> Iterator[Task]:
    found = _TASK.fullmatch(_words(item))
    if found:
        yield Task(
            id=found["id"] or "",
            text=one_line(found["text"]),
            done=found["mark"] in "xX",
            optional=bool(found["optional"]),
            requirements=_named(item),
            place=Place(path=path, line=item.line),
        )
    yield from tasks(item.blocks, path)


def _words(item: Item) -> str:
    """The words of an item without the lines that only name requirements."""
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph):
        return ""
    return " ".join(line for line in first.lines if line[:1] not in ("_", "*", "(") or not _NAMES.match(line))


def _named(item: Item) -> tuple[str, ...]:
    """The requirements that lines directly below a task name, not those of the tasks within it."""
    below = [_own(block) for block in item.blocks]
    said = [line.text for blocks in below for line in lines(blocks)]
    names = [found["names"] for text in said if (found := _NAMES.match(text.strip()))]
    return tuple(dict.fromkeys(number for name in names for number in numbers(name)))


def _own(block: Block) -> list[Block]:
    if not isinstance(block, Listed):
        return [block]
    own = tuple(item for item in block.items if not _TASK.fullmatch(item.text))
    return [Listed(block.ordered, block.line, own)]


def _range(found: re.Match[str]) -> Iterator[str]:
    first, last = found["first"], found["last"]
    yield first
    if last is None:
        return
    before, _, begin = first.rpartition(".")
    same, _, end = last.rpartition(".")
    if (same and same != before) or len(begin) > _MOST_DIGITS or len(end) > _MOST_DIGITS:
        yield last
        return
    for number in range(int(begin) + 1, min(int(end), int(begin) + _MOST_IN_RANGE) + 1):
        yield f"{before}.{number}" if before else str(number)
