"""What came of a golden case from its snapshot and from what it showed: while checking, and when a record is judged again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.app.golden_cases import Kept
from harness.app.golden_pictures import Find, Looks, among
from harness.app.golden_run import Shown
from harness.domain.golden import CaseOutcome, CaseResult, GoldenCase, Redaction, Snapshot
from harness.golden.judging import Judged, judged, told_too_much
from harness.golden.redaction import redact
from harness.golden.stability import stability

RUNS = 3
"""How often a case is carried out before anything of it becomes a golden."""
APART_SECONDS = 1.1
"""Between two runs: clocks that show seconds then show another one."""
NOT_ACCEPTED = "nobody accepted it: it is not what golden/accepted.jsonl tells of last"
TOUCHED = "the digest in its snapshot does not hold: somebody wrote in it"
_BACK = "take it back from git, or review what is received: `harness golden review`"


@dataclass(frozen=True)
class Told:
    """What came of a case, and what was received as a snapshot, where it may become the golden; None where it may not."""

    judged: Judged
    received: Snapshot | None = None


def wants_more(case: GoldenCase, kept: Kept | None) -> bool:
    """Whether nothing tells what wavers in a case, so that it is carried out as often as when it is recorded."""
    if kept is None or kept.reading is None:
        return True
    golden = kept.reading.snapshot
    return bool(golden.unstable) and golden.case_sha256 != case.card.sha256


def told(case: GoldenCase, kept: Kept | None, shown: Sequence[Shown], pictures: Find) -> Told:
    """Judge a case by its snapshot and its attempts; ``pictures`` finds those of its golden."""
    trouble = next((one for one in shown if one.outcome is not None), None)
    if trouble is not None and trouble.outcome is not None:
        return Told(Judged(trouble.outcome, trouble.reason))
    first = shown[0]
    found = _judged(case, kept, first, pictures)
    if first.unended and found.outcome in (CaseOutcome.SAME, CaseOutcome.UNRECORDED):
        hint = "a case whose steps do not all come to their end tells too little"
        found = Judged(CaseOutcome.UNDECIDED, first.unended, hint)
    masked = redact(first.captures, case.redactions)
    if found.outcome in (CaseOutcome.SAME, CaseOutcome.VACUOUS, CaseOutcome.UNSTABLE) or masked.too_much:
        return Told(found)
    if wants_more(case, kept):
        if len(shown) < RUNS:
            return Told(found)
        taken = among(*(one.pictures for one in shown))
        alike = Looks(case.screenshot or 0.0, taken, taken)
        unstable = stability([one.captures for one in shown], case.redactions, propose=False, pictures=alike).unstable
    else:
        assert kept is not None
        assert kept.reading is not None
        unstable = kept.reading.snapshot.unstable
    return Told(
        found,
        Snapshot(
            case=case.id,
            case_sha256=case.card.sha256,
            redacted=names_of(case.redactions),
            unstable=unstable,
            captures=masked.captures,
        ),
    )


def _judged(case: GoldenCase, kept: Kept | None, shown: Shown, pictures: Find) -> Judged:
    if kept is not None and kept.mistakes:
        first = kept.mistakes[0]
        return Judged(CaseOutcome.BROKEN, str(first), first.hint)
    if kept is None or kept.reading is None:
        return _unrecorded(case, shown)
    if not kept.reading.untouched:
        return Judged(CaseOutcome.EDITED, TOUCHED, _BACK)
    if not kept.accepted:
        return Judged(CaseOutcome.EDITED, NOT_ACCEPTED, _BACK)
    golden = kept.reading.snapshot
    looks = Looks(case.screenshot or 0.0, pictures, among(shown.pictures))
    found = judged(case, golden, shown.captures, looks)
    doubt = looks.doubt(found.outcome, golden.captures)
    return replace(found, outcome=doubt.outcome, reason=doubt.reason, hint=doubt.hint) if doubt else found


def _unrecorded(case: GoldenCase, shown: Shown) -> Judged:
    too_much = redact(shown.captures, case.redactions).too_much
    if too_much:
        return Judged(CaseOutcome.UNDECIDED, *told_too_much(too_much[0], case))
    hint = "look at what it shows, and accept it: `harness golden review`"
    return Judged(CaseOutcome.UNRECORDED, "no snapshot of it was ever accepted", hint)


def names_of(redactions: Sequence[Redaction]) -> tuple[str, ...]:
    """The redactions as a snapshot names them."""
    return tuple(dict.fromkeys(one.name or one.mask for one in redactions))


def result_of(case: GoldenCase, found: Judged, shown: Sequence[Shown] = ()) -> CaseResult:
    """What came of a case as it is recorded."""
    return CaseResult(
        id=case.id,
        title=case.card.title,
        path=case.card.path,
        sha256=case.card.sha256,
        outcome=found.outcome,
        reason=found.reason,
        hint=found.hint,
        verifies=case.card.verifies,
        differences=found.differences,
        more_differences=found.more_differences,
        lines=case.lines_of(found.differences),
        evidence=shown[0].evidence if shown else None,
        seconds=sum(one.seconds for one in shown),
    )
