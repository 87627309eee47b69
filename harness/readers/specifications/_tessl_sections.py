"""Goes through a Tessl spec section by section: capabilities, and the links to tests that stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.specifications import TestLink
from harness.markdown.tree import Block, Document, Fence, Grid, Item, Listed, Paragraph, Scalar
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._outline import TITLE_LEVEL, Outline, explicit_id, plain_heading, segments
from harness.readers.specifications._prose import split_comments, unboxed, unemphasised

_LINK = re.compile(
    r"`{0,2}\[@(?P<kind>test|generates?|describes?|use)\]"
    r"(?:\((?P<inline>[^()\n]{1,1000})\)|[ \t]{0,9}(?P<bare>[^\s`\[\]()|]{1,1000}))?`{0,2}"
)
_DASHES = " \t-–—:."
_ASIDE = re.compile(
    r"\W{0,9}(?:[0-9.]{1,9}\s{0,3})?(?:targets?|apis?|api surface|dependencies|implementation(?: details| notes)?|overview|"
    r"summary|background|goals?|non-?goals|out of scope|references?|open questions|notes?|context|motivation|change ?log|"
    r"status|test plan|testing(?: */ *local run)?|verification)\W{0,9}",
    re.IGNORECASE,
)
MOST_LEAD = 400
_NO_PATH = "its link to a test names no file"
_NOTHING_TO_SHOW = "its link to a test stands by nothing that is asked for"


@dataclass
class Sections:
    """The way through one document, and what was found so far; ``taken`` are the lines of what was read."""

    document: Document
    gathered: Gathered
    outline: Outline = field(default_factory=Outline)
    title: str = ""
    links: list[TestLink] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    _stated: list[str] = field(default_factory=list)
    _unlinked: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, document: Document, feature: str, format_: str) -> Sections:
        """The way through a document from its beginning."""
        return cls(document, Gathered(document.path, feature, format_))

    def go(self) -> None:
        """Read the whole document."""
        front = self.document.front.values.get("name") if self.document.front else None
        self.title = front.text or "" if isinstance(front, Scalar) else ""
        for heading, body, following in segments(self.document.blocks):
            if heading is None:
                self._section(body, described=False)
                continue
            if heading.level == TITLE_LEVEL and not self.title:
                self.title = plain_heading(heading.text)
            self.outline.enter(heading)
            deeper = following is not None and following.level > heading.level
            self._section(body, described=not deeper and self._is_capability())

    def _is_capability(self) -> bool:
        return any(name.lower().endswith("capabilities") for name in self.outline.headings[:-1])

    def _is_aside(self) -> bool:
        sections = self.outline.headings[1:] or self.outline.headings
        return any(_ASIDE.fullmatch(name) for name in sections)

    def _section(self, blocks: Sequence[Block], *, described: bool) -> None:
        """Read what stands directly below a heading; ``described`` where a paragraph alone says what is asked for."""
        self._stated = []
        aside = self._is_aside()
        described = described and not any(isinstance(block, Listed | Grid) for block in blocks)
        paragraphs: list[Paragraph] = []
        for block in blocks:
            if isinstance(block, Listed):
                for item in block.items:
                    self._item(item, aside)
            elif isinstance(block, Grid):
                self._rows(block)
            elif isinstance(block, Paragraph):
                self._paragraph(block, paragraphs, described and not aside)
        if described and not aside and not self._stated and paragraphs:
            self._prose(paragraphs, ())

    def _item(self, item: Item, aside: bool, lead: str = "") -> None:
        linked = list(self._words(item.blocks))
        tests = [test for _, found in linked for test in found]
        if aside and not tests:
            return
        self.taken.update(line for line, _ in _placed(item.blocks))
        nested = [block for block in item.blocks if isinstance(block, Listed) and self._has_tests(block)]
        own = [block for block in item.blocks if not (isinstance(block, Listed) and self._has_tests(block))]
        parts = list(self._words(own))
        text = " ".join([lead, *(words for words, _ in parts if words)]).strip()
        leads = bool(nested) and text.rstrip("*_ ").endswith(":")
        if text != lead and not leads:
            self._state(text, item.line, [test for _, found in parts for test in found])
        elif not nested and tests:
            self._alone(tests, item.line)
        for block in nested:
            for below in block.items:
                self._item(below, aside, text if leads and len(text) <= MOST_LEAD else "")

    def _has_tests(self, listed: Listed) -> bool:
        """Whether items of a list have tests of their own.

        A link on a line of its own below the last of them goes, for all that Markdown tells, with the item above as well.
        """
        firsts = [item.blocks[0] for item in listed.items if item.blocks and isinstance(item.blocks[0], Paragraph)]
        return any(_is_tested(one.lines, last=one is firsts[-1]) for one in firsts)

    def _paragraph(self, paragraph: Paragraph, before: list[Paragraph], described: bool) -> None:
        """Read a paragraph that has a link to a test; one of nothing but links belongs to what stands before it."""
        words, tests = self._parted(" ".join(paragraph.lines), paragraph.line)
        if not tests:
            if words:
                before.append(paragraph)
            return
        self.taken.add(paragraph.line)
        if words.strip(_DASHES) and not _only_aside(paragraph):
            self._state(words, paragraph.line, tests)
        elif self._stated:
            self._alone(tests, paragraph.line)
        elif before and (described or not self._is_aside()):
            self._prose(before, tests)
        else:
            for test in tests:
                self.gathered.leave(paragraph.line, test, _NOTHING_TO_SHOW)

    def _prose(self, paragraphs: Sequence[Paragraph], tests: Sequence[str]) -> None:
        """Gather paragraphs as one requirement."""
        words = " ".join(self._parted(" ".join(one.lines), one.line)[0] for one in paragraphs)
        self.taken.update(one.line for one in paragraphs)
        self._state(words, paragraphs[0].line, tests)

    def _alone(self, tests: Sequence[str], line: int) -> None:
        """Link tests that stand alone to the requirements of the section that have none."""
        linked = {link.requirement for link in self.links}
        bare = [id_ for id_ in self._stated if id_ not in linked] or self._stated[-1:]
        if not bare:
            for test in tests:
                self.gathered.leave(line, test, _NOTHING_TO_SHOW)
        self._link(bare, tests, line)

    def _link(self, ids: Sequence[str], tests: Sequence[str], line: int) -> None:
        place = self.gathered.place(line)
        self.links += [
            TestLink(requirement=id_, target=test, place=place) for id_ in ids for test in dict.fromkeys(tests)
        ]

    def _rows(self, grid: Grid) -> None:
        for row in grid.rows:
            words, tests = self._parted(" | ".join(row.cells), row.line)
            if tests:
                self.taken.add(row.line)
                self._state(words.strip(" |"), row.line, tests)

    def _state(self, words: str, line: int, tests: Sequence[str]) -> None:
        id_, text = explicit_id(split_comments(words)[0].strip())
        name = id_ or self.outline.next_id()
        if self.gathered.state(name, text, line, kind=kind_of(id_, self.outline.headings, text)):
            self._stated.append(name)
            self._link([name], tests, line)

    def _words(self, blocks: Sequence[Block]) -> Iterator[tuple[str, list[str]]]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield self._parted(unboxed(" ".join(block.lines)), block.line)
            elif isinstance(block, Fence):
                yield block.content, []
            elif isinstance(block, Listed):
                for item in block.items:
                    yield from self._words(item.blocks)

    def _parted(self, text: str, line: int) -> tuple[str, list[str]]:
        """The words of a passage without Tessl's links, and the files of those to tests."""
        if "[@" not in text:
            return text, []
        tests: list[str] = []
        for found in _LINK.finditer(text):
            path = (found["inline"] or found["bare"] or "").strip()
            if found["kind"] == "test" and path:
                tests.append(path)
            elif found["kind"] == "test" and line not in self._unlinked:
                self._unlinked.add(line)
                self.gathered.leave(line, text, _NO_PATH)
        return " ".join(_LINK.sub(" ", text).split()).rstrip(" \t-–—"), tests


def _only_aside(paragraph: Paragraph) -> bool:
    """Whether each line of a paragraph is a link with at most a remark on it."""
    return all(unemphasised(line).lstrip("` ").startswith("[@") for line in paragraph.lines)


def _is_tested(lines: Sequence[str], *, last: bool) -> bool:
    """Whether an item says something and has a test of its own."""
    linked = [line for line in lines if "[@test]" in line]
    inline = any(not line.lstrip("` ").startswith("[@") for line in linked)
    return inline or (bool(linked) and len(linked) < len(lines) and not last)


def _placed(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    for block in blocks:
        yield block.line, block
        if isinstance(block, Listed):
            for item in block.items:
                yield from _placed(item.blocks)
