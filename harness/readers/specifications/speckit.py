"""A feature's ``spec.md`` in Spec Kit's form (``**FR-001**: System MUST …``); tasks and plan are formats of their own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from harness.domain.requirements import Requirement
from harness.domain.specifications import Clarification, Specification
from harness.markdown.parse import parse
from harness.markdown.tree import Block, Fence, Heading, Item, Listed
from harness.readers.specifications import _speckit_paths as paths
from harness.readers.specifications._prose import one_line, split_comments, unemphasised
from harness.readers.specifications._speckit_heads import KNOWN_ID
from harness.readers.specifications._speckit_reading import Reading
from harness.readers.specifications._speckit_sections import About, Section, sections
from harness.readers.specifications._speckit_things import clarifications

_BULLET = r"(?:[-*+][ \t]+|[0-9]{1,9}[.)][ \t]+|#{1,6}[ \t]+|\|[ \t]*)"
_SET_APART = r"(?:(?:~~)?[*_`\[]{2,5}|(?<=[ \t|])[*_`\[]?)(?!C-|(?:[A-Z0-9]+-){0,3}REQ)"
_SNIFF = re.compile(rf"^[ \t]*{_BULLET}?(?:\[[ xX]\][ \t]+)?{_SET_APART}{KNOWN_ID.pattern}", re.MULTILINE)
_TITLED = re.compile(r"^#[ \t]+Feature Specification:|^##[ \t]+User Scenarios (?:&|and) Testing\b", re.MULTILINE)
_TITLE = re.compile(r"\A(?:feature )?spec(?:ification)?\s*[:–—-]\s*", re.IGNORECASE)


def sniff(text: str, path: str) -> bool:
    """Whether a document is a feature's specification by where it lies, by its headings, or as a line begins with an id."""
    if paths.is_companion(path) or path.rpartition("/")[2] in (paths.TASKS, paths.PLAN):
        return False
    return paths.is_specification(path) or bool(_TITLED.search(text) or _SNIFF.search(text))


def claims(text: str, path: str) -> bool:
    """Whether a document is the specification in a folder of Spec Kit's, and has a sign of it."""
    return (
        paths.is_numbered(path) and paths.is_specification(path) and bool(_TITLED.search(text) or _SNIFF.search(text))
    )


def read(text: str, path: str) -> Specification:
    """What a feature's ``spec.md`` says, in order."""
    document = parse(text, path)
    feature = paths.feature(path)
    whole = sections(document.blocks)
    reading = Reading(path, feature)
    reading.section(whole)
    _commented(document.text, reading)
    reading.finish()
    questions = clarifications(document.text, path, _silent_lines(whole, document.text.count("\n") + 1))
    return Specification(
        path=path,
        feature=feature,
        title=_title(document.blocks),
        requirements=tuple(reading.requirements),
        stories=tuple(reading.stories),
        entities=tuple(reading.entities),
        edge_cases=tuple(reading.edge_cases),
        clarifications=tuple(_owned(questions, reading.requirements)),
        left_out=tuple(reading.left_out),
        mistakes=tuple(reading.collector.mistakes),
    )


def _title(blocks: Sequence[Block]) -> str:
    first = next((block for block in blocks if isinstance(block, Heading) and block.level == 1), None)
    return _TITLE.sub("", one_line(unemphasised(first.text))) if first else ""


def _commented(text: str, reading: Reading) -> None:
    """A requirement in a comment is none, and yet somebody wrote it."""
    at, line = 0, 1
    for comment in split_comments(text)[1]:
        start = text.index(comment, at)
        line += text.count("\n", at, start)
        found = KNOWN_ID.search(comment)
        if found:
            reading.leave(line, comment[found.start() :], "it stands in a comment")
        at = start


def _owned(questions: Iterator[Clarification], requirements: Sequence[Requirement]) -> Iterator[Clarification]:
    """Each question with the requirement whose words hold it."""
    lines = [one.place.line for one in requirements]
    for question in questions:
        at = bisect_right(lines, question.place.line) - 1
        holds = at >= 0 and question.text in requirements[at].text
        yield question.model_copy(update={"requirement": requirements[at].id}) if holds else question


def _silent_lines(whole: Section, end: int) -> frozenset[int]:
    """The lines of code, and those of sections that tell how to write the document."""
    found: set[int] = set()
    every = list(whole.all())
    starts = [section.heading.line if section.heading else 1 for section in every]
    for section, start, stop in zip(every, starts, [*starts[1:], end + 1], strict=True):
        if section.about is About.GUIDANCE:
            found.update(range(start, stop))
        for fence in _fences(section.blocks):
            found.update(range(fence.line, fence.line + fence.content.count("\n") + 1))
    return frozenset(found)


def _fences(blocks: Sequence[Block | Item]) -> Iterator[Fence]:
    for block in blocks:
        if isinstance(block, Fence):
            yield block
        elif isinstance(block, Listed):
            for item in block.items:
                yield from _fences(item.blocks)
