"""What does not count, and why not: waived and known places as suppressed results; those that count lie in ``_issues``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.findings import CheckResults, Excuse, Finding, Outcome, PrincipleResult, Standing, Waiver
from harness.reports._issue import OF_LEVEL, Issue, Kind
from harness.reports._issues import of_finding
from harness.reports._sarif.places import artifact
from harness.reports._sarif.texts import Json, given, line


@dataclass(frozen=True)
class Excused:
    """An issue, and why it does not count; empty where it does."""

    issue: Issue
    suppression: Json


def excused(results: CheckResults, prefix: str) -> Iterator[Excused]:
    """Every place that is waived or known, and every gap that is waived. ``prefix`` leads to the project."""
    waivers = _Waivers(results.waivers)
    known = accepted(f"known before: {results.baseline.source}" if results.baseline else "known before")
    for result in results.principles:
        for finding in result.findings:
            if finding.standing is Standing.WAIVED:
                issue = of_finding(result, finding, "waived")
                yield Excused(issue, _suppression(waivers.of(finding), finding.span.path, prefix))
            elif finding.standing is Standing.KNOWN:
                yield Excused(of_finding(result, finding, "known"), known)
        if result.outcome is Outcome.WAIVED and not result.findings:
            yield Excused(_gap(result), _suppression(waivers.of_gap(result.id), "", prefix))


def accepted(justification: str) -> Json:
    """A suppression that is written in no source."""
    return {"kind": "external", "status": "accepted", "justification": line(justification)}


def _suppression(waiver: Waiver | None, path: str, prefix: str) -> Json:
    """A waiver as it stands beside the code, or in its file."""
    if waiver is None:
        return accepted("waived")
    until = f", until {waiver.until}" if waiver.until else ""
    place = {
        "artifactLocation": artifact(f"{prefix}{waiver.place.path}"),
        "region": {"startLine": max(waiver.place.line, 1)},
    }
    return {
        "kind": "inSource" if waiver.place.path == path else "external",
        "status": "accepted",
        "justification": line(f"{waiver.reason} ({waiver.owner or 'nobody'}{until})"),
        "location": {"physicalLocation": place},
        "properties": given({"owner": line(waiver.owner), "until": str(waiver.until) if waiver.until else None}),
    }


def _gap(result: PrincipleResult) -> Issue:
    return Issue(
        kind=Kind.GAP,
        rule=result.id,
        weight=OF_LEVEL[result.level],
        title=f"gap: {result.id} {result.title}",
        said=(result.reason, result.constraint),
        path=result.place.path,
        line=result.place.line,
        excuse="waived",
    )


class _Waivers:
    """Those that are not in trouble, by what they cover: a finding belongs to the one that names it most closely."""

    def __init__(self, waivers: Sequence[Waiver]) -> None:
        self._places: dict[tuple[str, str, int | None], Waiver] = {}
        self._named: dict[tuple[str, str, str], Waiver] = {}
        self._gaps: dict[str, Waiver] = {}
        for waiver in waivers:
            if not waiver.trouble:
                self._add(waiver)

    def of(self, finding: Finding) -> Waiver | None:
        """The one that covers a finding."""
        rule, path, line = finding.principle, finding.span.path, finding.span.line
        if self._named:
            lengths = range(len(finding.fingerprint), 0, -1)
            named = (self._named.get((rule, path, finding.fingerprint[:length])) for length in lengths)
            if (found := next(filter(None, named), None)) is not None:
                return found
        return self._places.get((rule, path, line)) or self._places.get((rule, path, None))

    def of_gap(self, principle: str) -> Waiver | None:
        """The one that accepts that nothing shows a principle."""
        return self._gaps.get(principle)

    def _add(self, waiver: Waiver) -> None:
        if waiver.excuses is Excuse.GAP:
            self._gaps.setdefault(waiver.principle, waiver)
        elif waiver.excuses is Excuse.FINDING and waiver.fingerprint:
            self._named.setdefault((waiver.principle, waiver.path, waiver.fingerprint), waiver)
        elif waiver.excuses is Excuse.FINDING:
            self._places.setdefault((waiver.principle, waiver.path, waiver.line), waiver)
