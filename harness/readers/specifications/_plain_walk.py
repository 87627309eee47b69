"""Goes through the blocks of plain Markdown and gathers what binds; recognising the words lies in ``_prose``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from harness.domain.requirements import Scenario
from harness.markdown.tree import Block, Document, Fence, Grid, Heading, Item, Listed, Paragraph, Quote
from harness.readers.specifications import _plain_rows
from harness.readers.specifications._clauses import begins_clause, scenario
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._leaves import EXPLAINS, IN_CAPITALS, IN_COMMENT, leave_leaf, leaves
from harness.readers.specifications._outline import TITLE_LEVEL, Outline, explicit_id, plain_heading, segments
from harness.readers.specifications._prose import (
    begins_binding,
    binding_level,
    binds_in_small,
    explains_key_words,
    is_shouted,
    mentions_binding,
    placed_sentences,
    split_comments,
    unboxed,
)

MOST_LEAD = 400
ID_ALONE = "it has an id, but no word that binds (MUST, SHOULD, MAY in capitals)"
IN_SMALL = "'{}' in small letters binds nobody (RFC 8174)"
_KEYS = re.compile(
    r"\bkey ?words\b|\bterminology\b|\bconventions\b|\bnotation|\blanguage interpretation\b|\bRFC ?2119\b|\bBCP ?14\b"
    r"|\b(?:requirements?|normative|conformance) language\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"(?:conditional )?(?:requirement|rule|condition)\s+(?P<id>[0-9]{1,4}(?:\.[0-9]{1,4}){1,5})\b\s*[:.–—-]?\s*(?P<title>.*)",
    re.I | re.S,
)


@dataclass
class Walk:
    """The way through one document, with the headings above and what was gathered so far."""

    document: Document
    gathered: Gathered
    outline: Outline = field(default_factory=Outline)
    title: str = ""

    @classmethod
    def of(cls, document: Document, feature: str, format_: str) -> Walk:
        """The way through a document from its beginning."""
        return cls(document, Gathered(document.path, feature, format_))

    def go(self) -> None:
        """Read the whole document."""
        for heading, body, _ in segments(self.document.blocks):
            if heading:
                self._section(heading, body)
            else:
                self._blocks(body)

    def _section(self, heading: Heading, body: Sequence[Block]) -> None:
        """Read a section; one whose heading has an id is a requirement as a whole."""
        self.outline.enter(heading)
        if heading.level == TITLE_LEVEL and not self.title:
            self.title = plain_heading(heading.text)
        id_, title = _named(heading)
        if id_ and self._headed(id_, plain_heading(title), heading.line, body):
            return
        if id_ and not any(self._states(block) for block in body):
            self.gathered.leave(heading.line, heading.text, ID_ALONE)
        elif not id_:
            self._leave([heading])
        self._blocks(body)

    def _headed(self, id_: str, title: str, line: int, body: Sequence[Block]) -> bool:
        """Whether a section is a requirement as a whole: its words bind, or its heading does."""
        quotes = [one for block in body if isinstance(block, Quote) for one in block.blocks]
        if quotes and id_[:1].isdigit():  # a rule that is set apart by its number and a quote
            body = [*quotes, *(block for block in body if not isinstance(block, Quote))]
        text = " ".join(self._below(body))
        if not binding_level(text):
            if not binding_level(title):
                return False
            text = f"{title}: {text}"
        self._state(id_, text, line, title, body)
        self._rest(body)
        return True

    def _blocks(self, blocks: Sequence[Block]) -> None:
        """Read blocks between which no heading stands; one that a colon leads up to is read with the words before."""
        at = 0
        while at < len(blocks):
            block, after = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
            if isinstance(block, Paragraph) and self._paragraph(block, after):
                at += 1
            elif not isinstance(block, Paragraph):
                self._block(block)
            at += 1

    def _block(self, block: Block, lead: str = "") -> None:
        if isinstance(block, Listed):
            for item in block.items:
                self._item(item, lead)
        elif isinstance(block, Grid):
            self._rows(block)
        else:
            self._leave([block])

    def _paragraph(self, paragraph: Paragraph, after: Block | None) -> bool:
        """Read the sentences of a paragraph; whether the block after it was read with it."""
        words = " ".join(paragraph.lines)
        leads = after is not None and not isinstance(after, Paragraph) and _ends_in_colon(words)
        if explains_key_words(words) and mentions_binding(words):
            self.gathered.leave(paragraph.line, words, EXPLAINS)
            if leads and after is not None:
                self._leave([after], EXPLAINS)
            return leads
        id_, rest = explicit_id(words)
        if id_:
            parts = [(self._uncommented(rest, paragraph.line), paragraph.line)]
        else:
            lines = (words,) if "<!--" not in words else (self._uncommented(words, paragraph.line),)
            parts = list(placed_sentences(lines if "<!--" in words else paragraph.lines, paragraph.line))
        for part, line in parts[: len(parts) - 1 if leads else None]:
            self._sentence(id_, part, line)
        if leads and after is not None and parts:
            self._leading(id_, *parts[-1], after)
        return leads

    def _sentence(self, id_: str, text: str, line: int) -> None:
        if not binding_level(text):
            self._silent(id_, text, line)
        elif self._explains(text):
            self.gathered.leave(line, text, EXPLAINS)
        elif is_shouted(text):
            self.gathered.leave(line, text, IN_CAPITALS)
        else:
            self._state(id_, text, line)

    def _silent(self, id_: str, text: str, line: int) -> None:
        """Note what has no word that binds, if it seems to."""
        small = binds_in_small(text)
        if id_ or small:
            self.gathered.leave(line, text, ID_ALONE if id_ else IN_SMALL.format(small))

    def _leading(self, id_: str, lead: str, line: int, after: Block) -> None:
        """Read words that lead up to a list, a table or a sample, which belongs to them as far as it states nothing itself."""
        if not binding_level(lead) or is_shouted(lead):
            self._sentence(id_, lead, line)
            self._block(after, _as_lead(lead))
            return
        short = _as_lead(lead)
        below = self._below([after], short)
        if below or not self._states(after, short):
            self._state(id_, " ".join([lead, *below]), line, "", [after])
        self._rest([after], short)

    def _item(self, item: Item, lead: str) -> None:
        own = _own(item)
        id_, words = explicit_id(own)
        if self._item_states(own, id_, lead):
            self._stated(item, id_, words, lead)
            return
        if own:
            self._sentence(id_, self._uncommented(own, item.line), item.line)
        nested = _as_lead(own) if _ends_in_colon(own) else "" if own else lead
        for block in item.blocks:
            if not isinstance(block, Paragraph):
                self._block(block, nested)

    def _stated(self, item: Item, id_: str, words: str, lead: str) -> None:
        """Gather an item that is a requirement, with what stands below it and states nothing itself."""
        text = self._uncommented(words, item.line)
        if explains_key_words(text) or self._explains(text):
            self.gathered.leave(item.line, text, EXPLAINS)
            return
        if lead and (begins_binding(text) or not binding_level(text)):
            text = f"{lead} {text}"
        nested = [block for block in item.blocks if not isinstance(block, Paragraph)]
        short = _as_lead(text)
        self._state(id_, " ".join([text, *self._below(nested, short)]), item.line, "", nested)
        self._rest(nested, short)

    def _item_states(self, own: str, id_: str, lead: str) -> bool:
        words, _ = split_comments(own)
        if binding_level(words):
            return not is_shouted(words)
        return bool(id_ and lead and binding_level(lead))

    def _states(self, block: Block, lead: str = "") -> bool:
        """Whether something in a list or a table is a requirement of its own."""
        if isinstance(block, Listed):
            return any(self._states_below(item, lead) for item in block.items)
        return isinstance(block, Grid) and any(_plain_rows.states(row) for row in block.rows)

    def _states_below(self, item: Item, lead: str) -> bool:
        own = _own(item)
        return self._item_states(own, explicit_id(own)[0], lead) or any(
            self._states(one, _as_lead(own)) for one in item.blocks
        )

    def _below(self, blocks: Sequence[Block], lead: str = "") -> list[str]:
        """The words of blocks that belong to what stands above them: what neither states anything itself nor is a scenario."""
        return list(self._silent_words(blocks, lead))

    def _silent_words(self, blocks: Sequence[Block], lead: str) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Paragraph):
                if not begins_clause(block.text):
                    yield split_comments(unboxed(block.text))[0]
            elif isinstance(block, Fence):
                yield block.content
            elif isinstance(block, Listed):
                for item in block.items:
                    own = _own(item)
                    if not self._item_states(own, explicit_id(own)[0], lead) and not begins_clause(own):
                        yield from self._silent_words(item.blocks, _as_lead(own))
            elif isinstance(block, Grid):
                yield from (" | ".join(row.cells) for row in block.rows if not _plain_rows.states(row))

    def _rest(self, blocks: Sequence[Block], lead: str = "") -> None:
        """Read what states something itself in blocks whose other words were taken, and note what binds nobody there."""
        for block in blocks:
            if isinstance(block, Listed):
                for item in block.items:
                    self._item_rest(item, lead)
            elif isinstance(block, Grid):
                self._rows(block)
            elif not isinstance(block, Paragraph | Fence):
                self._leave([block])

    def _item_rest(self, item: Item, lead: str) -> None:
        own = _own(item)
        if self._item_states(own, explicit_id(own)[0], lead):
            self._item(item, lead)
        else:
            self._rest(item.blocks, _as_lead(own))

    def _rows(self, grid: Grid) -> None:
        _plain_rows.read(self.gathered, self.outline, self.lines, grid)

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines of the document."""
        return tuple(self.document.text.split("\n"))

    def _leave(self, blocks: Sequence[Block], why: str = "") -> None:
        for leaf in leaves(blocks):
            leave_leaf(self.gathered, leaf, why or leaf.kind)

    def _state(self, id_: str, text: str, line: int, title: str = "", below: Sequence[Block] = ()) -> None:
        kind = kind_of(id_, self.outline.headings, text)
        name = id_ or self.outline.next_id()
        self.gathered.state(name, text, line, title=title, kind=kind, scenarios=self._scenarios(below))

    def _scenarios(self, blocks: Sequence[Block]) -> Iterator[Scenario]:
        for block in blocks:
            texts = [block] if isinstance(block, Paragraph) else []
            if isinstance(block, Listed):
                texts = [one for item in block.items for one in item.blocks[:1] if isinstance(one, Paragraph)]
            for text in texts:
                found = scenario(text.text, self.gathered.place(text.line)) if begins_clause(text.text) else None
                if found:
                    yield found

    def _explains(self, text: str) -> bool:
        """Whether a text in a section on the key words says what one of them means."""
        return _is_on_key_words(self.outline.headings) and begins_binding(text)

    def _uncommented(self, text: str, line: int) -> str:
        words, comments = split_comments(text)
        for comment in comments:
            if mentions_binding(comment):
                self.gathered.leave(line, comment, IN_COMMENT)
        return words


@lru_cache(maxsize=8)
def _is_on_key_words(headings: tuple[str, ...]) -> bool:
    return any(_KEYS.search(one) for one in headings[1:])


def _named(heading: Heading) -> tuple[str, str]:
    """The id that a heading has, and its other words: ``REQ-12: Refunds``, ``Requirement 1.1.2``."""
    found = _RULE.fullmatch(plain_heading(heading.text))
    return (found["id"], found["title"]) if found else explicit_id(heading.text)


def _own(item: Item) -> str:
    """The words of an item itself, those of further paragraphs too, but not of what is nested below it."""
    return unboxed(" ".join(block.text for block in item.blocks if isinstance(block, Paragraph)))


def _as_lead(words: str) -> str:
    """Words as they are put before the items that they lead up to; too many are not repeated before each."""
    return words if len(words) <= MOST_LEAD else ""


def _ends_in_colon(words: str) -> bool:
    return words.rstrip("*_ ").endswith((":", "\uff1a"))
