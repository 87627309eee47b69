"""The words of one article of a Spec Kit constitution, apart from what is labelled; what is an article lies beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.principles import Level
from harness.markdown.tree import Block, Item, Listed, Paragraph
from harness.readers._principles_terms import LEVELS, cwes_in, level_of, without_code
from harness.readers._principles_words import Source, first_words, with_ends

_MORE = re.compile(r"\b(?:NEVER|MANDATORY|FORBIDDEN|PROHIBITED|NON-NEGOTIABLE)\b")
_WHY = (
    "rationale|reasoning|reason|why|justification|raz[oó]n|motivo|por qu[eé]|fundamento|racional|justificaci[oó]n|justificativa"
    "|raison|pourquoi|begründung|warum|motivazione|обоснование|почему|理由|原因|根拠|根据|根據"
)
_LABELS = {
    "rationale": _WHY,
    "enforcement": "enforcement(?: level)?|verification|validation|how to verify",
    "level": "level|priority|binding",
    "cwe": "cwes?(?: references?| ids?)?",
    "pattern": "(?:implementation )?pattern",
}
_LABEL = re.compile(
    r"(?P<open>[*_]{0,3})(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")\s*(?P<close>[*_]{0,3})\s*[:\uff1a]\s*(?P<after>[*_]{0,3})\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MERE_LEVEL = re.compile(rf"\W*({'|'.join(LEVELS)})\b\W*(?:\([^()]*\))?\W*")
# A rationale may go on in the line of the sentence that it is for.
_INLINE = re.compile(rf"(?<=[.;!?])\s+(?=[*_]{{0,3}}(?:{_WHY})[*_]{{0,3}}\s*[:\uff1a])", re.IGNORECASE)


@dataclass
class Body:
    """The words of an article, apart from those that are labelled; ``level`` is the labelled one."""

    constraint: str = ""
    rationale: str = ""
    enforcement: str = ""
    pattern: str = ""
    cwes: str = ""
    level: Level | None = None


def body_of(blocks: Sequence[Block], source: Source, end: int) -> Body:
    """The words of an article that ends before line ``end``."""
    return _Reading(source).body(blocks, end)


def is_rationale(text: str) -> bool:
    """Whether a text begins with the label of a rationale."""
    found = _LABEL.match(text)
    return bool(found and found["rationale"])


def binding(text: str) -> Level | None:
    """The most binding level that a text states; ``NEVER``, ``FORBIDDEN`` and their like are MUST here."""
    level = level_of(text)
    return Level.MUST if level is not Level.MUST and _MORE.search(without_code(text)) else level


@dataclass
class _Reading:
    source: Source
    found: Body = field(default_factory=Body)
    kept: dict[str, list[tuple[Block, int]]] = field(default_factory=lambda: {name: [] for name in _LABELS})
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
        self.found.pattern = self.source.joined(self.kept["pattern"])
        self.found.cwes = self.source.joined(self.kept["cwe"])
        return self.found

    def _of_paragraph(self, paragraph: Paragraph) -> Iterator[Paragraph]:
        """What is left of a paragraph without its labels, each of which reaches to the next or to the end."""
        lines: list[str] = []
        at = paragraph.line
        for line, whole in enumerate(paragraph.lines, paragraph.line):
            for text in _INLINE.split(whole):
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
        if name in ("level", "enforcement") and (said := self._said(name, value)):
            self.found.level = self.found.level or said
            return True
        if name == "level" or (name == "cwe" and not cwes_in(value)):
            return False
        if name == "pattern" and not (wait or self.kept["cwe"] or self.found.level):
            return False  # a bullet of many, about a pattern of design
        if name in ("enforcement", "pattern") and (binding(value) or binding(self.source.joined(below))):
            return False  # a rule of its own, named by a word that may also say how another is enforced
        if value:
            self.kept[name].append((Paragraph(first_words(value, ""), 0), 0))
        self.kept[name].extend(below)
        if not value and wait:
            self.waiting = name
        return True

    def _said(self, name: str, value: str) -> Level | None:
        """The level that a label gives: the words of its own one, or a mere word of BCP 14 that says how it is enforced."""
        if name == "level":
            return level_of(value.upper())
        found = _MERE_LEVEL.fullmatch(value)
        return LEVELS[found[1]] if found else None

    def _of_list(self, listed: Listed, end: int) -> Iterator[tuple[Listed, int]]:
        for item, after in with_ends(listed.items, end):
            if not self._take(item.text, list(with_ends(item.below, after)), wait=False):
                yield _alone(item, listed), after


def _alone(item: Item, listed: Listed) -> Listed:
    return Listed(listed.ordered, item.line, (item,))
