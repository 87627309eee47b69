"""The requirements that a BMAD document numbers (``FR1``, ``NFR-2``, ``CAP-3``): items, lines, rows and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.requirements import RequirementKind
from harness.domain.specifications import Story
from harness.markdown.tree import Block, Fence, Grid, Heading, Item, Listed, Paragraph
from harness.readers.specifications._bmad_labels import labelled
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._outline import Outline, explicit_id, is_id, plain_heading
from harness.readers.specifications._prose import one_line, split_comments, unboxed, unemphasised

_REQUIREMENT = re.compile(
    r"(?:[A-Z]{2,8}[-_])?(?:N?FR|CR|AR|TR|IR|BR|SR|SM|SC|CAP|REQ|UX-?DR)(?:[-_][A-Z]{1,8})?[-_]?[0-9]{1,9}(?:[.-][0-9]{1,9}){0,3}[a-z]?"
)
_JOURNEY = re.compile(r"UJ-?[0-9]{1,6}")
_OUTSIDE = re.compile(r"\b(?:out of scope|notes?|non-goals?|priority|rationale|dependencies|source)\b", re.I)


@dataclass
class Numbered:
    """Gathers numbered requirements; ``taken`` are the lines of what was read, ``journeys`` the user journeys on the way."""

    gathered: Gathered
    outline: Outline
    taken: set[int]
    journeys: list[Story] = field(default_factory=list)

    def headed(self, heading: Heading, body: Sequence[Block]) -> bool:
        """Whether a section is a numbered requirement as a whole (``#### FR-1: Transfers``)."""
        id_, title = explicit_id(heading.text)
        if not _REQUIREMENT.fullmatch(id_):
            return False
        kept = [blocks for label, blocks in labelled(body) if not _OUTSIDE.search(label)]
        words = [text for blocks in kept for _, text in self._words(blocks)]
        self._state(id_, " ".join(words) or title, heading.line, plain_heading(title))
        return True

    def read(self, blocks: Sequence[Block], unnumbered: bool) -> None:
        """Read the numbered requirements of blocks: items, lines of paragraphs, rows; bullets without a number if asked to."""
        read: Block | None = None
        for at, block in enumerate(blocks):
            if isinstance(block, Listed) and block is not read:
                for item in block.items:
                    self._item(item, unnumbered)
            elif isinstance(block, Paragraph):
                after = blocks[at + 1] if at + 1 < len(blocks) else None
                read = self._lines(block, after if isinstance(after, Listed) else None)
            elif isinstance(block, Grid):
                self._rows(block)

    def _item(self, item: Item, unnumbered: bool) -> None:
        id_, words = explicit_id(unboxed(item.text))
        if _JOURNEY.fullmatch(id_):
            text = unemphasised(" ".join([words, *(text for _, text in self._words(item.below))]))
            self.journeys.append(
                Story(
                    id=id_,
                    title=one_line(unemphasised(words)),
                    text=one_line(text),
                    place=self.gathered.place(item.line),
                )
            )
        elif _REQUIREMENT.fullmatch(id_):
            own = [block for block in item.below if not self._has_numbered(block)]
            self._state(id_, " ".join([words, *(text for _, text in self._words(own))]), item.line)
            self.read([block for block in item.below if self._has_numbered(block)], unnumbered=False)
        elif any(self._has_numbered(block) for block in item.below):
            self.read(item.below, unnumbered=False)
        elif unnumbered and item.text:
            text = " ".join([unboxed(item.text), *(text for _, text in self._words(item.below))])
            self._state(self.outline.next_id(), text, item.line)

    def _has_numbered(self, block: Block) -> bool:
        return isinstance(block, Listed) and any(
            _REQUIREMENT.fullmatch(explicit_id(unboxed(item.text))[0]) for item in block.items
        )

    def _lines(self, paragraph: Paragraph, after: Listed | None) -> Listed | None:
        """Read requirements that follow each other line by line; a line without a number goes on with the last.

        The list after them is returned where it was read with the last.
        """
        found: list[tuple[int, str, list[str]]] = []
        for line, text in enumerate(paragraph.lines, paragraph.line):
            id_, words = explicit_id(text)
            if _REQUIREMENT.fullmatch(id_):
                found.append((line, id_, [words]))
            elif found:
                found[-1][2].append(text)
        read = after if found and after and not self._has_numbered(after) else None
        if read:
            found[-1][2].extend(text for _, text in self._words([read]))
        for line, id_, said in found:
            self._state(id_, " ".join(said), line)
            self.taken.add(paragraph.line)
        return read

    def _rows(self, grid: Grid) -> None:
        for row in grid.rows:
            id_ = unemphasised(row.cells[0]).strip("`[]() ") if row.cells and is_id(row.cells[0]) else ""
            if _REQUIREMENT.fullmatch(id_):
                cells = [
                    f"{plain_heading(column)}: {cell}"
                    for column, cell in zip(grid.columns[2:], row.cells[2:], strict=False)
                    if cell
                ]
                self._state(id_, "; ".join([*row.cells[1:2], *cells]), row.line)

    def _state(self, id_: str, words: str, line: int, title: str = "") -> None:
        text = split_comments(words)[0]
        kind = kind_of(id_, self.outline.headings, text)
        if id_.startswith("CAP"):
            kind = RequirementKind.FUNCTIONAL
        self.gathered.state(id_, text, line, title=title, kind=kind)
        self.taken.add(line)

    def _words(self, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
        """The words of blocks that belong to a requirement, whose lines are thereby taken."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self.taken.add(block.line)
                yield block.line, unboxed(block.text)
            elif isinstance(block, Fence):
                self.taken.add(block.line)
                yield block.line, block.content
            elif isinstance(block, Listed):
                for item in block.items:
                    yield from self._words(item.blocks)
