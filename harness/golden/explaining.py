"""Which differences the specification explains: requirements that say something else between two revisions; runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from harness.domain.requirements import ByName, Requirement

Stated = Mapping[str, Mapping[str, str]]
"""For each name that a case may be tagged with: what it stands for (by qualified id), and the meaning of that."""


@dataclass(frozen=True)
class Required:
    """What a revision requires; ``unreadable`` says which of its documents cannot be read, each with its place."""

    stated: Stated = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()


def stated(requirements: Iterable[Requirement]) -> Stated:
    """What requirements mean, their scenarios included, by their names; where they stand does not count."""
    by_name = ByName(requirements)
    return {name: {one.qualified: one.sha256 for one in by_name.all(name)} for name in by_name.names()}


@dataclass(frozen=True)
class Explaining:
    """The requirements that ``changed``, and ``why_not`` where that cannot be told, so that nothing is explained.

    ``ambiguous`` are ids that stand for several requirements in one of the revisions, each with what a case may write instead.
    """

    changed: frozenset[str] = frozenset()
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    why_not: str = ""

    def of(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Those of the tags of a case that explain its differences."""
        return tuple(sorted(self.changed.intersection(tags)))


def explaining(base: Required, head: Required) -> Explaining:
    """What can explain a difference between two revisions.

    A requirement has changed if it means something else, or only one of the two has it: to be numbered or filed otherwise
    changes nothing. An id that several features use
    explains nothing, since another feature's change would. If a document of either revision cannot be read, no requirement is
    known to have changed.
    """
    unreadable = (*base.unreadable, *head.unreadable)
    if unreadable:
        return Explaining(why_not=unreadable[0])
    names = {*base.stated, *head.stated}
    ambiguous = {name: found for name in names if len(found := _meant(name, base, head)) > 1}
    said = (_all_meanings(base), _all_meanings(head))
    return Explaining(frozenset(name for name in names - set(ambiguous) if _changed(name, base, head, said)), ambiguous)


def _changed(name: str, base: Required, head: Required, said: tuple[frozenset[str], frozenset[str]]) -> bool:
    before, after = (frozenset(one.stated.get(name, {}).values()) for one in (base, head))
    if before and after:
        return before != after
    return not (before <= said[1] and after <= said[0])


def _meant(name: str, base: Required, head: Required) -> tuple[str, ...]:
    """The requirements that a name stands for in whichever revision has more of them; they may have moved between the two."""
    before, after = (tuple(one.stated.get(name, ())) for one in (base, head))
    return after if len(after) >= len(before) else before


def _all_meanings(required: Required) -> frozenset[str]:
    return frozenset(meaning for meanings in required.stated.values() for meaning in meanings.values())
