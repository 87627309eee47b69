"""What a rule is given: one document with its text, and what is known of all of them; the rules lie apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from harness.domain.places import Mistake, Place, Severity
from harness.domain.requirements import ByName
from harness.domain.specifications import Specification
from harness.specification.markup import without_code
from harness.specification.statements import Statement

_LINE_END = re.compile(r"\n")
_ANY = re.compile(r"[^\n]")
_BINDING = frozenset({"must", "shall", "should"})
_FENCE = re.compile(r"^[ \t]*(```+(?=[^`\n]*$)|~~~+)[^\n]*$.*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Document:
    """One specification, and the text that it was read from."""

    specification: Specification
    text: str = ""

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its requirements, and those of a proposed change, made ready."""
        proposed = (one.requirement for one in self.specification.deltas if one.requirement)
        return (
            *(Statement(one) for one in self.specification.requirements),
            *(Statement(one, proposed=True) for one in proposed),
        )

    @cached_property
    def normative(self) -> bool:
        """Whether at least half of the requirements that bind do so in capitals, as BCP 14 wants it."""
        capital = sum(one.binds for one in self.statements)
        small = sum(not one.words.isdisjoint(_BINDING) and not one.binds for one in self.statements)
        return capital > 0 and capital >= small

    @cached_property
    def prose(self) -> str:
        """The text with code blanked out, each line where it was."""
        if "`" not in self.text and "~~~" not in self.text:
            return self.text
        lines = _FENCE.sub(lambda found: _blank(found[0]), self.text).split("\n")
        return "\n".join(without_code(line, _blank) if "`" in line else line for line in lines)

    def place(self, at: int) -> Place:
        """The place of a position in the text."""
        return Place(path=self.specification.path, line=bisect_left(self._ends, at) + 1)

    @cached_property
    def _ends(self) -> list[int]:
        return [found.start() for found in _LINE_END.finditer(self.text)]


@dataclass(frozen=True)
class Context:
    """What is known besides the document: every requirement by its names, and every term that a document explains.

    ``groups`` are those that Kiro numbers its criteria in, as (feature, number).
    """

    requirements: ByName
    explained: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    groups: frozenset[tuple[str, str]] = frozenset()

    def has(self, feature: str, name: str) -> bool:
        """Whether a feature, or where it has none the project, has a requirement of that name, or a group of them."""
        found = self.requirements.all(name)
        if feature not in self.features:
            return bool(found)
        return any(one.feature == feature for one in found) or (feature, name) in self.groups


def context_of(specifications: Iterable[Specification]) -> Context:
    """What is known of some documents."""
    all_ = list(specifications)
    terms = (one.name.lower() for document in all_ for one in document.terms)
    entities = (one.name.lower() for document in all_ for one in document.entities)
    requirements = [one for document in all_ for one in document.requirements]
    features = frozenset(one.feature for one in requirements)
    groups = frozenset((one.feature, one.id.rpartition(".")[0]) for one in requirements if "." in one.id)
    return Context(ByName(requirements), frozenset([*terms, *entities]), features, groups)


def mistake(place: Place, what: str, hint: str, code: str, level: Severity = Severity.WARNING) -> Mistake:
    """One mistake at a place."""
    return Mistake(place=place, what=what, hint=hint, code=code, severity=level)


def _blank(text: str) -> str:
    return _ANY.sub(" ", text)
