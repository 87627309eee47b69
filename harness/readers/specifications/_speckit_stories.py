"""The user stories of a Spec Kit document, each with the scenarios that accept it; requirements in them are handed back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.places import Place
from harness.domain.requirements import Scenario
from harness.domain.specifications import Story
from harness.markdown.tree import Block, Fence, Grid, Listed, Paragraph
from harness.readers.specifications._outline import section_slug
from harness.readers.specifications._prose import one_line, unemphasised
from harness.readers.specifications._speckit_heads import KNOWN_ID, priority_in
from harness.readers.specifications._speckit_scenarios import Scenarios, has_clauses, title_of
from harness.readers.specifications._speckit_sections import About, Section
from harness.readers.specifications._speckit_walk import heading_head

_STORY = (
    r"user stor(?:y|ies)|story|us|user journey|benutzergeschichte|récit utilisateur|historia de usuario|história de usuário|"
    r"пользовательская история|用户故事|使用者故事|ユーザーストーリー|사용자 스토리"
)
_HEADING = re.compile(
    rf"[\W_]{{0,5}}(?:[0-9.]{{1,6}}\s{{1,3}})?(?:primary )?(?:{_STORY})"
    r"(?P<mark>[\s#-]{0,3}0{0,3}(?P<number>[0-9]{1,4})\b)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LISTED = re.compile(
    r"[*_`]{0,3}(?:US[- ]?|User Story )0{0,3}(?P<number>[0-9]{1,4})(?![\w-])(?P<rest>.*)", re.DOTALL | re.IGNORECASE
)
_PRIORITY = re.compile(r"[(\[]\s{0,3}(?:priority\s{0,3}:?\s{0,3})?([^()\[\]]{1,20})[)\]]", re.IGNORECASE)
_FIELD = re.compile(r"[*_]{2,3}(?P<label>[^*_:]{1,60})(?::[*_]{2,3}|[*_]{2,3}\s{0,3}:)\s*(?P<words>.*)")
_LABELS = (
    ("why", r"why\b|warum|pourquoi|por qu[eé]|なぜ|为什么|为何|왜"),
    ("test", r"independent(?:ly)? test|test independ|unabhängig\w* test|独立测试|独立テスト|독립"),
    ("accept", r"acceptance|scenarios?\b|akzeptanz|critères d|criterios de ac|critérios de ac|验收|受け入れ|인수"),
    ("edge", r"edge case"),
    ("priority", r"priority|priorität|priorité|prioridad|prioridade|优先级|優先度|우선"),
)
_MARKS = re.compile(r"🎯\s{0,3}(?:MVP)?|\bMVP\b\s{0,3}\Z")


@dataclass
class _Draft:
    """What has been read of a story."""

    text: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    test: list[str] = field(default_factory=list)
    priority: str = ""
    scenarios: list[Scenario] = field(default_factory=list)


def is_story(section: Section) -> bool:
    """Whether a section is a user story by its heading, rather than the section that holds them."""
    if section.heading is None or section.about is not About.SCENARIOS:
        return False
    found = _HEADING.fullmatch(unemphasised(section.heading.text))
    if not found:
        return False
    rest = _MARKS.sub("", found["rest"]).strip()
    return bool(found["number"]) or "primary" in section.heading.text.lower() or rest.startswith((":", "-", "–", "—"))


def listed_story(text: str, place: Place) -> Story | None:
    """The story that an item is (``- **US-001**: As an editor …``); None where it is none."""
    found = _LISTED.fullmatch(text)
    if not found:
        return None
    words = one_line(unemphasised(found["rest"])).lstrip(" :–—-")
    priority = _PRIORITY.match(words)
    return Story(
        id=f"US{int(found['number'])}",
        text=words,
        priority=priority_in(priority[1]) if priority else "",
        place=place,
    )


class StoryReading:
    """Reads the story that a section is; ``others`` and ``sections`` in it hold requirements, ``unread`` is no scenario."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.others: list[Block] = []
        self.sections: list[Section] = []
        self.edge_cases: list[Block] = []
        self.unread: list[tuple[int, str]] = []

    def story(self, section: Section) -> Story:
        """The story, with the scenarios of the sections below it."""
        assert section.heading is not None
        draft = _Draft()
        id_, title = self._named(section, draft)
        self._blocks(section.blocks, draft)
        for below in section.below:
            self._below(below, draft)
        return Story(
            id=id_,
            title=title,
            text=one_line(" ".join(draft.text)),
            why=one_line(" ".join(draft.why)),
            priority=draft.priority,
            independent_test=one_line(" ".join(draft.test)),
            scenarios=tuple(draft.scenarios),
            place=Place(path=self._path, line=section.heading.line),
        )

    def _named(self, section: Section, draft: _Draft) -> tuple[str, str]:
        heading = one_line(unemphasised(section.heading.text if section.heading else ""))
        found = _HEADING.fullmatch(heading)
        rest = found["rest"] if found else heading
        priority = next((one for one in _PRIORITY.finditer(rest) if priority_in(one[1])), None)
        if priority:
            draft.priority = priority_in(priority[1])
            rest = rest.replace(priority[0], "")
        title = one_line(_MARKS.sub("", rest)).strip(" :–—-")
        return (f"US{int(found['number'])}" if found and found["number"] else section_slug(heading)), title

    def _below(self, section: Section, draft: _Draft) -> None:
        if heading_head(section):
            self.sections.append(section)
            return
        if section.about is About.EDGE_CASES:
            self.edge_cases.extend(section.blocks)
        else:
            part = _label(section.title)
            self._blocks(section.blocks, draft, part, title_of(section.title) if part == "accept" else "")
        for below in section.below:
            self._below(below, draft)

    def _blocks(self, blocks: Sequence[Block], draft: _Draft, part: str = "text", named: str = "") -> None:
        name = "" if re.fullmatch(r"acceptance.*|s|", named, re.IGNORECASE) else named
        base = part
        waiting: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph) and (_is_field(block) or not has_clauses([block])):
                if part == "accept" and not _FIELD.match(block.lines[0]):
                    waiting.append(block)
                    continue
                part = self._paragraph(block, draft, part if part in ("accept", "edge") else base)
            elif _states(block):
                self.others.append(block)
            elif part == "edge":
                self.edge_cases.append(block)
            elif part == "accept" or has_clauses([block]):
                waiting.append(block)
            else:
                self._words(block, draft, part)
        reading = Scenarios(self._path, name)
        draft.scenarios.extend(reading.take(waiting))
        self.unread.extend(reading.unread)

    def _paragraph(self, paragraph: Paragraph, draft: _Draft, part: str) -> str:
        """Take in the lines of a paragraph; the part of the story that the next block belongs to."""
        if _states(paragraph):
            self.others.append(paragraph)
            return part
        for number, line in enumerate(paragraph.lines, paragraph.line):
            found = _FIELD.match(line)
            part = _label(found["label"]) if found else part
            words = found["words"] if found and part != "text" else line
            if part == "edge" and words:
                self.edge_cases.append(Paragraph(words, number, (words,)))
            elif part == "accept" and words:
                self.unread.append((number, words))
            else:
                self._say(draft, part, words)
        return part

    def _say(self, draft: _Draft, part: str, words: str) -> None:
        if part == "priority":
            draft.priority = priority_in(words) or one_line(unemphasised(words))
        elif part in ("why", "test"):
            (draft.why if part == "why" else draft.test).append(words)
        elif part == "text":
            draft.text.append(words)

    def _words(self, block: Block, draft: _Draft, part: str) -> None:
        for words in _texts(block):
            self._say(draft, part if part in ("why", "test") else "text", words)


def _is_field(paragraph: Paragraph) -> bool:
    """Whether a paragraph begins with the reason, the test or the priority of a story, which may read like a scenario."""
    found = _FIELD.match(paragraph.lines[0])
    return bool(found and _label(found["label"]) in ("why", "test", "priority"))


def _label(label: str) -> str:
    """What part of a story a label leads in; ``text`` where it is none of them."""
    return next((part for part, pattern in _LABELS if re.match(pattern, label.strip(), re.IGNORECASE)), "text")


def _states(block: Block) -> bool:
    """Whether a requirement begins somewhere in a block."""
    return any(KNOWN_ID.match(text.lstrip("*_`[~ |")) for text in _texts(block))


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from block.lines
    elif isinstance(block, Fence):
        yield block.content
    elif isinstance(block, Listed):
        for item in block.items:
            for below in item.blocks:
                yield from _texts(below)
    elif isinstance(block, Grid):
        for row in block.rows:
            yield " | ".join(row.cells)
