"""What came of a case: its golden against what is received, and what keeps either from telling anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.domain.golden import Capture, CaseOutcome, Difference, GoldenCase, Snapshot
from harness.golden.comparing import MOST_DIFFERENCES, differences
from harness.golden.redaction import TooMuch, redact
from harness.golden.vacuity import is_vacuous

Pictures = Callable[[str, str], bool]


@dataclass(frozen=True)
class Judged:
    """What came of it; ``received`` are the captures as they would be kept."""

    outcome: CaseOutcome
    reason: str = ""
    hint: str = ""
    differences: tuple[Difference, ...] = ()
    more_differences: int = 0
    received: tuple[Capture, ...] = ()


def judged(case: GoldenCase, golden: Snapshot, received: Sequence[Capture], pictures: Pictures = str.__eq__) -> Judged:
    """Compare what is received with what was accepted. A difference is told before anything that leaves it open."""
    masked = redact(received, case.redactions)
    found = list(differences(golden.captures, masked.captures, golden.unstable, pictures))
    if masked.too_much:
        return Judged(CaseOutcome.UNDECIDED, *told_too_much(masked.too_much[0], case), received=masked.captures)
    if golden.case_sha256 != case.card.sha256:
        what = "the case was changed after its snapshot was accepted"
        hint = "look at what it shows now: `harness golden review`"
        return _with(Judged(CaseOutcome.STALE, what, hint, received=masked.captures), found)
    if found:
        return _with(Judged(CaseOutcome.CHANGED, received=masked.captures), found)
    if golden.unstable:
        leaves = ", ".join(golden.unstable)
        what, hint = f"it differs from run to run: {leaves}", "mask it with a redaction, or make the product repeat it"
        return Judged(CaseOutcome.UNSTABLE, what, hint, received=masked.captures)
    if is_vacuous(golden.captures):
        what = "nothing in its snapshot could differ: it shows nothing, or all of it is masked"
        return Judged(CaseOutcome.VACUOUS, what, "let it show more, or mask less", received=masked.captures)
    return Judged(CaseOutcome.SAME, received=masked.captures)


def told_too_much(one: TooMuch, case: GoldenCase) -> tuple[str, str]:
    """That a redaction hides most of something, and what to do."""
    what = f"{case.card.path}:{one.redaction.line}: {one.told} of {one.place}"
    return what, "narrow it to what changes"


def _with(judged: Judged, found: Sequence[Difference]) -> Judged:
    more = max(len(found) - MOST_DIFFERENCES, 0)
    told = tuple(found[:MOST_DIFFERENCES])
    return Judged(judged.outcome, judged.reason, judged.hint, told, more, judged.received)
