"""Goes through a BMAD document section by section: stories, numbered requirements, tasks, terms, open questions, the matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.requirements import RequirementKind, Scenario
from harness.domain.specifications import Clarification, EdgeCase, Story, Task, Term
from harness.markdown.tree import Block, Document, Fence, Grid, Heading, Item, Listed, Paragraph
from harness.readers.specifications._bmad_criteria import Criteria, Criterion, is_gherkin
from harness.readers.specifications._bmad_matrix import matrix_rows
from harness.readers.specifications._clauses import clauses, joined, scenario_of
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._outline import TITLE_LEVEL, Outline, explicit_id, is_id, plain_heading, segments
from harness.readers.specifications._prose import one_line, split_comments, unemphasised
from harness.readers.specifications._task_lines import numbers

_STORY = re.compile(
    r"\W{0,9}(?:user )?story\s+(?P<id>[0-9]{1,4}[.-][0-9]{1,4}[a-z]?)\b\s*[:.–—-]?\s*(?P<title>.*)", re.I | re.DOTALL
)
_EPIC = re.compile(r"\W{0,9}epic\s+[0-9]{1,4}\b", re.I)
_REQUIREMENT = re.compile(
    r"(?:[A-Z]{2,8}[-_])?(?:N?FR|CR|AR|TR|IR|BR|SR|SM|SC|CAP|REQ|UX-?DR)(?:[-_][A-Z]{1,8})?[-_]?[0-9]{1,9}(?:[.-][0-9]{1,9}){0,3}[a-z]?"
)
_JOURNEY = re.compile(r"UJ-?[0-9]{1,6}")
_LABEL = re.compile(
    r"(?P<mark>\*\*|__)(?P<label>[^*_\n]{1,120})(?P=mark)\s?:?\s*\Z|(?P<bare>acceptance criteria[^:\n]{0,60}):\s*\Z",
    re.I,
)
_CRITERIA = re.compile(
    r"acceptance criteri|crit[èe]res? d['\u2019]acceptation|criterios? de aceptaci|crit[ée]rios? de aceita|akzeptanzkriteri|"
    r"критерии при|验收标准|驗收標準|受け入れ基準|tiêu chí|\(ACs?\)",
    re.IGNORECASE,
)
_BOX = re.compile(r"\[(?P<mark>[ xX])\]\s*(?P<text>.*)", re.DOTALL)
_TASK_ID = re.compile(
    r"[*_]{0,2}(?:Task\s+|T)?(?P<id>[0-9]{1,4}(?:\.[0-9]{1,4}){0,4})[*_]{0,2}\s*[:.)–—-]?\s+(?P<text>.*)",
    re.I | re.DOTALL,
)
_FOR = re.compile(r"\(\s*(?:[^()]{0,60}\b)?ACs?\b\s*[:#]?([^()]{0,80})\)", re.I)
_PRIORITY = re.compile(r"\bpriority\b[*_:\s]{1,8}(?P<priority>[A-Za-z0-9][\w-]{0,20})", re.I)
_AS_A = re.compile(r"[*_]{0,2}as (?:an?|the)\b", re.I)
_REFERS = re.compile(r"\b(?:coverage|traceability|map|index|change ?log|changelog)\b", re.I)
_UNNUMBERED = re.compile(r"\b(?:non[- ]?)?functional requirements?\b|\bnfrs?\b|\A(?:non[- ]?)?functional\Z", re.I)
_OUTSIDE = re.compile(r"\b(?:out of scope|notes?|non-goals?|priority|rationale|dependencies|source)\b", re.I)
_BOUNDARY = re.compile(r"[*_]{2}(?:always|never|ask first)\b", re.I)
_NOT_TRIED = "it bounds how the work is done, and no behaviour that can be tried"


@dataclass
class Reading:
    """The way through one document, and what was found so far; ``taken`` are the lines of what was read."""

    document: Document
    gathered: Gathered
    outline: Outline = field(default_factory=Outline)
    title: str = ""
    stories: list[Story] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    clarifications: list[Clarification] = field(default_factory=list)
    edge_cases: list[EdgeCase] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    _story: Story | None = None
    _level: int = 0
    _criteria: Criteria = field(default_factory=Criteria)
    _accepting: int = 0

    @classmethod
    def of(cls, document: Document, feature: str, format_: str) -> Reading:
        """The way through a document from its beginning."""
        return cls(document, Gathered(document.path, feature, format_))

    def go(self) -> None:
        """Read the whole document."""
        for heading, body, _ in segments(self.document.blocks):
            if heading:
                self._section(heading, body)
            else:
                self._body(body, "")
        self._close_story()

    def _section(self, heading: Heading, body: Sequence[Block]) -> None:
        self.outline.enter(heading)
        name = plain_heading(heading.text)
        if heading.level == TITLE_LEVEL and not self.title:
            self.title = name
        story = _STORY.fullmatch(name)
        if self._accepting and heading.level > self._accepting and not story:
            self._criteria.read([heading, *body])
            return
        self._accepting = 0
        if story:
            self._open_story(story["id"].replace("-", "."), story["title"], heading)
        elif self._story and heading.level <= self._level:
            self._close_story()
        if _CRITERIA.search(name):
            self._accepting = heading.level
            self._criteria.read(body)
        elif not self._numbered(heading, body):
            self._body(body, name)

    def _open_story(self, id_: str, title: str, heading: Heading) -> None:
        self._close_story()
        self._level = heading.level
        self._story = Story(id=id_, title=title.strip(), place=self.gathered.place(heading.line))

    def _close_story(self) -> None:
        """Gather the criteria of the story that ends here."""
        story, criteria = self._story, self._criteria.close()
        scenarios = [one for criterion in criteria for one in self._accept(criterion)]
        if story:
            self.stories.append(story.model_copy(update={"scenarios": tuple(scenarios)}))
            if not criteria:
                self.gathered.leave(
                    story.place.line, f"{story.id} {story.title}", "the story has no acceptance criteria"
                )
        self._story, self._criteria, self._accepting = None, Criteria(), 0

    def _accept(self, criterion: Criterion) -> Iterator[Scenario]:
        id_ = f"{self._story.id}-AC{criterion.number}" if self._story else f"AC{criterion.number}"
        words = joined(text for _, text in criterion.lines)
        found = scenario_of(
            clauses(words),
            one_line(" ".join(text for _, text in criterion.lines)),
            self.gathered.place(criterion.line),
            criterion.title,
        )
        self.gathered.state(
            id_,
            criterion.text,
            criterion.line,
            kind=kind_of("", (), criterion.text),
            stories=(self._story.id,) if self._story else (),
            priority=self._story.priority if self._story else "",
            scenarios=(found,) if found else (),
        )
        self.taken.update(criterion.taken)
        if found:
            yield found

    def _body(self, body: Sequence[Block], name: str) -> None:
        """Read what stands below a heading, label by label."""
        lower = name.lower()
        for label, blocks in _labelled(body):
            if _CRITERIA.search(label):
                self._criteria.read(blocks)
            elif self._story and any(map(_is_gherkin, blocks)):
                self._describe(self._story, blocks)
                self._criteria.read([block for block in blocks if _is_gherkin(block)])
            elif self._story and any(map(_holds_criteria, blocks)):
                self._criteria.read([one for block in blocks for item in _labelled_items(block) for one in item.below])
            elif "matrix" in lower or ("edge" in lower and "case" in lower):
                self._matrix(blocks)
            elif "glossary" in lower:
                self._glossary(blocks)
            elif "open question" in lower:
                self._questions(blocks)
            elif "task" in lower or label.lower().startswith("execution"):
                self._checked(blocks)
            else:
                self._prose(blocks, name, label)

    def _prose(self, blocks: Sequence[Block], name: str, label: str) -> None:
        if self._story:
            self._describe(self._story, blocks)
        for block in blocks:
            if isinstance(block, Paragraph) and _BOUNDARY.match(block.text):
                self._boundary(block.line, block.text)
            elif isinstance(block, Listed) and _BOUNDARY.match(f"**{label}"):
                for item in block.items:
                    self._boundary(item.line, item.text)
        if not self._story and not _REFERS.search(name):
            self._requirements(blocks, bool(_UNNUMBERED.search(name) or _UNNUMBERED.search(label)) or self._bends(name))

    def _boundary(self, line: int, text: str) -> None:
        self.taken.add(line)
        self.gathered.leave(line, text, _NOT_TRIED)

    def _bends(self, name: str) -> bool:
        """Whether a section holds the constraints of a ``SPEC.md``, whose capabilities stand before them."""
        return name.lower() == "constraints" and any(one.id.startswith("CAP") for one in self.gathered.requirements)

    def _describe(self, story: Story, blocks: Sequence[Block]) -> None:
        """Note the words and the priority of a story."""
        texts = [split_comments(block.text)[0] for block in blocks if isinstance(block, Paragraph)]
        if not story.text:
            said = next((text for text in texts if _AS_A.match(text.strip())), "") or next(iter(texts), "")
            story = story.model_copy(update={"text": one_line(said)})
        found = next(filter(None, map(_PRIORITY.search, texts)), None)
        if found and not story.priority:
            story = story.model_copy(update={"priority": found["priority"]})
        self._story = story

    def _numbered(self, heading: Heading, body: Sequence[Block]) -> bool:
        """Whether a section is a numbered requirement as a whole (``#### FR-1: Transfers``)."""
        id_, title = explicit_id(heading.text)
        if self._story or not _REQUIREMENT.fullmatch(id_):
            return False
        kept = [blocks for label, blocks in _labelled(body) if not _OUTSIDE.search(label)]
        words = [text for blocks in kept for _, text in self._words(blocks)]
        self._state(id_, " ".join(words) or title, heading.line, plain_heading(title))
        return True

    def _requirements(self, blocks: Sequence[Block], unnumbered: bool) -> None:
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
        id_, words = explicit_id(_unboxed(item.text))
        if _JOURNEY.fullmatch(id_):
            text = unemphasised(" ".join([words, *(text for _, text in self._words(item.below))]))
            self.stories.append(
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
            self._requirements([block for block in item.below if self._has_numbered(block)], unnumbered=False)
        elif any(self._has_numbered(block) for block in item.below):
            self._requirements(item.below, unnumbered=False)
        elif unnumbered and item.text:
            text = " ".join([_unboxed(item.text), *(text for _, text in self._words(item.below))])
            self._state(self.outline.next_id(), text, item.line)

    def _has_numbered(self, block: Block) -> bool:
        return isinstance(block, Listed) and any(
            _REQUIREMENT.fullmatch(explicit_id(_unboxed(item.text))[0]) for item in block.items
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
                yield block.line, block.text
            elif isinstance(block, Fence):
                self.taken.add(block.line)
                yield block.line, block.content
            elif isinstance(block, Listed):
                for item in block.items:
                    yield from self._words(item.blocks)

    def _matrix(self, blocks: Sequence[Block]) -> None:
        for row in (row for block in blocks if isinstance(block, Grid) for row in matrix_rows(block)):
            place = self.gathered.place(row.line)
            case = f"{row.name}: {row.given}" if row.given else row.name
            self.edge_cases.append(EdgeCase(text=case, handled=row.handled, place=place))
            story = (self._story.id,) if self._story else ()
            self.gathered.state(row.id, row.text, row.line, stories=story, scenarios=(row.scenario(place),))
            self.taken.add(row.line)

    def _glossary(self, blocks: Sequence[Block]) -> None:
        for item in _items(blocks):
            name, _, text = one_line(unemphasised(item.text)).partition(" — ")
            if not text:
                name, _, text = name.partition(": ") if ": " in name else name.partition(" - ")
            self.terms.append(Term(name=name.strip(" :"), text=text.strip(), place=self.gathered.place(item.line)))

    def _questions(self, blocks: Sequence[Block]) -> None:
        for item in _items(blocks):
            self.clarifications.append(
                Clarification(text=one_line(_unboxed(item.text)), place=self.gathered.place(item.line))
            )

    def _checked(self, blocks: Sequence[Block]) -> None:
        """Read tasks with the criteria that they name."""
        for item in _items(blocks):
            found = _BOX.fullmatch(item.text)
            if found:
                self.tasks.append(self._task(item, found))
                self.taken.add(item.line)
            self._checked(item.below)

    def _task(self, item: Item, found: re.Match[str]) -> Task:
        named = _TASK_ID.fullmatch(found["text"])
        prefix = f"{self._story.id}-AC" if self._story else "AC"
        named_criteria = [
            number for group in _FOR.findall(found["text"]) for number in numbers(group.replace("AC", " "))
        ]
        return Task(
            id=named["id"] if named else "",
            text=one_line(named["text"] if named else found["text"]),
            done=found["mark"] != " ",
            story=self._story.id if self._story else "",
            requirements=tuple(dict.fromkeys(f"{prefix}{number}" for number in named_criteria)),
            place=self.gathered.place(item.line),
        )


def _labelled(body: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Blocks below the labels that they stand under (a line in bold alone); a label may begin a paragraph."""
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
                held += _part(block, begun, at)
                yield label, held
                label, held, begun = (found["label"] or found["bare"]).strip(" :"), [], at + 1
        held += _part(block, begun, len(block.lines))
    yield label, held


def _part(paragraph: Paragraph, begin: int, end: int) -> list[Block]:
    lines = paragraph.lines[begin:end]
    return [Paragraph(" ".join(lines), paragraph.line + begin, lines)] if lines else []


def _items(blocks: Sequence[Block]) -> Iterator[Item]:
    for block in blocks:
        if isinstance(block, Listed):
            yield from block.items


def _is_gherkin(block: Block) -> bool:
    return isinstance(block, Fence) and is_gherkin(block)


def _holds_criteria(block: Block) -> bool:
    return any(True for _ in _labelled_items(block))


def _labelled_items(block: Block) -> Iterator[Item]:
    """The items of a list that are nothing but the label of the criteria below them."""
    for item in _items([block]):
        found = _LABEL.match(item.text)
        if found and _CRITERIA.search(item.text):
            yield item


def _unboxed(text: str) -> str:
    found = _BOX.fullmatch(text)
    return found["text"] if found else text
