"""One article of a Spec Kit constitution: its number, level, rationale and words; what is an article lies beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.principles import Level
from harness.markdown.tree import Block, Item, Listed, Paragraph
from harness.readers._principles_terms import ID, LEVELS, as_title, level_of, without_code
from harness.readers._principles_words import Source, first_words, with_ends

_ROMAN = {"I": 1, "V": 5, "X": 10}
_NUMBERED = re.compile(
    r"(?:(?P<word>(?i:article|principle))\s+(?P<either>[IVX]{1,7}|[0-9]{1,3})\b\s*[.):\uff1a—–-]*"
    r"|(?P<roman>[IVX]{1,7})\s*[.):\uff1a—–-]|(?P<number>[0-9]{1,3})\s*[.):\uff1a])\s*(?P<title>.*)"
)
_NAMED = re.compile(rf"(?P<id>{ID})\b\s*[.:\uff1a—–-]*\s*(?P<title>.*)")
_MARK = re.compile(
    rf"\s*[(\[](NON[- ]NEGOTIABLE|MANDATORY|MUST NOT|{'|'.join(LEVELS)})\b[^()\[\]]*[)\]]", re.IGNORECASE
)
_MORE = re.compile(r"\b(?:NEVER|MANDATORY|FORBIDDEN|PROHIBITED|NON-NEGOTIABLE)\b")
_LABELS = {
    "rationale": "rationale|reasoning|reason|why|justification|理由|根拠|根據",
    "enforcement": "enforcement|verification|validation|how to verify",
    "level": "level|priority|binding",
}
_LABEL = re.compile(
    r"(?P<open>[*_]{0,3})(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")\s*(?P<close>[*_]{0,3})\s*[:\uff1a]\s*(?P<after>[*_]{0,3})\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Name:
    """What a heading says: an id where it has one of its own, a number, a title, a level by its mark."""

    title: str
    id: str = ""
    word: str = ""
    number: int | None = None
    roman: bool = False
    level: Level | None = None


@dataclass
class Body:
    """The words of an article, apart from those that are labelled; ``level`` is the labelled one."""

    constraint: str = ""
    rationale: str = ""
    enforcement: str = ""
    level: Level | None = None


def name_of(heading: str) -> Name:
    """What the heading of an article says."""
    found = _MARK.search(heading)
    plain = re.sub(r"\*\*|__", "", _MARK.sub("", heading)).strip("*_ ")
    level = _marked(found[1].upper()) if found else None
    named = _NAMED.fullmatch(plain)
    if named:
        return Name(as_title(named["title"]) or named["id"], id=named["id"], level=level)
    numbered = _NUMBERED.fullmatch(plain)
    number = _number(numbered["either"] or numbered["roman"] or numbered["number"]) if numbered else None
    if numbered is None or number is None:
        return Name(as_title(plain), level=level)
    title = as_title(numbered["title"]) or as_title(plain)
    return Name(title, "", (numbered["word"] or "").upper(), number, bool(numbered["roman"]), level)


def body_of(blocks: Sequence[Block], source: Source, end: int) -> Body:
    """The words of an article that ends before line ``end``."""
    return _Reading(source).body(blocks, end)


def binding(text: str) -> Level | None:
    """The most binding level that a text states; ``NEVER``, ``FORBIDDEN`` and their like are MUST here."""
    level = level_of(text)
    return Level.MUST if level is not Level.MUST and _MORE.search(without_code(text)) else level


def _marked(mark: str) -> Level:
    return LEVELS.get(mark, Level.MUST)


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    values = [_ROMAN[digit] for digit in text.upper()]
    total = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return total if total > 0 else None


@dataclass
class _Reading:
    source: Source
    found: Body = field(default_factory=Body)
    kept: dict[str, list[tuple[Block, int]]] = field(default_factory=lambda: {"rationale": [], "enforcement": []})
    waiting: str = ""

    def body(self, blocks: Sequence[Block], end: int) -> Body:
        rest: list[tuple[Block, int]] = []
        for block, after in with_ends(blocks, end):
            if self.waiting:
                self.kept[self.waiting].append((block, after))
                self.waiting = ""
            elif isinstance(block, Paragraph):
                rest.extend((left, after) for left in self._of_paragraph(block))
            elif isinstance(block, Listed) and any(_LABEL.match(item.text) for item in block.items):
                rest.extend(self._of_list(block, after))
            else:
                rest.append((block, after))
        self.found.constraint = self.source.joined(rest)
        self.found.rationale = self.source.joined(self.kept["rationale"])
        self.found.enforcement = self.source.joined(self.kept["enforcement"])
        return self.found

    def _of_paragraph(self, paragraph: Paragraph) -> Iterator[Paragraph]:
        """What is left of a paragraph without its labels, each of which reaches to the next or to the end."""
        lines: list[str] = []
        at = paragraph.line
        for line, text in enumerate(paragraph.lines, paragraph.line):
            if _LABEL.match(text):
                yield from self._segment(lines, at)
                lines, at = [], line
            lines.append(text)
        yield from self._segment(lines, at)

    def _segment(self, lines: list[str], line: int) -> Iterator[Paragraph]:
        text = " ".join(lines)
        if text and not self._take(text):
            yield Paragraph(text, line, tuple(lines))

    def _take(self, text: str, below: Sequence[tuple[Block, int]] = (), *, wait: bool = True) -> bool:
        """Whether a text is a label; what it says, with what stands below it, is kept."""
        found = _LABEL.match(text)
        if not found:
            return False
        value = found["value"].strip()
        if found["open"] and not found["close"] and not found["after"]:
            value = value.removesuffix(found["open"]).strip()
        name = next(name for name in _LABELS if found[name])
        if name == "level":
            self.found.level = self.found.level or level_of(value.upper())
            return level_of(value.upper()) is not None
        if name == "enforcement" and (binding(value) or binding(self.source.joined(below))):
            return False  # a rule of its own, named by a word that may also say how another is enforced
        if value:
            self.kept[name].append((Paragraph(first_words(value, ""), 0), 0))
        self.kept[name].extend(below)
        if not value and wait:
            self.waiting = name
        return True

    def _of_list(self, listed: Listed, end: int) -> Iterator[tuple[Listed, int]]:
        for item, after in with_ends(listed.items, end):
            if not self._take(item.text, list(with_ends(item.below, after)), wait=False):
                yield _alone(item, listed), after


def _alone(item: Item, listed: Listed) -> Listed:
    return Listed(listed.ordered, item.line, (item,))
