"""The correctness properties of Kiro's ``design.md``, with the requirements that each validates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.domain.requirements import Requirement, RequirementKind
from harness.markdown.tree import Document, Paragraph
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._prose import one_line, split_comments
from harness.readers.specifications._sections import Section, lines, sections
from harness.readers.specifications._task_lines import numbers

_PROPERTY = re.compile(
    r"(?:\*\*|__)?(?:correctness )?"
    r"(?:property|propiedad|propriedade|propri[eé]t[eé]|eigenschaft|プロパティ|属性|性质|性質|속성)"
    r"\s?#?(?P<number>[0-9]+(?:\.[0-9]+)*)(?:\*\*|__)?\s{0,9}"
    r"(?:\([^()]{0,80}\)\s{0,9})?(?:[:\uff1a.\u2013\u2014-]\s*(?P<title>.*)|$)",
    re.IGNORECASE,
)
_OF_PROPERTIES = re.compile(
    r"propert|correctness|propiedad|propriedad|propri[eé]t|eigenschaft|プロパティ|属性|性质|性質|속성", re.IGNORECASE
)
_VALIDATES = re.compile(
    r"(?:\*\*|__|\*|_)?(?:validates|valida|valide|validiert|验证|驗證|検証|검증)\s{0,9}(?:\*\*|__)?\s{0,9}[:\uff1a]\s{0,9}(?:\*\*|__)?"
    r"(?P<names>[^*_\n]*)(?:\*\*|__|\*|_)?",
    re.IGNORECASE,
)


@dataclass
class _Property:
    number: str
    title: str
    line: int
    words: list[str] = field(default_factory=list)
    validates: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words; where it has none, its title is all that it says."""
        return one_line(" ".join(self.words)) or self.title


def properties(gathered: Gathered, document: Document) -> tuple[tuple[Requirement, ...], set[int]]:
    """The properties of a design, with the lines that they were read from.

    One that is told of again under the same title is left out; two of one number are a mistake.
    """
    first: dict[str, _Property] = {}
    taken: set[int] = set()
    for one in _found(sections(document), taken):
        id_ = f"P{one.number}"
        same = first.get(id_)
        if same is not None and same.title == one.title:
            gathered.leave(one.line, one.title, f"property '{id_}' stands on line {same.line}")
        elif gathered.state(id_, one.text, one.line, title=one.title, kind=RequirementKind.PROPERTY):
            first[id_] = one
    found = (
        one.model_copy(update={"validates": tuple(dict.fromkeys(first[one.id].validates))})
        for one in gathered.requirements
    )
    return tuple(found), taken


def _found(root: Section, taken: set[int]) -> Iterator[_Property]:
    """Each property: it begins with a heading or a paragraph of its own, and ends with the next of them or the next heading."""
    for section in root.within():
        named = _PROPERTY.fullmatch(section.title)
        current = _begun(named, section.line) if named else None
        of_properties = bool(named or _OF_PROPERTIES.search(section.title))
        for block in section.blocks:
            for line in lines([block]):
                begun = _PROPERTY.fullmatch(line.text) if of_properties and isinstance(block, Paragraph) else None
                if begun:
                    if current:
                        yield current
                    current = _begun(begun, line.number)
                elif current:
                    _add(current, line.text)
                if current:
                    taken.add(line.number)
        if current:
            taken.add(current.line)
            yield current


def _begun(found: re.Match[str], line: int) -> _Property:
    return _Property(found["number"], (found["title"] or "").strip("*_ "), line)


def _add(one: _Property, text: str) -> None:
    words, _ = split_comments(text)
    for found in _VALIDATES.finditer(words):
        one.validates.extend(numbers(found["names"]))
    one.words.append(_VALIDATES.sub("", words))
