"""What there is to say of a checked constitution, in order, for every format alike; how it looks lies with the formats."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.domain.findings import (
    BaselineRecord,
    CheckResults,
    Doubt,
    DoubtKind,
    Excuse,
    Finding,
    Manifest,
    Outcome,
    PrincipleResult,
    Span,
    Standing,
    Waiver,
    WaiverTrouble,
)
from harness.domain.principles import Level
from harness.domain.visible import visible

NOT_HELD = frozenset({Outcome.VIOLATION, Outcome.UNVERIFIED, Outcome.GAP})
_OUTCOMES = tuple(Outcome)
_LEVELS = tuple(Level)
_WORDS = {
    Outcome.VIOLATION: "violated",
    Outcome.UNVERIFIED: "unverified",
    Outcome.GAP: "with a gap",
    Outcome.WAIVED: "waived",
    Outcome.PASS: "passed",
    Outcome.NOT_APPLICABLE: "not applicable",
}
_TROUBLES = {
    WaiverTrouble.MALFORMED: "malformed",
    WaiverTrouble.EXPIRED: "expired",
    WaiverTrouble.UNUSED: "used by nothing",
    WaiverTrouble.BLANKET: "not bound to a place",
    WaiverTrouble.UNKNOWN: "of a principle that is not there",
}
# Files that stand for many of their kind say so in their reason.
_COUNTED = re.compile(r"(.*) \(([0-9]{1,9})\)", re.DOTALL)
_OF_FILES = frozenset({DoubtKind.UNREADABLE, DoubtKind.UNPARSABLE})


@dataclass(frozen=True)
class UncheckedFile:
    """A file that could not be read or parsed, why, and the principles that are therefore undecided."""

    path: str
    line: int
    kind: DoubtKind
    reason: str
    principles: tuple[str, ...]


def worst_first(results: CheckResults) -> list[PrincipleResult]:
    """The principles: what binds most first, within that by outcome, then by id."""
    return sorted(results.principles, key=lambda one: (_LEVELS.index(one.level), _OUTCOMES.index(one.outcome), one.id))


def not_held(results: CheckResults) -> list[PrincipleResult]:
    """The principles that a reader has to hear of, worst first."""
    return [one for one in worst_first(results) if one.outcome in NOT_HELD]


def by_place(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order of the tree."""
    return sorted(findings, key=lambda one: (one.span.path, one.span.start, one.span.end, one.technique))


def place_of(span: Span) -> str:
    """Where a span begins, as terminals and editors follow it; of a file as a whole only its path."""
    return visible(span.path if not span.end else f"{span.path}:{span.line}:{span.column}")


def binding(result: PrincipleResult) -> str:
    """How binding a principle is, and the weaknesses that it is about."""
    most = 3
    cwes = [*result.cwes[:most], *(["…"] if len(result.cwes) > most else [])]
    return visible(", ".join([result.level, *cwes]))


def own_doubts(result: PrincipleResult) -> list[Doubt]:
    """The doubts that no file of the tree is to blame for."""
    return [doubt for doubt in result.doubts if doubt.kind not in _OF_FILES]


def file_doubts(result: PrincipleResult) -> list[Doubt]:
    """The doubts about files that could not be read or parsed."""
    return [doubt for doubt in result.doubts if doubt.kind in _OF_FILES]


def unchecked_files(results: CheckResults) -> list[UncheckedFile]:
    """Every file that could not be read or parsed, each once, sorted by path."""
    found: dict[tuple[str, int, DoubtKind, str], list[str]] = defaultdict(list)
    for result in worst_first(results):
        for doubt in file_doubts(result):
            found[(doubt.path, doubt.line, doubt.kind, doubt.reason)].append(result.id)
    return [UncheckedFile(*key, tuple(dict.fromkeys(ids))) for key, ids in sorted(found.items())]


def tally(results: CheckResults) -> str:
    """How many principles there are, and how many of each outcome."""
    found = Counter(one.outcome for one in results.principles)
    each = ", ".join(f"{found[outcome]} {_WORDS[outcome]}" for outcome in Outcome if found[outcome])
    return f"{number_of(len(results.principles), 'principle')}: {each}" if each else "no principles: nothing was shown"


