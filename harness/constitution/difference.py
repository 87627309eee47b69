"""What changed between two states of a project's constitutions, and the version that this asks for; git lies in ``adapters``.

The steps are those of Spec Kit's governance: major for principles that are removed or redefined, minor for ones that are
added or expanded, patch for wording. Prose outside of principles is not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.constitution.constraints import rewording
from harness.constitution.strictness import Aspect, Shift, demands
from harness.domain.principles import Constitution, Principle


class Step(StrEnum):
    """A step from one semantic version to the next, largest first."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"

    def reaches(self, other: Step) -> bool:
        """Whether this step is as large as the other."""
        order = list(Step)
        return order.index(self) <= order.index(other)


_ASKED = {
    Shift.REMOVED: Step.MAJOR,
    Shift.WEAKENED: Step.MAJOR,
    Shift.REDEFINED: Step.MAJOR,
    Shift.ADDED: Step.MINOR,
    Shift.TIGHTENED: Step.MINOR,
    Shift.REWORDED: Step.PATCH,
}


_NAMES = {"cwes": "CWEs", "measured": "precision"}
# Spec Kit's headings and bullets have numbers at most: whoever adds one changes the ids of those behind it.
_COUNTED = "speckit-constitution"


@dataclass(frozen=True)
class PrincipleChange:
    """A principle that changed: what the change does to it as a whole, and everything that changed, worst first."""

    shift: Shift
    aspects: tuple[Aspect, ...]
    before: Principle | None
    after: Principle | None

    @property
    def principle(self) -> Principle:
        """The principle as it is now, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True)
class DocumentChanges:
    """What changed in one document. ``bases`` are changes of what it extends."""

    path: str
    before: Constitution | None
    after: Constitution | None
    principles: tuple[PrincipleChange, ...]
    bases: tuple[Aspect, ...] = ()

    @property
    def asked(self) -> Step:
        """The step of its version that the changes ask for; none of a document that is new."""
        shifts = [*(change.shift for change in self.principles), *(aspect.shift for aspect in self.bases)]
        asked = {_ASKED[shift] for shift in shifts} if self.before else set()
        return next((step for step in Step if step in asked), Step.NONE)

    @property
    def made(self) -> Step | None:
        """The step that its version made; None where there is no version to compare. A step back is none."""
        old, new = (_numbers(one.version) if one and one.version else None for one in (self.before, self.after))
        if old is None or new is None:
            return None
        steps = (step for step, was, now in zip(Step, old, new, strict=False) if was != now)
        return next(steps, Step.NONE) if new > old else Step.NONE

    @property
    def is_enough(self) -> bool:
        """Whether the version made the step that is asked for, where there is a version at all."""
        return self.made is None or self.made.reaches(self.asked)


@dataclass(frozen=True)
class Difference:
    """Every document in which something changed, sorted by path."""

    documents: tuple[DocumentChanges, ...]

    def of(self, path: str) -> DocumentChanges | None:
        """What changed in one document; None where nothing did."""
        return next((one for one in self.documents if one.path == path), None)


def difference(before: Sequence[Constitution], after: Sequence[Constitution]) -> Difference:
    """Compare the documents of two states by their paths; a principle that moved to another document is no new one."""
    old, new = ({one.path: one for one in side} for side in (before, after))
    moves = _Moves.between(old, new)
    documents = (_document(path, old.get(path), new.get(path), moves) for path in sorted({*old, *new}))
    return Difference(tuple(one for one in documents if one.principles or one.bases))


@dataclass(frozen=True)
class _Moves:
    """The principles that left a document, and those that came to one, by id."""

    left: Mapping[str, Principle]
    came: Mapping[str, Principle]

    @classmethod
    def between(cls, old: Mapping[str, Constitution], new: Mapping[str, Constitution]) -> _Moves:
        return cls(dict(_only_in(old, new)), dict(_only_in(new, old)))


def _only_in(one: Mapping[str, Constitution], other: Mapping[str, Constitution]) -> Iterator[tuple[str, Principle]]:
    for path, constitution in one.items():
        kept = {principle.id for principle in other[path].principles} if path in other else set()
        yield from ((principle.id, principle) for principle in constitution.principles if principle.id not in kept)


def _document(path: str, before: Constitution | None, after: Constitution | None, moves: _Moves) -> DocumentChanges:
    pairs = _pairs(before, after)
    changes = [_change(pairs.get(one.id) or moves.left.get(one.id), one) for one in (after.principles if after else ())]
    kept = {one.id for one in pairs.values()}
    removed = [one for one in (before.principles if before else ()) if one.id not in kept and one.id not in moves.came]
    changes += [PrincipleChange(Shift.REMOVED, (), one, None) for one in removed]
    found = sorted(filter(None, changes), key=lambda change: list(Shift).index(change.shift))
    return DocumentChanges(path, before, after, tuple(found), tuple(_bases(before, after)))


def _pairs(before: Constitution | None, after: Constitution | None) -> dict[str, Principle]:
    """What each principle was, by its id now: the one of its id, but where ids only count, first the one of its title."""
    old, new = ({one.id: one for one in side.principles} if side else {} for side in (before, after))
    pairs = {id_: old[id_] for id_ in new if id_ in old and (old[id_].title == new[id_].title)}
    if before and after and before.format == after.format == _COUNTED:
        titles = _titles([one for id_, one in old.items() if id_ not in pairs])
        found = _titles([one for id_, one in new.items() if id_ not in pairs])
        pairs |= {found[title].id: titles[title] for title in found if title in titles}
    taken = {one.id for one in pairs.values()}
    return pairs | {id_: old[id_] for id_ in new if id_ in old and id_ not in pairs and id_ not in taken}


def _titles(principles: Sequence[Principle]) -> dict[str, Principle]:
    """Principles by their titles, those of a title that others have as well left out."""
    counts = Counter(one.title for one in principles)
    return {one.title: one for one in principles if counts[one.title] == 1}


def _change(before: Principle | None, after: Principle) -> PrincipleChange | None:
    if before is None:
        return PrincipleChange(Shift.ADDED, (), None, after)
    moved = [Aspect(Shift.REWORDED, f"moved from {before.constitution}")] * (before.constitution != after.constitution)
    moved += [Aspect(Shift.REWORDED, f"was {before.id}")] * (before.id != after.id)
    if before.sha256 == after.sha256 and not moved:
        return None
    aspects = sorted([*_aspects(before, after), *moved], key=lambda aspect: list(Shift).index(aspect.shift))
    shift = aspects[0].shift if aspects else Shift.REWORDED
    return PrincipleChange(shift, tuple(aspects), before, after)


def _aspects(before: Principle, after: Principle) -> Iterator[Aspect]:
    yield from demands(before, after)
    reworded = rewording(before.constraint, after.constraint)
    if reworded:
        yield reworded
    for name in ("title", "pattern", "rationale", "enforcement", "measured", "cwes"):
        if getattr(before, name) != getattr(after, name):
            yield Aspect(Shift.REWORDED, f"other {_NAMES.get(name, name)}")
    if [(one.good, one.text) for one in before.samples] != [(one.good, one.text) for one in after.samples]:
        yield Aspect(Shift.REWORDED, "other samples")


def _bases(before: Constitution | None, after: Constitution | None) -> Iterator[Aspect]:
    if before and after:
        old, new = ([reference.name for reference in one.extends] for one in (before, after))
        yield from (Aspect(Shift.REMOVED, f"no longer extends '{name}'") for name in old if name not in new)
        yield from (Aspect(Shift.ADDED, f"extends '{name}'") for name in new if name not in old)


def _numbers(version: str) -> tuple[int, ...]:
    """The three numbers of a semantic version, without what may follow them."""
    core = version.partition("+")[0].partition("-")[0]
    return tuple(int(part) for part in core.split("."))
