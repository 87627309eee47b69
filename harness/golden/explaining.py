"""Which differences the specification explains: requirements whose words changed between two revisions; runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from harness.domain.requirements import Requirement

Wordings = Mapping[str, frozenset[str]]
"""Every text that a revision gives a requirement, by its id: features may number their requirements alike."""


@dataclass(frozen=True)
class Specification:
    """What a revision requires; ``unreadable`` says which of its documents cannot be read, each with its place."""

    wordings: Wordings = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()


def wordings(requirements: Iterable[Requirement]) -> Wordings:
    """The words of requirements without their white space; where they stand does not count."""
    found: dict[str, frozenset[str]] = {}
    for one in requirements:
        found[one.id] = found.get(one.id, frozenset()) | {" ".join(one.text.split())}
    return found


@dataclass(frozen=True)
class Explaining:
    """The requirements that ``changed``, and ``why_not`` where that cannot be told, so that nothing is explained."""

    changed: frozenset[str] = frozenset()
    why_not: str = ""

    def of(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Those of the tags of a case that explain its differences."""
        return tuple(sorted(self.changed.intersection(tags)))


def explaining(base: Specification, head: Specification) -> Explaining:
    """What can explain a difference between two revisions.

    A requirement has changed if words that the base gives it are gone, or if only the head has it: another text beside the
    old one takes nothing back. If a document of either revision cannot be read, no requirement is known to have changed.
    """
    unreadable = (*base.unreadable, *head.unreadable)
    if unreadable:
        return Explaining(why_not=unreadable[0])
    return Explaining(
        frozenset(
            id
            for id in {*base.wordings, *head.wordings}
            if id not in base.wordings or base.wordings[id] - head.wordings.get(id, frozenset())
        )
    )
