"""Scenarios as documents lay them out: in one line, clause by clause, in Gherkin or in tables; stories lie elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.places import Place
from harness.domain.requirements import Scenario
from harness.markdown.tree import Block, Fence, Grid, Item, Listed, Paragraph, Quote
from harness.readers.specifications._clauses import clauses, led_by
from harness.readers.specifications._prose import binding_level, one_line, unemphasised
from harness.readers.specifications._speckit_labels import is_label

_NAMED = re.compile(
    r"(?P<name>[^:]{1,160}(?::[^:]{1,160})?):[*_`]{0,3}\s{0,9}(?P<rest>[*_]{0,3}(?:given|when)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(
    r"(?:acceptance )?(?:scenarios?|criteri(?:on|a)|example|ac)\b[\s#-]{0,3}[0-9.]{0,6}\s{0,3}[:.)–—-]?\s{0,3}",
    re.IGNORECASE,
)
_GHERKIN_NAME = re.compile(r"\s*(?:Scenario(?: Outline| Template)?|Example):\s*(.*)", re.IGNORECASE)
_GHERKIN_NONE = re.compile(r"\s*(?:Feature:|Rule:|Background:|@|#|\"\"\")", re.IGNORECASE)
_TICKED = re.compile(r"\A\[[ xX]\]\s+")
_EMPHASISED = re.compile(r"(?<![\w*])[*_]{1,3}(given|when|then|and|but)([:,]?)[*_]{1,3}(?!\w)", re.IGNORECASE)
_SET_APART = re.compile(r"[*_]{1,3}(?:given|when|then)\b", re.IGNORECASE)
_LEADS = ("given", "when", "then")


@dataclass
class _Draft:
    """A scenario whose clauses are still being found."""

    name: str
    line: int
    said: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def ends_before(self, lead: str) -> bool:
        """Whether a clause of that kind begins the next scenario."""
        last = self.said[-1][0] if self.said else ""
        return (lead == "given" and last in ("when", "then")) or (lead == "when" and last == "then")


class Scenarios:
    """The scenarios of some blocks of a document; ``named`` is what they are called where they have no name of their own."""

    def __init__(self, path: str, named: str = "") -> None:
        self._path = path
        self._named = named
        self._draft: _Draft | None = None
        self._done: list[Scenario] = []
        self.unread: list[tuple[int, str]] = []
        """What was no scenario, each with its line."""

    def take(self, blocks: Iterable[Block]) -> tuple[Scenario, ...]:
        """Every scenario of the blocks; an item without clauses is one too, of its words alone."""
        for block in blocks:
            self._block(block)
        self._flush()
        return tuple(self._done)

    def _block(self, block: Block) -> None:
        if isinstance(block, Listed):
            alone = block.ordered and not _clause_by_clause(block)
            for item in block.items:
                self._item(item, alone=alone)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Fence):
            self._gherkin(block)
        elif isinstance(block, Grid):
            self._rows(block)
        elif isinstance(block, Quote):
            for one in block.blocks:
                self._block(one)

    def _item(self, item: Item, *, alone: bool) -> None:
        name, text = _split_name(_TICKED.sub("", item.text, count=1))
        if not _leads(text):
            self._flush()
            if any(has_clauses([block]) for block in item.below):
                within = Scenarios(self._path, title_of(text))
                self._done.extend(within.take(item.below))
                self.unread.extend(within.unread)
                return
        whole = one_line(" ".join([text, *_texts(item.below)]))
        self._add(whole, item.line, name, alone=alone or not _leads(text))
        if not _leads(text):
            self._flush()

    def _paragraph(self, paragraph: Paragraph) -> None:
        name, text = _split_name(paragraph.text)
        if _leads(text):
            self._add(text, paragraph.line, name, alone=False)
            return
        self._flush()
        if is_label(paragraph.text) or _TITLE.match(unemphasised(paragraph.text)):
            self._named = title_of(paragraph.text)
        else:
            self.unread.append((paragraph.line, paragraph.text))

    def _gherkin(self, fence: Fence) -> None:
        self._flush()
        if not has_clauses([fence]):
            self.unread.append((fence.line, fence.content))
            return
        for line, text in enumerate(fence.content.split("\n"), fence.line + 1):
            named = _GHERKIN_NAME.match(text)
            if named:
                self._flush()
                self._named = one_line(named[1])
            elif text.strip() and not _GHERKIN_NONE.match(text):
                self._line(line, text.strip())
        self._flush()

    def _line(self, line: int, text: str) -> None:
        """One line of Gherkin: a clause, or what goes on with the one before it."""
        lead = led_by(text)
        draft = self._draft
        if lead in ("and", "but") and draft and draft.said:
            draft.said.append((draft.said[-1][0], text.partition(" ")[2].strip()))
            draft.words.append(text)
        elif lead or draft is None:
            self._add(text, line, "", alone=False)
        else:
            draft.words.append(text)

    def _rows(self, grid: Grid) -> None:
        columns = [next((lead for lead in _LEADS if lead in name.lower()), "") for name in grid.columns]
        for row in grid.rows:
            said = [(lead, one_line(cell)) for lead, cell in zip(columns, row.cells, strict=False) if lead and cell]
            if said:
                text = ", ".join(f"{lead.capitalize()} {words}" for lead, words in said)
                self._draft = _Draft("", row.line, said, [text])
                self._flush()
            elif any(row.cells):
                self.unread.append((row.line, " | ".join(row.cells)))

    def _add(self, text: str, line: int, name: str, *, alone: bool) -> None:
        said = list(_clauses(text))
        lead = said[0][0] if said else led_by(text) or ""
        if self._draft and (alone or name or self._draft.ends_before(lead)):
            self._flush()
        if self._draft is None:
            self._draft = _Draft(name, line)
        if not said and lead in ("and", "but") and self._draft.said:
            said = [(self._draft.said[-1][0], one_line(text).partition(" ")[2])]
        self._draft.said.extend(said)
        self._draft.words.append(text)

    def _flush(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        given, when, then = (tuple(words for lead, words in draft.said if lead == one and words) for one in _LEADS)
        self._done.append(
            Scenario(
                name=draft.name or self._named,
                given=given,
                when=when,
                then=then,
                text=one_line(" ".join(draft.words)),
                place=Place(path=self._path, line=draft.line),
            )
        )


def has_clauses(blocks: Sequence[Block]) -> bool:
    """Whether blocks hold a scenario: a clause that is set apart, or clauses of which one says what then is.

    A sentence that binds and only begins with *when* is a requirement, not an example of one.
    """
    if any(isinstance(block, Grid) and "when" in " ".join(block.columns).lower().split() for block in blocks):
        return True
    texts = [_split_name(text)[1] for text in _texts(blocks)]
    if any(map(_SET_APART.match, texts)):
        return True
    leads = {lead for text in texts for lead, _ in _clauses(text)}
    binds = any(map(binding_level, texts))
    return "then" in leads and ("given" in leads or ("when" in leads and not binds))


def _clause_by_clause(listed: Listed) -> bool:
    """Whether each item of a list is one clause, so that several of them make a scenario."""
    first = [{lead for lead, _ in _clauses(item.text)} for item in listed.items]
    return all(len(leads) <= 1 for leads in first) and len(set().union(*first)) > 1


def title_of(text: str) -> str:
    """A heading or label of a scenario without the word that says that it is one."""
    return one_line(_TITLE.sub("", unemphasised(text).strip(), count=1)).strip(" :")


def _clauses(text: str) -> Iterator[tuple[str, str]]:
    """The clauses of a text, in whatever way their first words are emphasised."""
    return clauses(_EMPHASISED.sub(r"**\1\2**", text))


def _leads(text: str) -> int:
    return len({lead for lead, _ in _clauses(text)}) or int(led_by(text) in ("and", "but"))


def _split_name(text: str) -> tuple[str, str]:
    found = _NAMED.match(text)
    return (title_of(found["name"]), found["rest"]) if found else ("", text)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Fence):
            yield from (line.strip() for line in block.content.split("\n"))
        elif isinstance(block, Listed):
            for item in block.items:
                yield from _texts(item.blocks)
        elif isinstance(block, Quote):
            yield from _texts(block.blocks)
