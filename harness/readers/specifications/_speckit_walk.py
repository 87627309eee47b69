"""Every requirement that blocks of a document state, and every passage that states none; what is in force lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.requirements import Scenario
from harness.markdown.tree import Block, Fence, Grid, Heading, Item, Listed, Paragraph, Quote
from harness.readers.specifications._clauses import begins_clause
from harness.readers.specifications._prose import one_line, split_comments, unemphasised
from harness.readers.specifications._speckit_heads import Head, head_of, priority_in, stories_in, story_ids
from harness.readers.specifications._speckit_labels import is_label
from harness.readers.specifications._speckit_scenarios import Scenarios, has_clauses
from harness.readers.specifications._speckit_sections import About, Section

_FIELD = re.compile(
    r"[*_]{0,3}(?P<label>priority|prio|user stor(?:y|ies)|stor(?:y|ies)|covers|description|requirement|statement|"
    r"details?|acceptance(?: criteria| scenarios?)?|scenarios?)[*_]{0,3}\s{0,3}:[*_]{0,3}\s*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MENTIONS = re.compile(r"cover|trace|verif|satisf|implement|\bmaps?\b|depend", re.IGNORECASE)
_TICKED = re.compile(r"\A\[[ xX]\]\s+")
"""Whether something is done already is no part of what is required."""


@dataclass
class Statement:
    """A requirement as it stands in a document; ``listed`` is False in a table, whose rows may only mention it."""

    head: Head
    line: int
    words: str
    scenarios: tuple[Scenario, ...] = ()
    listed: bool = True


@dataclass(frozen=True)
class Passage:
    """Words that are no requirement, and why."""

    line: int
    text: str
    why: str


@dataclass
class _Body:
    """What stands below a requirement's own words, taken apart."""

    words: list[str] = field(default_factory=list)
    scenarios: list[Scenario] = field(default_factory=list)
    priority: str = ""
    stories: tuple[str, ...] = ()


