"""The acceptance criteria of a story out of the blocks that they are written in; which story it is lies with the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.markdown.tree import Block, Fence, Grid, Heading, Item, Listed, Paragraph
from harness.readers.specifications._clauses import led_by
from harness.readers.specifications._prose import one_line, split_comments, unboxed, unemphasised

_NAMED = re.compile(
    r"[*_]{0,3}(?:AC|Acceptance Criterion|Criterion)[ #_-]?(?P<number>[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}[a-z]?)(?![\w])"
    r"(?P<aside>\s?\([^()\n]{0,80}\))?[*_]{0,3}\s*[:.)–—-]?[*_]{0,3}\s*(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_GROUP = re.compile(r"(?P<mark>\*\*|__)[^*_\n]{1,120}(?P=mark)\s?:?")
_SCENARIO = re.compile(r"\s*(?:Scenario|Scenario Outline|Example)\s?:(?P<name>.*)", re.IGNORECASE)
_BOX = re.compile(r"(?:\[[ xX]\]|[✅☑✔❌⬜])\s*")


def is_gherkin(fence: Fence) -> bool:
    """Whether a block of code is a feature in Gherkin."""
    return fence.info.lower().startswith(("gherkin", "cucumber", "feature"))


@dataclass
class Criterion:
    """One criterion as it is gathered: its number as the page shows it, title, words and clauses line by line."""

    number: str
    line: int
    title: str = ""
    lines: list[tuple[int, str]] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    taken: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its words."""
        words = one_line(" ".join(text for _, text in self.lines))
        return f"{self.title}: {words}" if self.title and words else self.title or words

    def say(self, line: int, text: str) -> None:
        """Go on with a line."""
        words = split_comments(text)[0]
        if words.strip():
            self.lines.append((line, words))
            self.roles.add(led_by(words))
        self.taken.append(line)


@dataclass
class Criteria:
    """The criteria of one story, numbered as on the page; a list that starts again at a number that is taken goes on."""

    found: list[Criterion] = field(default_factory=list)
    loose: list[tuple[int, str]] = field(default_factory=list)
    last: int = 0
    _current: Criterion | None = None

    def read(self, blocks: Sequence[Block]) -> None:
        """Read the blocks of a section of criteria, its headings among them."""
        for block in blocks:
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Listed):
                self._list(block)
            elif isinstance(block, Grid):
                self._table(block)
            elif isinstance(block, Paragraph):
                self._paragraph(block)
            elif isinstance(block, Fence):
                self._fence(block)

    def close(self) -> list[Criterion]:
        """All criteria; where nothing marks them off, each paragraph is one."""
        if not self.found:
            for line, text in self.loose:
                self._begin("", line).say(line, text)
            self.loose = []
        return [one for one in self.found if one.lines or one.title]

    def _heading(self, heading: Heading) -> None:
        named = _NAMED.fullmatch(heading.text)
        if named:
            self._begin(named["number"], heading.line).title = one_line(unemphasised(_rest(named)))
        else:
            self._current = None

    def _list(self, listed: Listed) -> None:
        for at, item in enumerate(listed.items):
            text = _BOX.sub("", item.text, count=1)
            named = _NAMED.fullmatch(text)
            lead = led_by(text)
            if named:
                self._begin(named["number"], item.line).say(item.line, _rest(named))
            elif self._goes_on(lead, listed.ordered):
                assert self._current is not None
                self._current.say(item.line, text)
            else:
                self._begin(self._number(listed, at), item.line).say(item.line, text)
            self._nested(item)

    def _goes_on(self, lead: str, ordered: bool) -> bool:
        """Whether an item belongs to the criterion before: one that a heading began, or one whose scenario it goes on with."""
        current = self._current
        if current is None or (ordered and not current.title):
            return False
        return bool(current.title) or self._continues(current, lead)

    def _continues(self, current: Criterion, lead: str) -> bool:
        if lead == "given":
            return not current.roles & {"given", "when", "then"}
        if lead == "when":
            return "given" in current.roles or "then" not in current.roles
        return bool(lead) and bool(current.roles & {"given", "when", "then"})

    def _nested(self, item: Item) -> None:
        assert self._current is not None
        for line, text in _lines(item.below):
            self._current.say(line, text)

    def _number(self, listed: Listed, at: int) -> str:
        number = str(listed.start + at) if listed.ordered else ""
        return (
            ""
            if any(one.number == number for one in self.found[-1:]) or (number and int(number) <= self.last)
            else number
        )

    def _table(self, grid: Grid) -> None:
        for row in grid.rows:
            first, *others = [_BOX.sub("", cell, count=1) for cell in row.cells] or [""]
            named = _NAMED.fullmatch(first)
            number = named["number"] if named else unemphasised(first).strip("# .")
            if named or (number.isascii() and number.isdigit()):
                words = [_rest(named) if named else "", *others]
            else:
                number, words = "", [first, *others]
            self._begin(number, row.line).say(row.line, "; ".join(word for word in words if word.strip()))
        self._current = None

    def _paragraph(self, paragraph: Paragraph) -> None:
        for line, text in enumerate(paragraph.lines, paragraph.line):
            named = _NAMED.fullmatch(text)
            lead = led_by(text)
            if not named and not lead and _GROUP.fullmatch(text):
                self._current = None
            elif named:
                self._begin(named["number"], line).title = one_line(unemphasised(_rest(named)))
                if self._current and _rest(named) and led_by(_rest(named)):
                    self._current.title = ""
                    self._current.say(line, _rest(named))
            elif lead and not (self._current and self._continues(self._current, lead)) and not self._titled():
                self._begin("", line).say(line, text)
            elif self._current:
                self._current.say(line, text)
            elif line == paragraph.line:
                self.loose.append((line, text))
            elif self.loose:
                first, words = self.loose[-1]
                self.loose[-1] = (first, f"{words} {text}")

    def _fence(self, fence: Fence) -> None:
        """Read the scenarios of Gherkin, each a criterion; other code belongs to the criterion before."""
        if not is_gherkin(fence):
            if self._current:
                self._current.say(fence.line, fence.content)
            return
        within = False
        for line, text in enumerate(fence.content.split("\n"), fence.line + 1):
            named = _SCENARIO.fullmatch(text)
            if named:
                within = True
                self._begin("", line).title = one_line(named["name"])
            elif within and self._current and text.strip():
                self._current.say(line, text.strip())
        self._current = None

    def _titled(self) -> bool:
        """Whether a heading or a label began a criterion that has no clause yet."""
        return bool(self._current and not self._current.roles & {"given", "when", "then"} and self._current.title)

    def _begin(self, number: str, line: int) -> Criterion:
        if not number:
            number = str(self.last + 1)
        whole = re.match("[0-9]+", number)
        self.last = max(self.last, int(whole[0]) if whole else 0)
        self._current = Criterion(number, line, taken=[line])
        self.found.append(self._current)
        return self._current


def _rest(named: re.Match[str]) -> str:
    """The words behind the number of a criterion, without the end of an emphasis that began before it."""
    rest: str = named["rest"]
    return rest.replace("**", "", 1) if named[0].startswith("**") and rest.count("**") % 2 else rest


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from enumerate(map(unboxed, block.lines), block.line)
        elif isinstance(block, Fence):
            yield block.line, block.content
        elif isinstance(block, Listed):
            for item in block.items:
                yield from _lines(item.blocks)
        elif isinstance(block, Grid):
            for row in block.rows:
                yield row.line, " | ".join(row.cells)
