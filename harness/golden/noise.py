"""Two implementations of one case: what differs between base and base is noise, and only what lies outside it is a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.domain.golden import Capture, CaseOutcome, Difference, Redaction
from harness.golden.comparing import MOST_DIFFERENCES, differences
from harness.golden.redaction import redact
from harness.golden.stability import stability
from harness.golden.vacuity import is_vacuous

Run = Sequence[Capture]


@dataclass(frozen=True)
class Change:
    """What became of a case from base to head."""

    outcome: CaseOutcome
    reason: str = ""
    differences: tuple[Difference, ...] = ()
    more: int = 0


def change(base: Sequence[Run], head: Sequence[Run], redactions: Sequence[Redaction] = ()) -> Change:
    """Compare runs of the base, at least two, with runs of the head.

    What wavers between runs of the base is masked where it has a shape, so that a head that loses the shape is a change. A
    leaf that wavers without one cannot be told: if the head differs there as well, the case is unstable.
    """
    steady = stability(base, redactions)
    before = redact(base[0], steady.redactions).captures
    found: dict[str, Difference] = {}
    unsure: dict[str, Difference] = {}
    for run in head:
        after = redact(run, steady.redactions).captures
        outside = {str(one): one for one in differences(before, after, steady.unstable)}
        inside = {str(one): one for one in differences(before, after) if str(one) not in outside}
        found.update(outside)
        unsure.update(inside)
    repeated = _in_every(found, before, head, steady.redactions, steady.unstable)
    if repeated:
        return _changed(repeated, before, redact(head[0], steady.redactions).captures)
    if found:
        return Change(CaseOutcome.UNSTABLE, "the head differs from run to run", tuple(found.values()))
    if unsure:
        leaves = ", ".join(unsure)
        return Change(CaseOutcome.UNSTABLE, f"it differs from run to run of the base as well: {leaves}")
    if is_vacuous(before, steady.unstable):
        return Change(CaseOutcome.VACUOUS, "nothing that it shows could differ")
    return Change(CaseOutcome.SAME)


def _in_every(
    found: dict[str, Difference],
    before: Run,
    head: Sequence[Run],
    redactions: Sequence[Redaction],
    unstable: Sequence[str],
) -> list[Difference]:
    """The differences that every run of the head has."""
    runs = [{str(one) for one in differences(before, redact(run, redactions).captures, unstable)} for run in head]
    return [one for name, one in found.items() if all(name in run for run in runs)]


def _changed(found: Sequence[Difference], before: Run, after: Run) -> Change:
    failed, works = _failing(before), _failing(after)
    places = {one.place for one in found}
    if (works - failed) & places:
        outcome = CaseOutcome.NEWLY_FAILING
    elif places and places <= failed - works:
        outcome = CaseOutcome.NEWLY_WORKING
    else:
        outcome = CaseOutcome.CHANGED
    return Change(outcome, "", tuple(found[:MOST_DIFFERENCES]), max(len(found) - MOST_DIFFERENCES, 0))


def _failing(captures: Run) -> set[str]:
    """The steps that did not work: refused, crashed, not found, or not to be done at all."""
    return {capture.place for capture in captures if any(_fails(part.name, part.value) for part in capture.parts)}


def _fails(name: str, value: object) -> bool:
    if name == "exit code":
        return value != "0"
    if name == "status":
        return str(value) >= "400"
    return name in ("problem", "failure")
