"""Kiro's ``requirements.md`` and ``bugfix.md``: requirements with their stories and criteria, and the terms of a glossary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from harness.domain.slugs import slug
from harness.domain.specifications import Story, Term
from harness.markdown.tree import Block, Document, Grid, Heading, Listed, Paragraph
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._kiro_criteria import Criterion, binds, criteria, scenario_of
from harness.readers.specifications._kiro_words import (
    Head,
    acceptance_label,
    head,
    is_acceptance,
    is_glossary,
    is_labelled,
    may_state,
    story,
    term,
)
from harness.readers.specifications._prose import mentions_binding, one_line, split_comments
from harness.readers.specifications._sections import Section, lines, sections

_SAYS_NOT = "it does not say what must hold"


class KiroReading:
    """What a document of requirements says; ``taken`` are the lines that something was read from."""

    def __init__(self, gathered: Gathered, document: Document) -> None:
        self.gathered = gathered
        self.stories: list[Story] = []
        self.terms: list[Term] = []
        self.taken: set[int] = set()
        self._source = document.text.split("\n")
        self._root = sections(document)
        _adopt(self._root)
        self._used: dict[str, int] = {}

    def read(self) -> None:
        """Read every section of the document."""
        self._read(self._root, ())

    def _read(self, section: Section, above: Sequence[str], accepting: bool = False) -> None:
        found = _head(section)
        accepting = accepting or is_acceptance(section.title)
        if is_glossary(section.title):
            self._read_terms(section)
        elif found is not None:
            self._read_requirement(section, found, above)
            return
        elif accepting or may_state(section.title):
            self._read_loose(section, above, accepting)
        for child in section.children:
            self._read(child, (*above, section.title), accepting)

    def _read_requirement(self, section: Section, found: Head, above: Sequence[str]) -> None:
        """A requirement with what stands below it; requirements within it are read for themselves."""
        inner = [one for one in section.children if _is_sure(one)]
        blocks = list(_parted(_without(section, inner).everything()))
        titles = (*above, section.title)
        told = self._read_story(section, found, blocks)
        stated = False
        for one, heading in _accepting(blocks, self._source):
            if heading:
                self.gathered.leave(
                    one.line, f"{one.number} {one.text}", f"it stands below '{heading}', not among the criteria"
                )
                self.taken.update((one.line, one.begins or one.line))
            else:
                self._state(one, found.number, titles, (found.number,) if told else ())
                stated = True
        self._leave_parts(_without(section, inner), blocks)
        if not stated and not inner:
            self._state_whole(section, found, blocks, titles, told)
        for child in inner:
            self._read(child, titles)

    def _leave_parts(self, section: Section, blocks: Sequence[Block]) -> None:
        """Note what binds in a later part of a paragraph, of whose first part alone something was read."""
        known = {block.line for block in section.everything()} | self.taken
        parts = [block for block in blocks if isinstance(block, Paragraph) and block.line not in known]
        for part in parts:
            if acceptance_label(part.text) is None and mentions_binding(part.text):
                self.gathered.leave(part.line, part.text, "it stands among labels, not among the criteria")

    def _read_story(self, section: Section, found: Head, blocks: Sequence[Block]) -> bool:
        """Note the user story of a requirement; whether it has one."""
        for block in blocks:
            text = story(block.text) if isinstance(block, Paragraph) else None
            if text is not None and isinstance(block, Paragraph):
                self._take(block)
                place = self.gathered.place(section.line)
                self.stories.append(Story(id=found.number, title=found.title, text=one_line(text), place=place))
                return True
        return False

    def _state(self, one: Criterion, prefix: str, titles: Sequence[str], stories: tuple[str, ...]) -> None:
        position = one.position or self._used.get(prefix, 0) + 1
        id_ = one.number or (f"{prefix}.{position}" if prefix else str(position))
        self._used[prefix] = max(position, self._used.get(prefix, 0)) if not one.number else self._used.get(prefix, 0)
        example = scenario_of(one.text, self.gathered.place(one.line))
        self.taken.update((one.line, one.begins or one.line))
        self.gathered.state(
            id_,
            one.text,
            one.line,
            kind=kind_of(id_, titles, one.text),
            stories=stories,
            scenarios=() if example is None else (example,),
        )

    def _state_whole(
        self, section: Section, found: Head, blocks: Sequence[Block], titles: Sequence[str], told: bool
    ) -> None:
        """A requirement without criteria asks for what it says: in its words, else in its story, else in its title."""
        words = [split_comments(line.text)[0] for line in lines(iter(blocks)) if not line.heading]
        own = [text for text in words if story(text) is None]
        text = one_line(" ".join(own) or " ".join(story(text) or text for text in words)) or found.title
        self.taken.update(range(section.line, section.end))
        if not text:
            self.gathered.leave(section.line, section.title, "nothing stands below its heading")
            return
        example = scenario_of(text, self.gathered.place(section.line))
        self.gathered.state(
            found.number,
            text,
            section.line,
            title=found.title,
            kind=kind_of(found.number, titles, text),
            stories=(found.number,) if told else (),
            scenarios=() if example is None else (example,),
        )

    def _read_loose(self, section: Section, above: Sequence[str], accepting: bool) -> None:
        """What binds directly below a heading that is of no one requirement; its id is made of the heading."""
        for one in criteria(section.blocks, self._source, sure=accepting):
            if accepting or binds(one.text):
                self._state(one, slug(section.title), (*above, section.title), ())

    def _read_terms(self, section: Section) -> None:
        for block in section.blocks:
            for line, text in _entries(block):
                found = term(text)
                if found is not None:
                    self.terms.append(Term(name=found[0], text=one_line(found[1]), place=self.gathered.place(line)))
                    self.taken.add(line)

    def _take(self, paragraph: Paragraph) -> None:
        self.taken.update(range(paragraph.line, paragraph.line + len(paragraph.lines)))


def read_bugfix(gathered: Gathered, document: Document) -> set[int]:
    """Note what a correction must bring about; what only tells how the product fails today is left out.

    The lines that something was read from are returned.
    """
    taken: set[int] = set()
    source = document.text.split("\n")
    for section in sections(document).within():
        for one in criteria(section.blocks, source, sure=False):
            if not one.number:
                continue
            taken.update((one.line, one.begins or one.line))
            if not binds(one.text):
                gathered.leave(one.line, f"{one.number} {one.text}", _SAYS_NOT)
                continue
            example = scenario_of(one.text, gathered.place(one.line))
            scenarios = () if example is None else (example,)
            gathered.state(
                one.number, one.text, one.line, kind=kind_of("", (section.title,), one.text), scenarios=scenarios
            )
    return taken


def _adopt(section: Section) -> None:
    """Criteria whose heading is of the same level as that of the requirement before belong to it all the same."""
    kept: list[Section] = []
    for child in section.children:
        if kept and is_acceptance(child.title) and _is_sure(kept[-1]):
            kept[-1].children.append(child)
            kept[-1].end = child.end
        else:
            kept.append(child)
    section.children = kept
    for child in kept:
        _adopt(child)


def _head(section: Section) -> Head | None:
    """The number and title of a section that is a requirement: by its words, or by the criteria that stand in it."""
    found = head(section.title)
    if found is not None and found.sure:
        return found
    if not section.title or is_acceptance(section.title) or any(_is_sure(one) for one in section.within()):
        return None
    marked = any(is_acceptance(one.title) for one in section.children) or any(
        isinstance(block, Paragraph) and (acceptance_label(block.text) is not None or story(block.text) is not None)
        for block in section.blocks
    )
    if not marked:
        return None
    return found or Head(slug(section.title), section.title)


def _is_sure(section: Section) -> bool:
    found = head(section.title)
    return found is not None and found.sure


def _accepting(blocks: Sequence[Block], source: Sequence[str]) -> Iterator[tuple[Criterion, str]]:
    """The criteria of a requirement: what stands below their heading or label; without any, whatever is listed and binds.

    What is numbered or to be ticked off below another heading comes with that heading.
    """
    marked = any(_is_mark(block) for block in blocks)
    active, other = not marked, ""
    for block in blocks:
        if isinstance(block, Heading):
            active = is_acceptance(block.text) or not marked
            other = "" if active else block.text
        elif isinstance(block, Paragraph) and (rest := acceptance_label(block.text)) is not None:
            active, other = True, ""
            yield from _with("", criteria([Paragraph(rest, block.line, (rest,))] if rest else [], source, sure=True))
        elif isinstance(block, Paragraph) and story(block.text) is not None:
            continue
        elif active:
            yield from _with("", criteria([block], source, sure=marked))
        elif other:
            yield from _with(other, (one for one in criteria([block], source, sure=True) if one.number or one.ticked))
        elif isinstance(block, Paragraph):
            yield from _with("", (one for one in criteria([block], source, sure=False) if one.number))


def _with(heading: str, found: Iterable[Criterion]) -> Iterator[tuple[Criterion, str]]:
    return ((one, heading) for one in found)


def _parted(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks with their paragraphs parted at lines that begin with a label."""
    for block in blocks:
        starts = (
            [at for at, line in enumerate(block.lines) if at and is_labelled(line)]
            if isinstance(block, Paragraph)
            else []
        )
        if not isinstance(block, Paragraph) or not starts:
            yield block
            continue
        for begin, end in zip([0, *starts], [*starts, len(block.lines)], strict=True):
            kept = block.lines[begin:end]
            yield Paragraph(" ".join(kept), block.line + begin, kept)


def _is_mark(block: Block) -> bool:
    if isinstance(block, Heading):
        return is_acceptance(block.text)
    return isinstance(block, Paragraph) and acceptance_label(block.text) is not None


def _without(section: Section, apart: Sequence[Section]) -> Section:
    gone = set(map(id, apart))
    children = [one for one in section.children if id(one) not in gone]
    return Section(section.title, section.line, section.level, section.end, section.blocks, children)


def _entries(block: Block) -> Iterator[tuple[int, str]]:
    """What a glossary lists: items, rows, and paragraphs that begin in bold."""
    if isinstance(block, Listed):
        for item in block.items:
            yield item.line, " ".join(line.text for line in lines(item.blocks))
    elif isinstance(block, Grid):
        for row in block.rows:
            name, rest = (row.cells[0], row.cells[1:]) if row.cells else ("", ())
            yield row.line, f"**{name.strip('*')}** {' | '.join(rest)}"
    elif isinstance(block, Paragraph):
        yield block.line, block.text
