"""From what all checks of a principle saw to what is known of it; seeing lies in ``scanning``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.constitution.kinds import Job, Quantifier, Scope
from harness.domain.findings import (
    CheckRecord,
    Doubt,
    DoubtKind,
    Finding,
    Outcome,
    PrincipleResult,
    Role,
    Standing,
)
from harness.domain.principles import Level, Principle

MOST_EVIDENCE = 100
MOST_FINDINGS = 20_000
MOST_DOUBTS = 1000


@dataclass
class Tally:
    """What one check saw so far: it grows while the tree is scanned."""

    job: Job[Any]
    files: int = 0
    shown: int = 0
    violated: int = 0
    evidence: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    canary: bool | None = None

    def add(self, finding: Finding) -> None:
        """Count a finding; of evidence the first hundred are kept, of violations the first twenty thousand."""
        if finding.role is Role.ENFORCES:
            self.shown += 1
            kept, most = self.evidence, MOST_EVIDENCE
        else:
            self.violated += 1
            kept, most = self.findings, MOST_FINDINGS
        if len(kept) < most:
            kept.append(finding)

    def doubt(self, doubt: Doubt) -> None:
        """Note a doubt; the first thousand are kept."""
        if len(self.doubts) < MOST_DOUBTS:
            self.doubts.append(doubt)

    def record(self) -> CheckRecord:
        """The check as it is told of in a record."""
        spec = self.job.spec
        return CheckRecord(use=spec.use, kind=spec.kind, place=spec.place, files=self.files, canary=self.canary)


def folded(principle: Principle, tallies: Sequence[Tally], files: int) -> PrincipleResult:
    """One principle from the tallies of its checks; ``files`` counts those that any of them looked at.

    Nothing is waived or known yet: see ``standing``.
    """
    doubts = [*_missing_checks(principle, tallies), *(doubt for tally in tallies for doubt in tally.doubts)]
    result = PrincipleResult(
        id=principle.id,
        title=principle.title,
        level=principle.level,
        cwes=principle.cwes,
        constraint=_one_line(principle.constraint),
        pattern=_one_line(principle.pattern),
        rationale=_one_line(principle.rationale),
        place=principle.place,
        sha256=principle.sha256,
        outcome=Outcome.NOT_APPLICABLE,
        findings=_sorted([finding for tally in tallies for finding in tally.findings]),
        evidence=_sorted([finding for tally in tallies for finding in tally.evidence])[:MOST_EVIDENCE],
        shown=sum(tally.shown for tally in tallies),
        broken=sum(tally.violated for tally in tallies),
        doubts=tuple(dict.fromkeys(doubts)),
        checks=tuple(tally.record() for tally in tallies),
        files=files,
    )
    missing = tuple(tally.job for tally in tallies if _lacks(tally))
    speaks = _speaks(tallies)
    return _Decision(result, missing, speaks).result()


def standing(result: PrincipleResult, findings: Sequence[Finding], waived_gap: bool = False) -> PrincipleResult:
    """The result once some of its findings are waived or known; a gap may be waived as a whole."""
    changed = result.model_copy(update={"findings": tuple(findings)})
    if result.outcome is Outcome.VIOLATION and not changed.counting:
        return _excused(changed) if not _overflows(result) else changed
    if result.outcome is Outcome.GAP and waived_gap:
        return changed.model_copy(update={"outcome": Outcome.WAIVED, "reason": f"waived: {result.reason}"})
    return changed


def shortened(result: PrincipleResult, most: int) -> PrincipleResult:
    """The result with at most so many findings, those that count first; ``broken`` still tells of all."""
    if len(result.findings) <= most:
        return result
    counting_first = sorted(result.findings, key=lambda one: one.standing is not Standing.COUNTS)
    return result.model_copy(update={"findings": _sorted(counting_first[:most])})


def _overflows(result: PrincipleResult) -> bool:
    """Whether a check found more than was kept: of the rest nobody knows whether it is excused."""
    return result.broken >= MOST_FINDINGS


def _excused(result: PrincipleResult) -> PrincipleResult:
    """What remains of a violation of which every finding is waived or known."""
    if result.doubts:
        reason = result.doubts[0].reason
        return result.model_copy(update={"outcome": Outcome.UNVERIFIED, "reason": reason})
    counts = Counter(finding.standing for finding in result.findings)
    words = {Standing.WAIVED: "waived", Standing.KNOWN: "known before", Standing.ELSEWHERE: "elsewhere"}
    parts = [f"{counts[one]} {word}" for one, word in words.items() if counts[one]]
    return result.model_copy(update={"outcome": Outcome.WAIVED, "reason": ", ".join(parts)})


@dataclass(frozen=True)
class _Decision:
    """The rules of the outcome, worst first."""

    seen: PrincipleResult
    missing: Collection[Job[Any]]
    speaks: bool

    def result(self) -> PrincipleResult:
        outcome, reason = self._decided()
        return self.seen.model_copy(update={"outcome": outcome, "reason": reason})

    def _decided(self) -> tuple[Outcome, str]:
        if self.seen.findings:
            number = max(len(self.seen.findings), self.seen.broken if _overflows(self.seen) else 0)
            return Outcome.VIOLATION, "1 place breaks it" if number == 1 else f"{number} places break it"
        if self.seen.doubts:
            return Outcome.UNVERIFIED, self.seen.doubts[0].reason
        if self.missing:
            kinds = ", ".join(dict.fromkeys(job.spec.kind for job in self.missing))
            return Outcome.GAP, f"what it requires ({kinds}) is found nowhere"
        if not self.speaks:
            return Outcome.NOT_APPLICABLE, "nothing that it speaks of is here"
        return Outcome.PASS, ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _missing_checks(principle: Principle, tallies: Sequence[Tally]) -> list[Doubt]:
    path, line = principle.place.path, principle.place.line
    if not tallies:
        reason = "a person has to review it" if principle.review_only else "no check says how to tell"
        return [Doubt(kind=DoubtKind.NO_CHECK, reason=reason, path=path, line=line)]
    opinions = [getattr(tally.job.kind, "ALONE_IS_NOT_ENOUGH", False) for tally in tallies]
    if principle.level is Level.MUST and all(opinions):
        reason = "the opinion of a model alone is not enough for a MUST"
        return [Doubt(kind=DoubtKind.NO_CHECK, reason=reason, path=path, line=line)]
    return []


def _lacks(tally: Tally) -> bool:
    """Whether something that must be there at least once is not, although there was a place to look."""
    wanted = tally.job.quantifier is Quantifier.AT_LEAST_ONE
    return wanted and not tally.shown and _looked(tally)


def _looked(tally: Tally) -> bool:
    """Whether there was anything to look at: what is asked of the tree as a whole is asked of an empty one as well."""
    return tally.files > 0 or (tally.job.kind.SCOPE is Scope.TREE and not tally.job.principle.applies_to)


def _speaks(tallies: Sequence[Tally]) -> bool:
    """Whether there is anything here that the principle is about.

    What is only forbidden is shown absent by looking at one file; what is required has to be seen.
    """
    required = [tally for tally in tallies if tally.job.quantifier is not Quantifier.ABSENT]
    if required:
        return any(tally.shown for tally in required)
    return any(_looked(tally) for tally in tallies)


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """By place, each place of a principle once."""
    unique = {
        (one.role, one.span.path, one.span.start, one.span.end, one.note if not one.span.end else ""): one
        for one in reversed(findings)
    }
    return tuple(sorted(unique.values(), key=lambda one: (one.span.path, one.span.start, one.span.end, one.technique)))