def excused(result: PrincipleResult) -> str:
    """How many findings of a principle do not count, and why not; empty where all count."""
    found = Counter(one.standing for one in result.findings)
    words = {Standing.WAIVED: "waived", Standing.KNOWN: "known before", Standing.ELSEWHERE: "not asked for"}
    return ", ".join(f"{found[standing]} {word}" for standing, word in words.items() if found[standing])


def tally_of_findings(result: PrincipleResult) -> str:
    """How many places break a principle, how many of them do not count, and how many show it."""
    apart = f" ({excused(result)})" if excused(result) else ""
    broken = len(result.findings) + result.unlisted_findings
    shown = len(result.evidence) + result.unlisted_evidence
    return f"broken at {number_of(broken, 'place')}{apart}, shown at {number_of(shown, 'place')}"


def alarms(results: CheckResults) -> list[str]:
    """Why the results as a whole show nothing, if so."""
    unscanned = ["no file was scanned: nothing was shown"] if not results.manifest.scanned else []
    ran = any(result.checks for result in results.principles)
    return [*unscanned, *([] if ran else ["no check ran: nothing was shown"])]


def files_line(manifest: Manifest) -> str:
    """How many files were seen and scanned, and why the others were not."""
    cached = f" ({manifest.cached:,} of them unchanged)" if manifest.cached else ""
    return f"{manifest.seen:,} seen, {manifest.scanned:,} scanned{cached}{_skipped(manifest)}"


def baseline_line(baseline: BaselineRecord) -> str:
    """What of the known findings still stands."""
    gone = f"; {baseline.gone} more are gone, take them out" if baseline.gone else ""
    return visible(f"{number_of(baseline.known, 'finding')} of {baseline.source} still stand and do not count{gone}")


def uncovered_line(cwes: Sequence[str]) -> str:
    """The weaknesses of which nothing is known."""
    return visible(f"no check ran for {', '.join(cwes)}: nothing is known of {'it' if len(cwes) == 1 else 'them'}")


def waiver_line(waiver: Waiver) -> str:
    """What a waiver excuses, by whom and until when, and whether this very change brought it along."""
    until = f"until {waiver.until}" if waiver.until else "without an end"
    added = ", ADDED BY THIS CHANGE" if waiver.added else ""
    where, what = _excused_by(waiver)
    return visible(f"{where}: {what} by {waiver.owner or 'nobody'} {until}{added}: {waiver.reason}")


def waiver_trouble(waiver: Waiver) -> str:
    """What is wrong with a waiver; empty where nothing is."""
    if waiver.trouble is None:
        return ""
    said = f": {waiver.said}" if waiver.said else ""
    return visible(
        f"{waiver.place}: the waiver of {waiver.principle or 'nothing'} is {_TROUBLES[waiver.trouble]}{said}"
    )


def number_of(number: int, noun: str) -> str:
    """``1 finding``, ``2 findings``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _excused_by(waiver: Waiver) -> tuple[str, str]:
    """Which place a waiver is about, and what it excuses there."""
    if waiver.excuses is Excuse.GAP:
        return str(waiver.place), f"the gap of {waiver.principle} waived"
    if waiver.excuses is Excuse.WEAKENED:
        return str(waiver.place), f"{waiver.principle} allowed to be weaker than inherited"
    where = waiver.path if waiver.line is None else f"{waiver.path}:{waiver.line}"
    return where, f"{waiver.principle} waived for {number_of(waiver.used, 'finding')}"


def _skipped(manifest: Manifest) -> str:
    if not manifest.skipped:
        return ""
    most = 4
    found: Counter[str] = Counter()
    for one in manifest.skipped:
        counted = _COUNTED.fullmatch(one.reason)
        found[counted[1] if counted else one.reason] += int(counted[2]) if counted else 1
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    each = [f"{reason} ({number:,})" for reason, number in ordered[:most]]
    others = sum(number for _, number in ordered[most:])
    shown = ", ".join([*each, *([f"other reasons ({others:,})"] if others else [])])
    return visible(f", {found.total():,} skipped: {shown}")
