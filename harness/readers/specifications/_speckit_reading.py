"""One reading of a Spec Kit document: section by section, each passage becoming one thing or being left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.domain.places import Place
from harness.domain.requirements import Requirement, RequirementKind, Scenario, meaning
from harness.domain.specifications import EdgeCase, Entity, LeftOut, Story
from harness.markdown.collector import Collector
from harness.markdown.tree import Block, Fence, Listed, Paragraph
from harness.readers import _codes
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._prose import binding_level, mentions_binding, one_line, split_comments
from harness.readers.specifications._speckit_heads import KNOWN_ID, Head, family, head_of, stories_in
from harness.readers.specifications._speckit_labels import is_label
from harness.readers.specifications._speckit_scenarios import Scenarios, has_clauses
from harness.readers.specifications._speckit_sections import About, Section
from harness.readers.specifications._speckit_stories import StoryReading, is_story, listed_story
from harness.readers.specifications._speckit_things import edge_cases, entities, headed_entity
from harness.readers.specifications._speckit_walk import Passage, Statement, Walk, heading_head

_LONGEST = 80
_PRIMARY = "primary"
_NOT_IN_FORCE = {
    About.ASSUMPTIONS: "it is an assumption",
    About.OUT_OF_SCOPE: "it is out of scope",
    About.MENTIONS: "it only mentions requirements, or answers a question",
}


class Reading:
    """What has been read of the document at ``path``; ``finish`` it before asking for the requirements."""

    def __init__(self, path: str, feature: str) -> None:
        self.collector = Collector(path)
        self.requirements: list[Requirement] = []
        self.stories: list[Story] = []
        self.entities: list[Entity] = []
        self.edge_cases: list[EdgeCase] = []
        self.left_out: list[LeftOut] = []
        self.guidance: set[int] = set()
        self._path = path
        self._feature = feature
        self._stated: list[tuple[Statement, Section]] = []

    # --- section by section -------------------------------------------------------------------------------------------

    def section(self, section: Section) -> None:
        """Take in a section with all below it."""
        if section.about is About.GUIDANCE:
            return
        head = heading_head(section)
        if head is not None:
            self._take(Walk(self._path, section.about).section(section, head), section)
        elif is_story(section):
            self._story(section)
        elif section.about is About.ENTITIES:
            self._entities(section)
        else:
            self._blocks(section)
            for below in section.below:
                self.section(below)

    def _story(self, section: Section) -> None:
        reading = StoryReading(self._path)
        story = reading.story(section)
        self.stories.append(story)
        self.edge_cases.extend(edge_cases(reading.edge_cases, self._path))
        for line, text in reading.unread:
            self._leave_passage(Passage(line, text, "it is no scenario"), section)
        within = [*Walk(self._path, section.about).blocks(reading.others)]
        for below in reading.sections:
            head = heading_head(below)
            within.extend(Walk(self._path, below.about).section(below, head) if head else ())
        for found in within:
            if isinstance(found, Statement):
                found.head.stories = tuple(dict.fromkeys((*found.head.stories, story.id)))
        self._take(within, section)

    def _entities(self, section: Section) -> None:
        """Entities, and whatever requirement stands among them."""
        stated = [block for block in section.blocks if any(map(KNOWN_ID.match, _first_words([block])))]
        prose = [block for block in section.blocks if isinstance(block, (Paragraph, Fence))]
        self._take(
            Walk(self._path, section.about).blocks([*stated, *(one for one in prose if one not in stated)]), section
        )
        self.entities.extend(entities([block for block in section.blocks if block not in stated], self._path))
        for below in section.below:
            if heading_head(below) or below.about is not About.ENTITIES or below.below:
                self.section(below)
            else:
                self.entities.append(headed_entity(below, self._path))

    def _blocks(self, section: Section) -> None:
        if section.about is About.EDGE_CASES and not any(map(KNOWN_ID.match, _first_words(section.blocks))):
            self.edge_cases.extend(edge_cases(section.blocks, self._path))
        elif section.about is About.SCENARIOS:
            self._scenarios(section)
        else:
            self._take(Walk(self._path, section.about).blocks(section.blocks), section)

    def _scenarios(self, section: Section) -> None:
        """Stories in a list, or scenarios that belong to the story above them."""
        rest: list[Block] = []
        accepting: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Listed) and self._listed_stories(block):
                continue
            (accepting if _accepts(block, section) else rest).append(block)
        within = Scenarios(self._path)
        scenarios = within.take(accepting)
        if scenarios:
            self._accept(scenarios, section)
        self._take((Passage(line, text, "it is no scenario") for line, text in within.unread), section)
        self._take(Walk(self._path, section.about).blocks(rest), section)

    def _listed_stories(self, listed: Listed) -> bool:
        found = [listed_story(item.text, Place(path=self._path, line=item.line)) for item in listed.items]
        stories = [
            story.model_copy(update={"scenarios": Scenarios(self._path).take(item.below)})
            if has_clauses(item.below)
            else story
            for story, item in zip(found, listed.items, strict=True)
            if story
        ]
        if len(stories) != len(found):
            return False
        self.stories.extend(stories)
        return True

    def _accept(self, scenarios: tuple[Scenario, ...], section: Section) -> None:
        """Scenarios in a section of their own are of the story that they name, or of the only one; else of the feature."""
        places = {story.id: at for at, story in enumerate(self.stories)}
        given: dict[int, list[Scenario]] = {}
        for one in scenarios:
            named = next((places[id_] for id_ in stories_in(one.text) if id_ in places), None)
            given.setdefault(self._shared_story(section) if named is None else named, []).append(one)
        for at, more in given.items():
            story = self.stories[at]
            self.stories[at] = story.model_copy(update={"scenarios": (*story.scenarios, *more)})

    def _shared_story(self, section: Section) -> int:
        """Where the story stands that scenarios without one belong to."""
        if len(self.stories) == 1:
            return 0
        if not self.stories or self.stories[-1].id != _PRIMARY:
            line = section.heading.line if section.heading else 1
            self.stories.append(Story(id=_PRIMARY, place=Place(path=self._path, line=line)))
        return len(self.stories) - 1

    # --- what is stated, and what is left out -------------------------------------------------------------------------

    def _take(self, found: Iterable[Statement | Passage], section: Section) -> None:
        for one in found:
            if isinstance(one, Statement):
                self._stated.append((one, section))
            else:
                self._leave_passage(one, section)

    def _leave_passage(self, passage: Passage, section: Section) -> None:
        text = split_comments(passage.text)[0].strip()
        head = head_of(text)
        counts = section.about.normative or mentions_binding(text) or (head and (head.known or head.set_apart))
        if text and counts and not is_label(text):
            why = "its id is none of a requirement here" if head and not head.known else passage.why
            self.leave(passage.line, text, _NOT_IN_FORCE.get(section.about, why))

    def leave(self, line: int, text: str, why: str) -> None:
        """Note a passage that was read as nothing, and why."""
        self.left_out.append(LeftOut(place=Place(path=self._path, line=line), text=one_line(text)[:_LONGEST], why=why))

    def finish(self) -> None:
        """Make requirements of what was stated: an id that is stated in force once is only mentioned everywhere else."""
        best: dict[str, int] = {}
        for statement, section in self._stated:
            best[statement.head.id] = min(best.get(statement.head.id, 9), _rank(statement, section))
        scenarios: dict[str, tuple[Scenario, ...]] = {}
        for story in self.stories:
            scenarios[story.id] = (*scenarios.get(story.id, ()), *story.scenarios)
        taken: dict[str, int] = {}
        for statement, section in sorted(self._stated, key=lambda one: one[0].line):
            if self._in_force(statement, section, best):
                self._require(statement, section, scenarios, taken)
        self.left_out.sort(key=lambda one: one.place.line)

    def _in_force(self, statement: Statement, section: Section, best: dict[str, int]) -> bool:
        head = statement.head
        why = ""
        if section.about is About.OUT_OF_SCOPE:
            why = _NOT_IN_FORCE[section.about]
        elif head.dropped:
            why = f"it is marked as {head.dropped}" if head.dropped != "struck out" else "it is struck out"
        elif _rank(statement, section) > best[head.id]:
            why = f"it only mentions '{head.id}', which is stated elsewhere"
        if why:
            self.leave(statement.line, f"{head.id}: {statement.words}", why)
        return not why

    def _require(
        self, statement: Statement, section: Section, scenarios: dict[str, tuple[Scenario, ...]], taken: dict[str, int]
    ) -> None:
        head, words = statement.head, statement.words
        if not words:
            hint = "say what the system must do, such as: System MUST refuse an overdraft"
            self.collector.add(_codes.REQUIREMENT_EMPTY, statement.line, f"requirement '{head.id}' says nothing", hint)
        elif head.id in taken:
            what = f"requirement '{head.id}' is given twice, first on line {taken[head.id]}"
            self.collector.add(_codes.REQUIREMENT_TWICE, statement.line, what, "give one of the two another number")
        else:
            taken[head.id] = statement.line
            self.requirements.append(self._requirement(head, statement, section, scenarios))

    def _requirement(
        self, head: Head, statement: Statement, section: Section, scenarios: dict[str, tuple[Scenario, ...]]
    ) -> Requirement:
        named = [one for story in head.stories for one in scenarios.get(story, ())]
        for story in head.stories:
            if story not in scenarios:
                self.leave(statement.line, f"{head.id}: {story}", f"there is no story '{story}' in this document")
        examples = (*statement.scenarios, *named)
        words, title = statement.words, head.title
        return Requirement(
            id=head.id,
            text=words,
            place=Place(path=self._path, line=statement.line),
            sha256=meaning(f"{title}\n{words}" if title and title != words else words, examples),
            format="speckit",
            feature=self._feature,
            title=title,
            level=head.level or binding_level(words),
            kind=_kind(head, section, words),
            priority=head.priority,
            stories=head.stories,
            scenarios=examples,
        )


def _kind(head: Head, section: Section, words: str) -> RequirementKind:
    named = family(head.id)
    if named is None and section.about is About.SUCCESS:
        return RequirementKind.SUCCESS
    return named or kind_of(head.id, section.headings, words)


def _rank(statement: Statement, section: Section) -> int:
    """How surely a statement is the one that gives its requirement: the least counts, the others mention it."""
    order = section.about
    if order in _NOT_IN_FORCE:
        return 4 if statement.listed else 5
    if order in (About.REQUIREMENTS, About.SUCCESS):
        return 0 if statement.listed else 1
    return 0 if statement.listed and order is About.OTHER else 2 if statement.listed else 3


def _accepts(block: Block, section: Section) -> bool:
    """Whether a block in a section of scenarios holds some."""
    if has_clauses([block]):
        return True
    title = section.title.lower()
    return isinstance(block, Listed) and "acceptance" in title and not any(map(KNOWN_ID.match, _first_words([block])))


def _first_words(blocks: Sequence[Block]) -> Iterable[str]:
    """The first words of paragraphs, items and rows, without what sets an id apart."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (line.lstrip("*_`[~ |") for line in block.lines)
        elif isinstance(block, Listed):
            yield from (item.text.lstrip("*_`[~ ") for item in block.items)
