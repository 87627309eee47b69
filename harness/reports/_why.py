"""What a check found at one place and, where it reported nothing, what kept it from that; for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from harness.domain.findings import CheckResults, Doubt, Finding, FlowStep, PrincipleResult, Reason, Standing, Waiver
from harness.domain.visible import visible
from harness.reports._flow import legs_of
from harness.reports._lines import INDENT, cut, drawn, fits, labelled, wrapped
from harness.reports._principle_lines import MOST_FINDINGS, finding_lines, heading_lines
from harness.reports._principles import by_place, place_of, worst_first
from harness.reports._view import View

_LONGEST = 1200
_STANDINGS = {
    Standing.KNOWN: "was known before",
    Standing.ELSEWHERE: "was not asked for: only other paths count in this run",
}


@dataclass(frozen=True)
class Place:
    """A line of a file, with what stands there."""

    path: str
    line: int
    text: str


def why(place: Place, results: CheckResults, reasons: Sequence[Reason], view: View) -> str:
    """Everything that is known of a place: what breaks or shows a principle there, ways that lead past, and reasons."""
    return drawn(_Answer(place, results, reasons, view.width).lines(), view)


@dataclass(frozen=True)
class _Answer:
    """The answer for one place."""

    place: Place
    results: CheckResults
    reasons: Sequence[Reason]
    width: int

    def lines(self) -> Iterator[Text]:
        yield Text(visible(f"{self.place.path}:{self.place.line}"), "bold")
        shown = visible(self.place.text.replace("\t", "    ").strip())
        room = fits(shown, self.width - INDENT - 2)
        yield Text.assemble(" " * INDENT, ("| ", "dim"), shown if room == len(shown) else f"{shown[: room - 1]}…")
        broken, shown_there = list(self._here("findings")), list(self._here("evidence"))
        for title, found in (("broken here", broken), ("shown here", shown_there)):
            for result, findings in found:
                yield Text()
                yield Text(title, "bold")
                yield from self._findings(result, findings)
        yield from self._passing()
        yield from self._doubts()
        yield from self._unreported(any(broken))

    def _here(self, what: str) -> Iterator[tuple[PrincipleResult, list[Finding]]]:
        for result in worst_first(self.results):
            findings = [one for one in by_place(getattr(result, what)) if _covers(one, self.place)]
            if findings:
                yield result, findings

    def _findings(self, result: PrincipleResult, findings: Sequence[Finding]) -> Iterator[Text]:
        yield from heading_lines(result, self.width)
        for finding in findings[:MOST_FINDINGS]:
            yield from finding_lines(finding, self.width)
            apart = _standing(finding, self.results.waivers)
            if apart:
                yield from labelled("standing", visible(cut(apart, _LONGEST)), self.width)
        if len(findings) > MOST_FINDINGS:
            yield Text(f"  … and {len(findings) - MOST_FINDINGS:,} more")

    def _passing(self) -> Iterator[Text]:
        """The ways that end elsewhere and lead past this place."""
        found = [
            (result, finding)
            for result in worst_first(self.results)
            for finding in by_place(result.findings)
            if not _covers(finding, self.place) and _passes(finding.steps, self.place)
        ]
        if not found:
            return
        yield Text()
        yield Text("on the way to", "bold")
        for result, finding in found[:MOST_FINDINGS]:
            said = f"{place_of(finding.span)}  {result.id} {result.title}: {finding.note}"
            yield from wrapped(visible(cut(said, _LONGEST)), 2, self.width, hanging=2)
            yield from _way(finding.steps, self.width)
        if len(found) > MOST_FINDINGS:
            yield Text(f"  … and {len(found) - MOST_FINDINGS:,} more")

    def _doubts(self) -> Iterator[Text]:
        doubts: dict[Doubt, list[str]] = {}
        for result in worst_first(self.results):
            for doubt in result.doubts:
                if doubt.path == self.place.path:
                    doubts.setdefault(doubt, []).append(result.id)
        if doubts:
            yield Text()
            yield Text("in doubt", "bold")
        for doubt, ids in doubts.items():
            said = f"{doubt.path}:{doubt.line}: {doubt.reason} ({', '.join(ids)})"
            yield from wrapped(visible(cut(said, _LONGEST)), 2, self.width, hanging=2)

    def _unreported(self, broken: bool) -> Iterator[Text]:
        if not self.reasons:
            return
        yield Text()
        yield Text("not reported" if broken else "nothing is reported here", "bold")
        for reason in self.reasons:
            ids = f"{', '.join(reason.principles)}: " if reason.principles else ""
            yield from wrapped(visible(cut(f"{ids}{reason.said}", _LONGEST)), 2, self.width, hanging=2)
            yield from _way(reason.steps, self.width)


def _way(steps: Sequence[FlowStep], width: int) -> Iterator[Text]:
    for number, leg in enumerate(legs_of(steps)):
        yield from labelled("" if number else "way", str(leg), width)


def _covers(finding: Finding, place: Place) -> bool:
    span = finding.span
    if span.path != place.path:
        return False
    last = span.end_line - (span.end_column == 1 and span.end_line > span.line)
    return not span.end or span.line <= place.line <= last


def _passes(steps: Iterable[FlowStep], place: Place) -> bool:
    return any((step.path, step.line) == (place.path, place.line) for step in steps)


def _standing(finding: Finding, waivers: Sequence[Waiver]) -> str:
    """Why a finding does not count; empty where it does."""
    if finding.standing is not Standing.WAIVED:
        return _STANDINGS.get(finding.standing, "")
    for waiver in waivers:
        covers = (waiver.principle, waiver.path) == (finding.principle, finding.span.path) and waiver.used
        if covers and waiver.line in (None, finding.span.line):
            return f"waived by {waiver.owner} until {waiver.until}: {waiver.reason}"
    return "waived"
