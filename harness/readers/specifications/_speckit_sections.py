"""A Spec Kit document as sections within sections, and what each is about by its heading; reading them lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from harness.markdown.tree import Block, Heading
from harness.readers.specifications._prose import unemphasised


class About(Enum):
    """What a section holds. Of those after ``OTHER`` nothing is in force."""

    REQUIREMENTS = "requirements"
    SUCCESS = "success criteria"
    SCENARIOS = "scenarios"
    EDGE_CASES = "edge cases"
    ENTITIES = "entities"
    OTHER = "prose"
    ASSUMPTIONS = "assumptions"
    OUT_OF_SCOPE = "out of scope"
    MENTIONS = "mentions"
    GUIDANCE = "guidance"

    @property
    def normative(self) -> bool:
        """Whether whatever stands in it is meant to hold."""
        return self in (About.REQUIREMENTS, About.SUCCESS, About.SCENARIOS)


# English, German, French, Spanish, Portuguese, Russian, Chinese, Japanese and Korean; the first that is found counts.
_TOLD = (
    (About.GUIDANCE, r"guideline|for ai generation|execution flow|section requirements|\bhow to\b"),
    (
        About.MENTIONS,
        r"traceab|\btrace\b|coverage|checklist|clarification|\breview\b|execution status|revision|change ?log|history|"
        r"\bmapping\b|\bmatrix\b|nachverfolg|rückverfolg|traçabilit|trazabilid|rastreabil|追溯|추적",
    ),
    (
        About.OUT_OF_SCOPE,
        r"out[ -]of[ -]scope|non-?goals?\b|not in scope|exclu[sd]|nicht im umfang|hors (?:du )?périmètre|"
        r"fuera de(?:l)? alcance|fora d[eo] escopo|范围外|範囲外|不在範圍|범위 외",
    ),
    (
        About.ASSUMPTIONS,
        r"assumption|annahme|hypothès|supuest|suposic|premissa|assunç|допущен|предположен|假设|假設|前提条件|가정",
    ),
    (
        About.EDGE_CASES,
        r"edge case|corner case|grenzf[aä]ll|randf[aä]ll|sonderf[aä]ll|cas limite|casos? (?:límite|limite|extremo|de borda)|"
        r"граничн|边界|邊界|エッジケース|경계|예외",
    ),
    (About.ENTITIES, r"\bentit(?:ies\b|y\Z)|\bentität|\bentités|\bentidades|сущност|实体|實體|エンティティ|엔티티"),
    (
        About.SUCCESS,
        r"success|measurable outcome|erfolgskriteri|succès|réussite|éxito|sucesso|критери\w+ успеха|成功|성공",
    ),
    (
        About.SCENARIOS,
        r"user scenario|scenario|user stor(?:y|ies)|acceptance|user journey|szenari|benutzergeschicht|akzeptanz|scénario|"
        r"récits? utilisateur|escenario|historias? de usuario|cenário|histórias? de usuário|сценари|ユーザー|ユーザストーリー|"
        r"受け入れ|用户场景|用户故事|使用者|场景|場景|사용자|시나리오",
    ),
    (
        About.REQUIREMENTS,
        r"requirement|constraint|anforderung|exigence|requisito|requerimiento|требован|ограничен|要件|要求|需求|요구|restric",
    ),
)
_PATTERNS = tuple((about, re.compile(pattern, re.IGNORECASE)) for about, pattern in _TOLD)

_HANDED_DOWN = (About.GUIDANCE, About.MENTIONS, About.OUT_OF_SCOPE)
_TITLE = re.compile(r"[\W_]*(?:feature )?spec(?:ification)?\b[^:]{0,40}:", re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """A heading (None above the first), what stands below it up to the next one, and the sections below that."""

    heading: Heading | None
    about: About
    blocks: tuple[Block, ...]
    below: tuple[Section, ...]
    headings: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The words of the heading, without the marks that Spec Kit puts there."""
        words = unemphasised(self.heading.text) if self.heading else ""
        return re.sub(r"\s*\((?:mandatory|optional|include if [^()]{0,60})\)\s*", "", words).strip()

    def all(self) -> Iterator[Section]:
        """The section and all below it, in order."""
        yield self
        for section in self.below:
            yield from section.all()


def sections(blocks: Sequence[Block]) -> Section:
    """A whole document as one section; what a heading does not tell is told by the one above it."""
    return _section(None, About.OTHER, list(blocks), ())


def _section(heading: Heading | None, about: About, blocks: list[Block], headings: tuple[str, ...]) -> Section:
    first = next((at for at, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    below: list[Section] = []
    at = first
    while at < len(blocks):
        start = blocks[at]
        assert isinstance(start, Heading)
        end = next((to for to in range(at + 1, len(blocks)) if _ends(blocks[to], start)), len(blocks))
        below.append(_section(start, _about(start, about), blocks[at + 1 : end], (*headings, start.text)))
        at = end
    return Section(heading, about, tuple(blocks[:first]), tuple(below), headings)


def _ends(block: Block, start: Heading) -> bool:
    return isinstance(block, Heading) and block.level <= start.level


def _about(heading: Heading, above: About) -> About:
    if above in _HANDED_DOWN or _TITLE.match(heading.text):
        return above
    return next((about for about, pattern in _PATTERNS if pattern.search(heading.text)), above)
