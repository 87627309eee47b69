"""What there is to say about golden cases, in order, for every format alike; how it looks lies with the formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from harness.domain.golden import CHANGED, CaseOutcome, CaseResult, Difference, GoldenResults
from harness.domain.verdicts import ExitCode
from harness.domain.visible import visible

LOOK = "`harness golden review --html` shows both side by side"
LOOK_AT_RUN = "`harness report --report html --output FILE` shows both side by side"
RETIRE = "no case has this snapshot: `harness golden retire` takes it away, with a reason"
NO_CASES = "no golden cases: nothing was compared"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_BY_CODE = (ExitCode.FAIL, ExitCode.UNDECIDED, ExitCode.PASS)


def tally(results: GoldenResults) -> str:
    """How many cases there were, how many of each outcome, and how many snapshots are unused."""
    if not results.cases:
        return NO_CASES + (f"; {_unused(results)}" if results.unused else "")
    found = Counter(case.outcome for case in results.cases)
    each = ", ".join(f"{found[outcome]:,} {outcome}" for outcome in CaseOutcome if found[outcome])
    cases = f"{len(results.cases):,} golden case{'' if len(results.cases) == 1 else 's'}"
    return f"{cases}: {each}" + (f"; {_unused(results)}" if results.unused else "")


def _unused(results: GoldenResults) -> str:
    return f"{len(results.unused):,} unused snapshot{'' if len(results.unused) == 1 else 's'}"


def compared(results: GoldenResults) -> str:
    """Which revisions were compared, and what of the changes a requirement explains; empty where snapshots were used."""
    if results.base is None:
        return ""
    said = f"base {visible(results.base)}, head {visible(results.head or 'the working tree')}"
    changed = sum(case.outcome in CHANGED for case in results.cases)
    if not changed:
        return said
    unexplained = len(list(results.unexplained()))
    return f"{said}: {changed - unexplained:,} explained, {unexplained:,} unexplained"


def worst_first(cases: Sequence[CaseResult]) -> list[CaseResult]:
    """What fails before what is undecided before what is the same; what is explained before what is the same."""
    return sorted(cases, key=lambda case: (_BY_CODE.index(case.exit_code), case.outcome is CaseOutcome.SAME))


def place_of(case: CaseResult, difference: Difference) -> str:
    """Where in the documents a difference begins, as a terminal can follow it: ``golden/list.md:12``."""
    return visible(f"{case.path}:{case.line_of(difference.place)}")


def leaf_of(difference: Difference) -> str:
    """Which leaf differs."""
    return visible(str(difference))


def is_of_pictures(difference: Difference) -> bool:
    """Whether it is about a picture, of which a difference carries the digests alone."""
    sides = (difference.golden, difference.received)
    return difference.leaf == "screenshot" and all(side is None or _DIGEST.fullmatch(side) for side in sides)


def unshown(case: CaseResult, shown: int) -> int:
    """How many differences of a case are not told if so many are."""
    return max(len(case.differences) - shown, 0) + case.more_differences


def explanation(case: CaseResult) -> str:
    """Which requirements explain a change; empty where none does."""
    return f"changed as well: {visible(', '.join(case.explained))}" if case.explained else ""
