"""Spec Kit's ``tasks.md`` (``- [ ] T012 [P] [US1] …``): what is to be done, what is done, and which requirements it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.places import Place
from harness.domain.specifications import LeftOut, Specification, Task
from harness.markdown.parse import parse
from harness.markdown.tree import Block, Heading, Item, Listed, Paragraph, Quote
from harness.readers.specifications import _speckit_paths as paths
from harness.readers.specifications._prose import one_line, unemphasised
from harness.readers.specifications._speckit_heads import KNOWN_ID, head_of, story_ids

_ID = r"[*_`~]{0,4}(?P<id>T-?[0-9]{1,5}(?:\.[0-9]{1,3}){0,2}[a-z]?)(?![\w-])[*_`]{0,3}[:.]?\s*"
_TASK = re.compile(rf"(?:~~)?\[(?P<box>[ xX~/-])\]\s*(?:{_ID})?(?P<text>.*)", re.DOTALL)
_PLAIN = re.compile(rf"{_ID}(?P<text>.*)", re.DOTALL)
_SNIFF = re.compile(r"^[ \t]*[-*][ \t]+\[[ xX]\][ \t]+\**T-?[0-9]{3}", re.MULTILINE)
_MARK = re.compile(r"\[([^\[\]]{1,30})\](?!\()\s*")
_LONGEST = 80


def claims(text: str, path: str) -> bool:
    """Whether a document is the list of tasks in a folder of Spec Kit's."""
    return path.rpartition("/")[2] == paths.TASKS and paths.is_numbered(path)


def sniff(text: str, path: str) -> bool:
    """Whether a document is a list of tasks as Spec Kit numbers them."""
    return claims(text, path) or (
        not paths.is_companion(path) and not paths.is_specification(path) and bool(_SNIFF.search(text))
    )


def read(text: str, path: str) -> Specification:
    """Every task of a feature, in order; a requirement that is stated among them is left out."""
    document = parse(text, path)
    title = next((one_line(unemphasised(block.text)) for block in document.blocks if isinstance(block, Heading)), "")
    left_out = tuple(_stated(document.blocks, path))
    tasks = tuple(_tasks(document.blocks, path, ""))
    return Specification(path=path, feature=paths.feature(path), title=title, tasks=tasks, left_out=left_out)


def _tasks(blocks: Sequence[Block], path: str, story: str) -> Iterator[Task]:
    """The tasks of some blocks; ``story`` is the one whose heading they stand below."""
    for block in blocks:
        if isinstance(block, Heading):
            story = next(iter(story_ids(block.text)), "")
        elif isinstance(block, Listed):
            for item in block.items:
                yield from _of_item(item, path, story)
        elif isinstance(block, Quote):
            yield from _tasks(block.blocks, path, story)


def _of_item(item: Item, path: str, story: str) -> Iterator[Task]:
    found = _TASK.fullmatch(item.text) or _PLAIN.fullmatch(item.text)
    if found:
        yield _task(found, item, path, story)
    yield from _tasks(item.below if item.text else item.blocks, path, story)


def _task(found: re.Match[str], item: Item, path: str, story: str) -> Task:
    marks, words = _marks(found["text"])
    below = " ".join(_own_words(item.below))
    named = (one[0] for one in KNOWN_ID.finditer(f"{found['text']} {below}"))
    stories = [one for mark in marks for one in story_ids(mark)]
    return Task(
        id=found["id"] or "",
        text=one_line(words).removesuffix("~~"),
        done=found.groupdict().get("box", " ") in ("x", "X") or item.text.strip().startswith("~~"),
        parallel="P" in marks,
        story=stories[0] if stories else story,
        requirements=tuple(dict.fromkeys(named)),
        place=Place(path=path, line=item.line),
    )


def _marks(text: str) -> tuple[list[str], str]:
    """The marks that a task begins with (``[P] [US1]``), and its words."""
    marks: list[str] = []
    while found := _MARK.match(text):
        marks.append(found[1].strip())
        text = text[found.end() :]
    return marks, text


def _own_words(blocks: Sequence[Block]) -> Iterator[str]:
    """What stands below a task, but for the tasks within it."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Listed):
            for item in block.items:
                if not (_TASK.fullmatch(item.text) or _PLAIN.fullmatch(item.text)):
                    yield item.text
                    yield from _own_words(item.below)


def _stated(blocks: Sequence[Block], path: str) -> Iterator[LeftOut]:
    for block in blocks:
        if isinstance(block, Listed):
            for item in block.items:
                head = None if _TASK.fullmatch(item.text) else head_of(item.text)
                if head and head.known:
                    place = Place(path=path, line=item.line)
                    yield LeftOut(
                        place=place, text=one_line(item.text)[:_LONGEST], why="a list of tasks states no requirement"
                    )
                yield from _stated(item.blocks, path)
