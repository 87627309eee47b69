"""Whether a principle asks more or less of the code than another of its id; the words of constraints lie elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from harness.constitution.reach import narrower
from harness.domain.principles import CheckSpec, Principle


class Shift(StrEnum):
    """What a change does to a principle, most serious first; ``redefined`` where it cannot be told whether it asks less."""

    REMOVED = "removed"
    WEAKENED = "weakened"
    REDEFINED = "redefined"
    ADDED = "added"
    TIGHTENED = "tightened"
    REWORDED = "reworded"


@dataclass(frozen=True)
class Aspect:
    """One thing that changed in a principle: what it does to it, and what it is, in a few words."""

    shift: Shift
    what: str


def weaknesses(before: Principle, after: Principle) -> tuple[str, ...]:
    """Everything in which ``after`` asks less than ``before``: level, review, checks, reach.

    A check that differs at all counts as dropped: two checks cannot be told to flag the same.
    """
    dropped = (Aspect(Shift.WEAKENED, f"drops the check {_named(spec)}") for spec in missing_checks(before, after))
    aspects = (*_level(before, after), *_review(before, after), *dropped, *_reach(before, after))
    return tuple(aspect.what for aspect in aspects if aspect.shift is Shift.WEAKENED)


def demands(before: Principle, after: Principle) -> Iterator[Aspect]:
    """Every change of what is asked of the code, but of the words of the constraint.

    A check that takes the place of another of its kind is no weaker as far as the bad samples of ``before`` show: they
    have to be there still.
    """
    yield from _level(before, after)
    yield from _review(before, after)
    yield from _checks(before, after)
    yield from _reach(before, after)


def missing_checks(of: Principle, other: Principle) -> tuple[CheckSpec, ...]:
    """The checks of one principle that another does not have, word for word."""
    present = {(spec.use, spec.kind, spec.body) for spec in other.checks}
    return tuple(spec for spec in of.checks if (spec.use, spec.kind, spec.body) not in present)


def _level(before: Principle, after: Principle) -> Iterator[Aspect]:
    if before.level is not after.level:
        shift = Shift.WEAKENED if after.level.binds_less(before.level) else Shift.TIGHTENED
        yield Aspect(shift, f"level {after.level} instead of {before.level}")


def _review(before: Principle, after: Principle) -> Iterator[Aspect]:
    if after.review_only and not before.review_only:
        yield Aspect(Shift.WEAKENED, "marked as reviewed by a person only")
    if before.review_only and not after.review_only:
        yield Aspect(Shift.TIGHTENED, "no longer left to a person's review")


def _checks(before: Principle, after: Principle) -> Iterator[Aspect]:
    added = list(missing_checks(after, before))
    for spec in missing_checks(before, after):
        successor = next((one for one in added if (one.use, one.kind) == (spec.use, spec.kind)), None)
        if successor is None:
            yield Aspect(Shift.WEAKENED, f"drops the check {_named(spec)}")
        else:
            added.remove(successor)
            yield _changed(spec, before, after)
    yield from (Aspect(Shift.TIGHTENED, f"adds the check {_named(spec)}") for spec in added)


def _changed(spec: CheckSpec, before: Principle, after: Principle) -> Aspect:
    old, new = ({one.text for one in side.samples if not one.good} for side in (before, after))
    if old <= new:
        return Aspect(Shift.REWORDED, f"changes the check {_named(spec)}; all its bad samples still stand")
    return Aspect(Shift.REDEFINED, f"changes the check {_named(spec)} and takes bad samples away")


def _reach(before: Principle, after: Principle) -> Iterator[Aspect]:
    # What nothing checked reached no file: the first check that it gets may look at some files only.
    first = bool(after.checks) and not before.checks and not before.review_only and not before.applies_to
    if before.applies_to == after.applies_to or first:
        return
    lost = narrower(before.applies_to, after.applies_to)
    won = narrower(after.applies_to, before.applies_to)
    if lost is not None:
        what = f"takes out `{lost[1:]}`" if lost.startswith("!") else f"does not reach all of `{lost}`"
        yield Aspect(Shift.WEAKENED, what)
    elif won is not None:
        what = f"no longer takes out `{won[1:]}`" if won.startswith("!") else f"reaches all of `{won}`"
        yield Aspect(Shift.TIGHTENED, what)


def _named(spec: CheckSpec) -> str:
    return f"`{spec.use} {spec.kind}`"
