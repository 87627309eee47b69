"""What a change touched: requirements by what they say, evidence by its text, and what is to be run or seen again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from harness.domain.base import Frozen
from harness.domain.places import Mistake, Place
from harness.domain.requirements import ByName, Requirement
from harness.domain.tracing import Evidence, EvidenceKind
from harness.trace.linking import linked


class Touch(StrEnum):
    """What happened to something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class RequirementTouch(Frozen):
    """A requirement that says something else, or is new, or gone; ``before`` and ``after`` are its words."""

    touch: Touch
    requirement: str
    place: Place
    before: str = ""
    after: str = ""


class EvidenceTouch(Frozen):
    """A piece of evidence with another text, or another claim, or that is new, or gone."""

    touch: Touch
    kind: EvidenceKind
    id: str
    place: Place
    claims: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its kind and its id."""
        return f"{self.kind.value} {self.id}"


class Affected(Frozen):
    """A requirement of today that the change touches: why, and the keys of its evidence that is stale by it."""

    requirement: str
    place: Place
    why: tuple[str, ...]
    stale: tuple[str, ...] = ()


class TraceDiff(Frozen):
    """What changed since a revision.

    ``product`` counts the files of the product that differ: with one of them, every card and golden case has to be run again.
    ``mistakes`` are of documents of then or now that could not be read.
    """

    since: str
    requirements: tuple[RequirementTouch, ...] = ()
    evidence: tuple[EvidenceTouch, ...] = ()
    affected: tuple[Affected, ...] = ()
    product: int = 0
    mistakes: tuple[Mistake, ...] = ()


def touched_requirements(before: Sequence[Requirement], after: Sequence[Requirement]) -> tuple[RequirementTouch, ...]:
    """The requirements that do not say what they said, in the order of today, what is gone last."""
    then = {one.qualified: one for one in before}
    now = {one.qualified: one for one in after}
    found = [touch for one in now.values() if (touch := _requirement(then.get(one.qualified), one))]
    gone = (one for name, one in then.items() if name not in now)
    return (
        *found,
        *(
            RequirementTouch(touch=Touch.REMOVED, requirement=one.qualified, place=one.place, before=one.text)
            for one in gone
        ),
    )


def touched_evidence(before: Iterable[Evidence], after: Iterable[Evidence]) -> tuple[EvidenceTouch, ...]:
    """The evidence that is not what it was, in the order of today, what is gone last."""
    then = {one.key: one for one in before}
    now = {one.key: one for one in after}
    found = [touch for one in now.values() if (touch := _evidence(then.get(one.key), one))]
    gone = (_touch(Touch.REMOVED, one) for key, one in then.items() if key not in now)
    return (*found, *gone)


def affected(
    requirements: Sequence[Requirement],
    evidence: Sequence[Evidence],
    before: Sequence[Requirement],
    touched: Sequence[RequirementTouch],
    moved: Sequence[EvidenceTouch],
) -> tuple[Affected, ...]:
    """The requirements of today that the change touches, by their own words or by their evidence."""
    by_name, then = ByName(requirements), ByName(before)
    links = linked(by_name, evidence).by_requirement
    reworded = {one.requirement for one in touched if one.touch is not Touch.REMOVED}
    by_key = {one.key: one for one in moved}
    lost: dict[str, list[EvidenceTouch]] = {}
    for one in moved:
        for claim in one.claims if one.touch is Touch.REMOVED else ():
            meant = by_name.all(claim) or then.all(claim)
            if len(meant) == 1:
                lost.setdefault(meant[0].qualified, []).append(one)
    found = []
    for requirement in requirements:
        name = requirement.qualified
        own = links.get(name, [])
        why = [*(["its words"] if name in reworded else []), *_why(own, by_key), *map(_said, lost.get(name, []))]
        if why:
            stale = [one.key for one in own if name in reworded or one.key in by_key]
            found.append(
                Affected(requirement=name, place=requirement.place, why=tuple(dict.fromkeys(why)), stale=tuple(stale))
            )
    return tuple(found)


def _why(own: Iterable[Evidence], by_key: dict[str, EvidenceTouch]) -> Iterator[str]:
    return (_said(by_key[one.key]) for one in own if one.key in by_key)


def _said(touch: EvidenceTouch) -> str:
    return f"{touch.key} {touch.touch.value}"


def _requirement(then: Requirement | None, now: Requirement) -> RequirementTouch | None:
    if then is None:
        return RequirementTouch(touch=Touch.ADDED, requirement=now.qualified, place=now.place, after=now.text)
    if then.sha256 == now.sha256:
        return None
    return RequirementTouch(
        touch=Touch.CHANGED, requirement=now.qualified, place=now.place, before=then.text, after=now.text
    )


def _evidence(then: Evidence | None, now: Evidence) -> EvidenceTouch | None:
    if then is None:
        return _touch(Touch.ADDED, now)
    return None if (then.sha256, then.claims) == (now.sha256, now.claims) else _touch(Touch.CHANGED, now)


def _touch(touch: Touch, one: Evidence) -> EvidenceTouch:
    return EvidenceTouch(touch=touch, kind=one.kind, id=one.id, place=one.place, claims=one.claims)
