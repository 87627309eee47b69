"""The Definition of Done of an NLSpec: each item, each box of the parity matrix and the smoke test is a requirement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.requirements import Scenario
from harness.markdown.tree import Block, Document, Fence, Grid, Heading, Item, Listed, Paragraph
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._outline import TITLE_LEVEL, plain_heading, section_slug
from harness.readers.specifications._prose import one_line, split_comments, unboxed, unemphasised

_NAME = re.compile(r"(?:(?P<number>[0-9]{1,4}(?:\.[0-9]{1,4}){0,4})\.?\s*)?(?P<title>.*)", re.DOTALL)
_CELL = re.compile(r"\\?\[[ xX]?\\?\]|[☐☑☒✅✓✔❌✗]|")
_NOT_ASKED = "the matrix does not ask for this box"


@dataclass
class Done:
    """The way through a document, and what its Definition of Done asks for; ``taken`` are the lines of what was read."""

    document: Document
    gathered: Gathered
    title: str = ""
    taken: set[int] = field(default_factory=set)
    _headings: list[Heading] = field(default_factory=list)
    _section: str = ""
    _named: tuple[str, ...] = ()
    _counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, document: Document, feature: str, format_: str) -> Done:
        """The way through a document from its beginning."""
        return cls(document, Gathered(document.path, feature, format_))

    def go(self) -> None:
        """Read the whole document."""
        body: list[Block] = []
        for block in self.document.blocks:
            if isinstance(block, Heading):
                self._read(body)
                body = []
                self._enter(block)
            elif self._headings:
                body.append(block)
        self._read(body)

    def _enter(self, heading: Heading) -> None:
        """Go on to a heading; only those from *Definition of Done* on count."""
        if heading.level == TITLE_LEVEL and not self.title:
            self.title = plain_heading(heading.text)
        while self._headings and self._headings[-1].level >= heading.level:
            self._headings.pop()
        if self._headings or _title(heading).lower().startswith("definition of done"):
            self._headings.append(heading)
            self._section = self._begins()
            self._named = tuple(plain_heading(one.text) for one in self._headings)

    def _begins(self) -> str:
        """What ids begin with here: the nearest number, and the names of the headings without one below it."""
        names: list[str] = []
        for heading in reversed(self._headings):
            number = _number(heading)
            if number:
                return ".".join([number, *reversed(names)])
            if heading is not self._headings[0]:
                names.append(section_slug(heading.text))
        return ".".join(["DoD", *reversed(names)])

    def _next(self, section: str) -> str:
        self._counts[section] += 1
        return f"{section}.{self._counts[section]}"

    def _read(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Listed):
                for item in block.items:
                    self._item(item, self._section)
            elif isinstance(block, Grid):
                self._matrix(block)
        if blocks and not any(isinstance(block, Listed | Grid) for block in blocks):
            for block in blocks:
                if isinstance(block, Fence):
                    self._smoke_test(block)

    def _item(self, item: Item, section: str) -> None:
        id_ = self._next(section)
        nested = [block for block in item.below if isinstance(block, Listed) and _has_boxes(block)]
        own = [block for block in item.below if not (isinstance(block, Listed) and _has_boxes(block))]
        words = [unboxed(item.text), *self._words(own)]
        self.taken.add(item.blocks[0].line if item.blocks else item.line)
        if not nested or unboxed(item.text) != item.text:
            self._state(id_, " ".join(words), item.line)
        for block in nested:
            for below in block.items:
                self._item(below, id_)

    def _words(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            self.taken.add(block.line)
            if isinstance(block, Paragraph):
                yield unboxed(block.text)
            elif isinstance(block, Fence):
                yield block.content
            elif isinstance(block, Listed):
                for item in block.items:
                    yield from self._words(item.blocks)
            elif isinstance(block, Grid):
                yield from (" | ".join(row.cells) for row in block.rows)

    def _matrix(self, grid: Grid) -> None:
        """Read a table: each box is a requirement of its own where there are several in a row."""
        boxed = [at for at in range(1, len(grid.columns)) if any(_is_box(row.cells[at]) for row in grid.rows)]
        names = [plain_heading(column) for column in grid.columns]
        for row in grid.rows:
            id_ = self._next(self._section)
            self.taken.add(row.line)
            words = " | ".join(cell for at, cell in enumerate(row.cells) if at not in boxed and cell)
            for at in boxed:
                column = names[at]
                if not _CELL.fullmatch(row.cells[at]):
                    self.gathered.leave(row.line, f"{words}: {column} {row.cells[at]}", _NOT_ASKED)
                elif len(boxed) == 1:
                    self._state(id_, words, row.line)
                else:
                    self._state(f"{id_}-{section_slug(column)}", f"{words} ({column})", row.line)
            if not boxed:
                self._state(id_, words, row.line)

    def _smoke_test(self, fence: Fence) -> None:
        title = plain_heading(_title(self._headings[-1]))
        text = one_line(fence.content)
        self.taken.add(fence.line)
        if text:
            steps = Scenario(name=title, text=text, place=self.gathered.place(fence.line))
            self._state(self._next(self._section), f"{title}: {text}", fence.line, (steps,))

    def _state(self, id_: str, words: str, line: int, scenarios: Sequence[Scenario] = ()) -> None:
        text = split_comments(words)[0]
        self.gathered.state(id_, text, line, kind=kind_of("", self._named, text), scenarios=scenarios)


def _number(heading: Heading) -> str:
    found = _NAME.fullmatch(unemphasised(heading.text))
    return found["number"] or "" if found else ""


def _title(heading: Heading) -> str:
    found = _NAME.fullmatch(unemphasised(heading.text))
    return found["title"] if found else ""


def _has_boxes(listed: Listed) -> bool:
    return any(unboxed(item.text) != item.text for item in listed.items)


def _is_box(cell: str) -> bool:
    return bool(cell.strip()) and _CELL.fullmatch(cell) is not None
