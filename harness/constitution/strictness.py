"""Whether a principle asks more or less of the code than another of its id; the words of constraints lie elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from harness.constitution.reach import narrower
from harness.domain.principles import CheckSpec, Principle


class Shift(StrEnum):
    """What a change does to a principle, most serious first; ``redefined`` where it cannot be told which of the two."""

    WEAKENED = "weakened"
    REDEFINED = "redefined"
    TIGHTENED = "tightened"
    REWORDED = "reworded"


@dataclass(frozen=True)
class Aspect:
    """One thing that changed in a principle: what it does to it, and what it is, in a few words."""

    shift: Shift
    what: str


def weaknesses(before: Principle, after: Principle) -> tuple[str, ...]:
    """Everything in which ``after`` asks less than ``before``: level, review, checks, reach."""
    return tuple(aspect.what for aspect in demands(before, after) if aspect.shift is Shift.WEAKENED)


def demands(before: Principle, after: Principle) -> Iterator[Aspect]:
    """Every change of what is asked of the code, but of the words of the constraint."""
    yield from _level(before, after)
    yield from _review(before, after)
    yield from (Aspect(Shift.WEAKENED, f"drops the check {_named(spec)}") for spec in missing_checks(before, after))
    yield from (Aspect(Shift.TIGHTENED, f"adds the check {_named(spec)}") for spec in missing_checks(after, before))
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


def _reach(before: Principle, after: Principle) -> Iterator[Aspect]:
    if before.applies_to == after.applies_to:
        return
    lost = narrower(before.applies_to, after.applies_to)
    won = narrower(after.applies_to, before.applies_to)
    if lost is not None:
        what = f"takes out `{lost[1:]}`" if lost.startswith("!") else f"does not reach all of `{lost}`"
        yield Aspect(Shift.WEAKENED, what)
    elif won is not None:
        yield Aspect(
            Shift.TIGHTENED, f"no longer takes out `{won[1:]}`" if won.startswith("!") else f"reaches all of `{won}`"
        )


def _named(spec: CheckSpec) -> str:
    return f"`{spec.use} {spec.kind}`"