class Walk:
    """Goes through blocks that stand in a section about something, of the document at ``path``."""

    def __init__(self, path: str, about: About) -> None:
        self._path = path
        self._about = about

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Statement | Passage]:
        """Every statement and every passage of the blocks, in order."""
        at = 0
        while at < len(blocks):
            block = blocks[at]
            at += 1
            if isinstance(block, Paragraph):
                below = self._following(blocks, at) if self._begins(block) else []
                at += len(below)
                yield from self._paragraph(block, below)
            else:
                yield from self._block(block)

    def section(self, section: Section, head: Head) -> Iterator[Statement | Passage]:
        """The requirement that a section's heading is the head of, and those that stand in the section themselves."""
        assert section.heading is not None
        title = one_line(unemphasised(head.rest)).strip()
        body = [*section.blocks, *(block for one in section.below for block in _flat(one))]
        mine, others = self._own(body)
        taken = self._body(mine)
        head.title = head.title or title
        words = one_line(" ".join(taken.words))
        yield self._stated(head, section.heading.line, words or title, taken)
        yield from self.blocks(others)

    def _following(self, blocks: Sequence[Block], at: int) -> list[Block]:
        """What goes on with the requirement of a paragraph: a list or a block of code without ids of their own."""
        found: list[Block] = []
        for block in blocks[at:]:
            details = isinstance(block, Fence) or (isinstance(block, Listed) and not self._holds_head(block))
            if not details:
                break
            found.append(block)
        return found

    def _block(self, block: Block) -> Iterator[Statement | Passage]:
        if isinstance(block, Listed):
            for item in block.items:
                yield from self._item(item)
        elif isinstance(block, Grid):
            yield from self._rows(block)
        elif isinstance(block, Quote):
            yield from self.blocks(block.blocks)
        elif isinstance(block, Fence):
            yield Passage(block.line, block.content, "it stands in a block of code")
        elif isinstance(block, Heading):
            yield Passage(block.line, block.text, "it is a heading")

    def _item(self, item: Item) -> Iterator[Statement | Passage]:
        first = item.blocks[0] if item.blocks else None
        if isinstance(first, Paragraph) and self._begins(first):
            yield from self._paragraph(first, list(item.below))
            return
        if item.text and not is_label(item.text):
            mine, others = self._own(item.below)
            below = " ".join(self._body(mine).words)
            yield Passage(item.line, one_line(f"{item.text} {below}"), "it has no id")
            yield from self.blocks(others)
        else:
            yield from self.blocks(item.below if item.text else item.blocks)

    def _paragraph(self, paragraph: Paragraph, below: Sequence[Block]) -> Iterator[Statement | Passage]:
        """Requirements may follow each other line by line; a line without an id goes on with the one before it."""
        starts = [at for at, line in enumerate(paragraph.lines) if self._head(line)]
        before = one_line(" ".join(paragraph.lines[: starts[0]] if starts else paragraph.lines))
        if before and not is_label(before):
            yield Passage(paragraph.line, before, "it has no id")
        for start, end in zip(starts, [*starts[1:], len(paragraph.lines)], strict=False):
            last = end == len(paragraph.lines)
            yield from self._lines(paragraph, start, end, below if last else ())
        if not starts:
            yield from self.blocks(below)

    def _lines(
        self, paragraph: Paragraph, start: int, end: int, below: Sequence[Block]
    ) -> Iterator[Statement | Passage]:
        text = split_comments("\n".join(paragraph.lines[start:end]))[0]
        head = head_of(text)
        assert head is not None
        mine, others = self._own(below)
        taken = self._body(mine)
        yield self._stated(head, paragraph.line + start, one_line(" ".join([head.rest, *taken.words])), taken)
        yield from self.blocks(others)

    def _rows(self, grid: Grid) -> Iterator[Statement | Passage]:
        columns = [at for at, name in enumerate(grid.columns) if not _MENTIONS.search(name)]
        where = next((at for at in columns if any(self._cell(row.cells, at) for row in grid.rows)), None)
        for row in grid.rows:
            head = self._cell(row.cells, where) if where is not None else None
            if head is None or where is None:
                yield Passage(row.line, one_line(" | ".join(row.cells)), "a row of a table without an id")
                continue
            taken = _Body()
            words = [head.rest.strip()] if head.rest.strip() else []
            for at, (name, cell) in enumerate(zip(grid.columns, row.cells, strict=False)):
                if at != where:
                    words.extend(self._of_cell(unemphasised(name).lower(), cell, row.line, head, taken))
            yield self._stated(head, row.line, one_line("; ".join(filter(None, words))), taken, listed=False)

    def _of_cell(self, column: str, cell: str, line: int, head: Head, taken: _Body) -> list[str]:
        """What a cell adds to the words of its row's requirement."""
        plain = one_line(cell)
        if re.search(r"prior|prio\b|moscow", column):
            taken.priority = one_line(unemphasised(cell))
        elif re.search(r"\bstor(?:y|ies)\b", column) and story_ids(cell):
            taken.stories = story_ids(cell)
        elif re.fullmatch(r"(?:status|state|owner|done|#|no\.?)", column.strip()):
            return []
        elif re.search(r"acceptance|scenario", column) and has_clauses([Paragraph(plain, line, (plain,))]):
            taken.scenarios.extend(Scenarios(self._path).take([Paragraph(plain, line, (plain,))]))
        elif re.fullmatch(r"(?:title|name|titel|nom|nombre|título|titre)", column.strip()) and not head.title:
            head.title = one_line(unemphasised(cell))
        else:
            return [plain]
        return []

    def _cell(self, cells: Sequence[str], at: int) -> Head | None:
        return self._head(cells[at], alone=True) if at < len(cells) else None

    def _stated(self, head: Head, line: int, words: str, taken: _Body, *, listed: bool = True) -> Statement:
        head.priority = head.priority or taken.priority
        named = (*head.stories, *taken.stories, *stories_in(words))
        head.stories = tuple(dict.fromkeys(named))
        return Statement(head, line, words or head.title, tuple(taken.scenarios), listed)

    def _own(self, blocks: Iterable[Block]) -> tuple[list[Block], list[Block]]:
        """The blocks that belong to a requirement, and the items in them that are requirements of their own."""
        mine: list[Block] = []
        others: list[Block] = []
        for block in blocks:
            if isinstance(block, Listed) and self._holds_head(block):
                apart: dict[bool, list[Item]] = {False: [], True: []}
                for item in block.items:
                    apart[self._holds_head_in(item)].append(item)
                mine.append(Listed(block.ordered, block.line, tuple(apart[False])))
                others.append(Listed(block.ordered, block.line, tuple(apart[True])))
            elif (isinstance(block, Paragraph) and self._begins(block)) or (
                isinstance(block, Grid) and any(self._cell(row.cells, 0) for row in block.rows)
            ):
                others.append(block)
            else:
                mine.append(block)
        return mine, others

    def _body(self, blocks: Sequence[Block]) -> _Body:
        taken = _Body()
        for block in blocks:
            if isinstance(block, Listed) and has_clauses([block]):
                self._examples(block, taken)
            elif has_clauses([block]):
                taken.scenarios.extend(Scenarios(self._path).take([block]))
            elif isinstance(block, Paragraph):
                for line in block.lines:
                    self._field(line, taken)
            elif isinstance(block, Fence):
                taken.words.append(block.content)
            elif isinstance(block, Listed):
                for item in block.items:
                    self._merge(taken, self._body(item.blocks))
            elif isinstance(block, Quote):
                self._merge(taken, self._body(block.blocks))
            elif isinstance(block, Grid):
                rows = (block.columns, *(row.cells for row in block.rows))
                for cells in rows:
                    self._field(": ".join(cells[:2]) if len(cells) == 2 else " | ".join(cells), taken)
        return taken

    def _examples(self, listed: Listed, taken: _Body) -> None:
        """The scenarios of a list; an item of it that has nothing of one is words."""
        examples: list[Item] = []
        for item in listed.items:
            if begins_clause(item.text) or has_clauses(item.blocks):
                examples.append(item)
            else:
                self._merge(taken, self._body(item.blocks))
        taken.scenarios.extend(Scenarios(self._path).take([Listed(listed.ordered, listed.line, tuple(examples))]))

    def _merge(self, taken: _Body, more: _Body) -> None:
        taken.words.extend(more.words)
        taken.scenarios.extend(more.scenarios)
        taken.priority = taken.priority or more.priority
        taken.stories = (*taken.stories, *more.stories)

    def _field(self, line: str, taken: _Body) -> None:
        found = _FIELD.match(line)
        label = found["label"].lower() if found else ""
        if found and label in ("priority", "prio"):
            taken.priority = priority_in(found["words"].partition("(")[0]) or one_line(unemphasised(found["words"]))
        elif found and "stor" in label and story_ids(found["words"]):
            taken.stories = story_ids(found["words"])
        else:
            taken.words.append(_TICKED.sub("", found["words"] if found else line, count=1))

    def _begins(self, paragraph: Paragraph) -> bool:
        """Whether a requirement begins at one of its lines."""
        return any(self._head(line) for line in paragraph.lines)

    def _holds_head(self, block: Listed) -> bool:
        return any(self._holds_head_in(item) for item in block.items)

    def _holds_head_in(self, item: Item) -> bool:
        return any(
            (isinstance(block, Paragraph) and self._begins(block))
            or (isinstance(block, Listed) and self._holds_head(block))
            for block in item.blocks
        )

    def _head(self, line: str, *, alone: bool = False) -> Head | None:
        """The head that a line begins with, if that may be a requirement's in this section; a cell may hold it ``alone``."""
        head = head_of(line)
        if head is None or not head.possible:
            return None
        expected = self._about in (About.REQUIREMENTS, About.SUCCESS)
        told = head.known or expected
        return head if told and (head.set_apart or head.separated or alone or expected) else None


def heading_head(section: Section) -> Head | None:
    """The head of the requirement that a section is; None where its heading is none."""
    head = head_of(section.heading.text) if section.heading else None
    known = head and head.possible and (head.known or section.about in (About.REQUIREMENTS, About.SUCCESS))
    return head if known else None


def _flat(section: Section) -> Iterator[Block]:
    if section.heading:
        yield Paragraph(section.heading.text, section.heading.line, (section.heading.text,))
    yield from section.blocks
    for one in section.below:
        yield from _flat(one)
