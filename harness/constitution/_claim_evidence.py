"""Which results speak of a claim, and which of their findings stand where it points; judging it lies in ``audit``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from harness.constitution.claims import Claim
from harness.domain.findings import CheckResults, Doubt, DoubtKind, Finding, PrincipleResult, Standing
from harness.domain.principles import Use

_OF_FILES = (DoubtKind.UNREADABLE, DoubtKind.UNPARSABLE)

Key = tuple[str, str, int, int]


def about(claim: Claim, results: CheckResults) -> list[PrincipleResult]:
    """The principles that a claim is to show: those that it names, else all of the weaknesses that it names."""
    if claim.principles:
        return [one for one in results.principles if one.id in claim.principles]
    return [one for one in results.principles if set(one.cwes) & set(claim.cwes)]


def akin(claim: Claim, results: CheckResults) -> list[PrincipleResult]:
    """The same, and all others that are about the same weaknesses."""
    named = about(claim, results)
    ids = {one.id for one in named}
    cwes = {*claim.cwes, *(cwe for one in named for cwe in one.cwes)}
    return [one for one in results.principles if one.id in ids or set(one.cwes) & cwes]


def at(claim: Claim, findings: Iterable[Finding], paths: Collection[str]) -> list[Finding]:
    """The findings in these files on lines that the claim names; what is about a file as a whole is on all of them."""
    return [one for one in findings if one.span.path in paths and _touches(claim, one)]


def key_of(finding: Finding) -> Key:
    """What tells a finding from all others of a run."""
    return finding.principle, finding.span.path, finding.span.start, finding.span.end


def place_of(finding: Finding) -> str:
    """Where a finding stands, as terminals follow it."""
    span = finding.span
    return f"{span.path}:{span.line}" if span.end else span.path


def excuse_of(finding: Finding) -> str:
    """That a finding does not count, in brackets; empty where it does. It is no evidence for that."""
    return "" if finding.standing is Standing.COUNTS else f" ({finding.standing})"


def mentions(claim: Claim, finding: Finding) -> bool:
    """Whether a claim names the function or class that a finding lies in."""
    return bool(finding.symbol) and finding.symbol.rpartition(".")[2] in claim.identifiers


def why_unknown(claim: Claim, principles: Sequence[PrincipleResult], paths: Collection[str]) -> str:
    """Why the checks cannot tell whether a claim is true; empty where they can."""
    if not principles:
        named = ", ".join(claim.cwes)
        return f"no principle is about {named}, so that no check exists" if named else "no principle or CWE is named"
    ids = ", ".join(one.id for one in principles)
    checks = [check for one in principles for check in one.checks]
    if not checks:
        return f"no check of {ids} ran"
    if all(check.use is Use.FORBID for check in checks):
        return f"{ids} only forbids, and nothing of that is here; no check can show that it is kept"
    doubt = next((doubt for one in principles for doubt in one.doubts if _concerns(doubt, paths)), None)
    if doubt:
        return f"undecided: {doubt.reason}"
    cut = next((one for one in principles if one.unlisted_evidence), None)
    return f"only {len(cut.evidence)} of the places that show {cut.id} were recorded" if cut else ""


def too_many(principles: Sequence[PrincipleResult]) -> str:
    """Why nothing found to be broken in some lines says nothing; empty where all that is broken was recorded."""
    cut = next((one for one in principles if one.unlisted_findings), None)
    return f"only {len(cut.findings)} of the places that break {cut.id} were recorded" if cut else ""


def _concerns(doubt: Doubt, paths: Collection[str]) -> bool:
    return doubt.kind not in _OF_FILES or doubt.path in paths


def _touches(claim: Claim, finding: Finding) -> bool:
    span = finding.span
    if claim.lines is None or not span.end:
        return True
    last = span.end_line - (span.end_column <= 1 and span.end_line > span.line)
    return span.line <= claim.lines[1] and claim.lines[0] <= last
