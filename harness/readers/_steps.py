"""The title and the numbered steps of a card or a golden case; what stands in its front matter lies with its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from harness.domain.cards import ExpectationLine, Section, Step
from harness.domain.nearest import did_you_mean
from harness.markdown.collector import Collector
from harness.markdown.tree import Block, Document, Fence, Heading, Item, Listed, Other, Paragraph, Part, parts
from harness.phrasebook.book import is_needed_marker, read_action, read_expectation
from harness.phrasebook.phrase import PhraseError
from harness.readers import _codes

Meaning = TypeVar("Meaning")
_SECTIONS = {section.value.lower(): section for section in Section}
_PROSE = frozenset({"notes", "background", "why"})
_SILENT = frozenset({"html_block", "hr"})


def read_title(document: Document, collector: Collector) -> Heading:
    """The one heading of the first level."""
    titles = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    for extra in titles[1:]:
        collector.add(
            _codes.NO_TITLE, extra.line, f"a second title '{extra.text}'", "make two cards of it, or use `##`"
        )
    if titles and titles[0].text:
        return titles[0]
    line = titles[0].line if titles else document.blocks[0].line if document.blocks else 1
    collector.add(
        _codes.NO_TITLE, line, "the card has no title", "add a line such as `# Move money between two accounts`"
    )
    return Heading(1, "", line)


def read_sections(document: Document, collector: Collector) -> Iterator[tuple[Section, Part]]:
    """The parts that hold steps, each once."""
    seen: dict[Section, int] = {}
    for part in parts(document.blocks, level=2)[1]:
        name = part.heading.text.rstrip(":").strip().lower()
        section = _SECTIONS.get(name)
        if section is None:
            _refuse_unknown(part.heading, name, collector)
        elif section in seen:
            what = f"a second section '{section.value}', the first is on line {seen[section]}"
            collector.add(_codes.SECTION, part.heading.line, what, "put all its steps into one section")
        else:
            seen[section] = part.heading.line
            yield section, part


def _refuse_unknown(heading: Heading, name: str, collector: Collector) -> None:
    if name not in _PROSE:
        known = [*(section.value for section in Section), *(prose.capitalize() for prose in sorted(_PROSE))]
        collector.add(
            _codes.SECTION, heading.line, f"unknown section '{heading.text}'", did_you_mean(heading.text, known)
        )


@dataclass(frozen=True)
class Steps:
    """Reads the steps of one section."""

    section: Section
    collector: Collector

    def read(self, part: Part) -> Iterator[Step]:
        number = 0
        for block in part.blocks:
            if isinstance(block, Listed) and self._numbered(block):
                for item in block.items:
                    number += 1
                    yield self._step(item, number)
            else:
                self._refuse_between(block)

    def _numbered(self, listed: Listed) -> bool:
        return listed.ordered or self.section is Section.BEFORE

    def _refuse_between(self, block: Block) -> None:
        if isinstance(block, Heading) or (isinstance(block, Other) and block.kind in _SILENT):
            return
        what, hint = (
            "text between the steps is not carried out",
            "number it (`1. Run …`), or move it to a section `## Notes`",
        )
        if isinstance(block, Listed):
            what, hint = "steps without numbers", "number them: `1. Run …`, with bullets only under a step"
        elif isinstance(block, Fence):
            what, hint = "this block belongs to no step", "indent it by three spaces, so that it stands under its step"
        self.collector.add(_codes.NOT_A_STEP, block.line, what, hint)

    def _step(self, item: Item, number: int) -> Step:
        if not item.text:
            hint = "write what the user does, such as: Run `bank list`"
            self.collector.add(_codes.NOT_A_STEP, item.line, f"step {number} says nothing to do", hint)
        fences = [block for block in item.below if isinstance(block, Fence)]
        for extra in fences[1:]:
            self._refuse_below(extra, f"a second block under step {number}", "make two steps of it")
        bullets = tuple(self._bullets(item.below, number))
        action = self._phrase(read_action, item, fences[0].content if fences else None)
        needed = any(is_needed_marker(bullet.text) for bullet in bullets)
        return Step(
            section=self.section,
            number=number,
            line=item.line,
            text=item.text,
            action=action,
            expectations=tuple(self._expectation(bullet) for bullet in bullets if not is_needed_marker(bullet.text)),
            needed=needed or self.section is Section.BEFORE,
        )

    def _bullets(self, blocks: tuple[Block, ...], number: int) -> Iterator[Item]:
        for block in blocks:
            if isinstance(block, Listed) and not block.ordered:
                yield from (bullet for bullet in block.items if self._has_words(bullet))
            elif isinstance(block, Listed):
                self._refuse_below(
                    block, f"a numbered list under step {number}", "write its expectations as bullets: `- You see …`"
                )
            elif isinstance(block, Paragraph):
                hint = "say the action in one paragraph and each expectation in a bullet: `- You see …`"
                self._refuse_below(block, f"a second paragraph under step {number}", hint)
            elif isinstance(block, Heading) or (isinstance(block, Other) and block.kind not in _SILENT):
                self._refuse_below(
                    block, f"neither a bullet nor a block under step {number}", "write bullets: `- You see …`"
                )

    def _has_words(self, bullet: Item) -> bool:
        if not bullet.text:
            self._refuse_below(bullet, "a bullet that says nothing", "write what the user sees, or take it away")
        return bool(bullet.text)

    def _expectation(self, bullet: Item) -> ExpectationLine:
        fences = [block for block in bullet.below if isinstance(block, Fence)]
        for block in bullet.below:
            if not isinstance(block, Fence) or block is not fences[0]:
                self._refuse_below(
                    block, "an expectation with more under it", "write one flat bullet for each expectation"
                )
        expectation = self._phrase(read_expectation, bullet, fences[0].content if fences else None)
        if fences and expectation is None:
            self._refuse_below(
                fences[0], "a block under an expectation", 'write one bullet for each line: `- You see "…"`'
            )
        return ExpectationLine(line=bullet.line, text=bullet.text, expectation=expectation)

    def _phrase(
        self, reading: Callable[[str, str | None], Meaning | None], item: Item, block: str | None
    ) -> Meaning | None:
        try:
            return reading(item.text, block)
        except PhraseError as error:
            self.collector.add(_codes.PHRASE, item.line, str(error), error.hint)
            return None

    def _refuse_below(self, block: Block | Item, what: str, hint: str) -> None:
        self.collector.add(_codes.NOT_AN_EXPECTATION, block.line, what, hint)
