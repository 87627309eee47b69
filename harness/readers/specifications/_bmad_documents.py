"""Goes through a BMAD document section by section: stories, numbered requirements, tasks, terms, open questions, the matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from harness.domain.requirements import Scenario
from harness.domain.specifications import Clarification, EdgeCase, Story, Task, Term
from harness.markdown.tree import Block, Document, Grid, Heading, Listed, Paragraph
from harness.readers.specifications._bmad_criteria import Criteria, Criterion
from harness.readers.specifications._bmad_labels import (
    are_criteria,
    holds_criteria,
    is_feature,
    items_of,
    labelled,
    labelled_items,
)
from harness.readers.specifications._bmad_matrix import matrix_rows
from harness.readers.specifications._bmad_numbered import Numbered
from harness.readers.specifications._bmad_tasks import tasks
from harness.readers.specifications._clauses import clauses, joined, scenario_of
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._outline import TITLE_LEVEL, Outline, plain_heading, segments
from harness.readers.specifications._prose import one_line, split_comments, unboxed, unemphasised

_STORY = re.compile(
    r"\W{0,9}(?:user )?story\s+(?P<id>[0-9]{1,4}[.-][0-9]{1,4}[a-z]?)\b\s*[:.–—-]?\s*(?P<title>.*)", re.I | re.DOTALL
)
_EPIC = re.compile(r"\W{0,9}epic\s+[0-9]{1,4}\b", re.I)
_PRIORITY = re.compile(r"\bpriority\b[*_:\s]{1,8}(?P<priority>[A-Za-z0-9][\w-]{0,20})", re.I)
_AS_A = re.compile(r"[*_]{0,2}as (?:an?|the)\b", re.I)
_FIELD = re.compile(r"\W{0,4}\w[\w /-]{0,30}[*_]{0,2}:")
_REFERS = re.compile(r"\b(?:coverage|traceability|map|index|change ?log|changelog)\b", re.I)
_UNNUMBERED = re.compile(r"\b(?:non[- ]?)?functional requirements?\b|\bnfrs?\b|\A(?:non[- ]?)?functional\Z", re.I)
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

    @cached_property
    def _numbered(self) -> Numbered:
        return Numbered(self.gathered, self.outline, self.taken, self.stories)

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
        if are_criteria(name):
            self._accepting = heading.level
            self._criteria.read(body)
        elif self._story or not self._numbered.headed(heading, body):
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
        for label, blocks in labelled(body):
            if are_criteria(label):
                self._criteria.read(blocks)
            elif self._story and any(map(is_feature, blocks)):
                self._describe(self._story, blocks)
                self._criteria.read([block for block in blocks if is_feature(block)])
            elif self._story and any(map(holds_criteria, blocks)):
                self._criteria.read([one for block in blocks for item in labelled_items(block) for one in item.below])
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
            self._numbered.read(
                blocks, bool(_UNNUMBERED.search(name) or _UNNUMBERED.search(label)) or self._bends(name)
            )

    def _boundary(self, line: int, text: str) -> None:
        self.taken.add(line)
        self.gathered.leave(line, text, _NOT_TRIED)

    def _bends(self, name: str) -> bool:
        """Whether a section holds the constraints of a ``SPEC.md``, whose capabilities stand before them."""
        return name.lower() == "constraints" and any(one.id.startswith("CAP") for one in self.gathered.requirements)

    def _describe(self, story: Story, blocks: Sequence[Block]) -> None:
        """Note the words and the priority of a story."""
        texts = [split_comments(block.text)[0] for block in blocks if isinstance(block, Paragraph)]
        if not _AS_A.match(story.text):
            said = next((text for text in texts if _AS_A.match(text.strip())), "")
            first = next((text for text in texts if not _FIELD.match(text)), "")
            story = story.model_copy(update={"text": one_line(said or story.text or first)})
        found = next(filter(None, map(_PRIORITY.search, texts)), None)
        if found and not story.priority:
            story = story.model_copy(update={"priority": found["priority"]})
        self._story = story

    def _matrix(self, blocks: Sequence[Block]) -> None:
        for item in items_of(blocks):
            self.edge_cases.append(EdgeCase(text=one_line(item.text), place=self.gathered.place(item.line)))
        for row in (row for block in blocks if isinstance(block, Grid) for row in matrix_rows(block)):
            place = self.gathered.place(row.line)
            case = f"{row.name}: {row.given}" if row.given else row.name
            self.edge_cases.append(EdgeCase(text=case, handled=row.handled, place=place))
            story = (self._story.id,) if self._story else ()
            self.gathered.state(row.id, row.text, row.line, stories=story, scenarios=(row.scenario(place),))
            self.taken.add(row.line)

    def _glossary(self, blocks: Sequence[Block]) -> None:
        for item in items_of(blocks):
            name, _, text = one_line(unemphasised(item.text)).partition(" — ")
            if not text:
                name, _, text = name.partition(": ") if ": " in name else name.partition(" - ")
            self.terms.append(Term(name=name.strip(" :"), text=text.strip(), place=self.gathered.place(item.line)))

    def _questions(self, blocks: Sequence[Block]) -> None:
        for item in items_of(blocks):
            self.clarifications.append(
                Clarification(text=one_line(unboxed(item.text)), place=self.gathered.place(item.line))
            )

    def _checked(self, blocks: Sequence[Block]) -> None:
        found = list(tasks(blocks, self._story.id if self._story else "", self.gathered.collector.path))
        self.tasks += found
        self.taken.update(task.place.line for task in found)
