"""The results of a log: places where a principle is broken, gaps, cards that failed, cases that changed; worst first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.domain.findings import Finding, Standing
from harness.domain.results import Run
from harness.domain.visible import visible
from harness.reports._issue import Issue, Kind, is_sound
from harness.reports._line_hashes import line_hashes
from harness.reports._sarif.excuses import Excused, accepted, excused
from harness.reports._sarif.places import artifact, location, region, step
from harness.reports._sarif.rules import Rules
from harness.reports._sarif.texts import Json, given, line, lines, text
from harness.reports._view import Sources

MOST = 5_000
"""GitHub shows so many results of a log."""
_STATES = {Standing.COUNTS: "new", Standing.KNOWN: "unchanged"}  # of what is waived nobody asked whether it is known
_MOST_STEPS = 1_000
_NO_RESULT = frozenset({Kind.WAIVER_ADDED})
_MOST_SHOWN = 64 * 1024


@dataclass(frozen=True)
class Chosen:
    """The results that a log holds, worst first, and how many there are in all."""

    every: Sequence[Excused]
    all: int


def chosen(run: Run, found: Iterable[Issue], prefix: str, most: int = MOST) -> Chosen:
    """The worst of what is wrong; what does not count comes last. ``found`` has the paths of the project."""
    told = [_counting(issue) for issue in found if not issue.open and issue.kind not in _NO_RESULT]
    if run.constitution is not None:
        told += excused(run.constitution, prefix)
    told.sort(key=_order)
    return Chosen(told[:most], len(told))


def results(found: Chosen, rules: Rules, sources: Sources | None, prefix: str, compares: bool) -> Iterator[Json]:
    """Each result. ``compares``: known findings were set apart, so that the others are new."""
    hashes = _hashes(found, sources)
    for one in found.every:
        issue = one.issue
        state = _STATES.get(issue.finding.standing) if compares and issue.finding is not None else None
        yield given(
            {
                **rules.reference(issue.rule),
                "level": issue.weight.value,
                "message": lines(issue.said),
                "locations": [location(replace(issue, path=f"{prefix}{issue.path}"))],
                "partialFingerprints": given(
                    {
                        "primaryLocationLineHash": hashes.get((issue.path, issue.line)),
                        "harnessFingerprint/v1": line(issue.fingerprint),
                    }
                ),
                "codeFlows": _flows(issue.finding, prefix),
                "fixes": _fixes(issue.finding, prefix),
                "suppressions": [one.suppression] if one.suppression else [],
                "baselineState": state,
                "properties": _properties(issue),
            }
        )


def _counting(issue: Issue) -> Excused:
    return Excused(issue, accepted(issue.excuse) if issue.excuse else {})


def _order(one: Excused) -> tuple[bool, int, str, int, str]:
    return bool(one.suppression), one.issue.weight.rank, one.issue.path, one.issue.line, one.issue.rule


def _properties(issue: Issue) -> Json:
    finding = issue.finding
    if finding is None:
        return {"kind": issue.kind.value}
    technique = visible(finding.technique)
    return {"kind": issue.kind.value, "technique": technique, "strength": finding.strength.value}


def _flows(finding: Finding | None, prefix: str) -> list[Json]:
    if finding is None or not finding.steps:
        return []
    return [{"threadFlows": [{"locations": [step(leg, prefix) for leg in finding.steps[:_MOST_STEPS]]}]}]


def _fixes(finding: Finding | None, prefix: str) -> list[Json]:
    """A safe fix, where its text can be written at all."""
    if finding is None or finding.fix is None or not finding.fix.safe or not is_sound(finding.span):
        return []
    if any("\ud800" <= character <= "\udfff" for character in finding.fix.text):
        return []
    replacement = {"deletedRegion": region(finding.span), "insertedContent": {"text": finding.fix.text}}
    change = {"artifactLocation": artifact(f"{prefix}{finding.span.path}"), "replacements": [replacement]}
    return [{"description": text("keeps the meaning of the code"), "artifactChanges": [change]}]


# --- GitHub's hashes of lines ----------------------------------------------------------------------------------------


def _hashes(found: Chosen, sources: Sources | None) -> Mapping[tuple[str, int], str]:
    """The hash of the line of each result, where its file is still what was looked at; each file is read once."""
    if sources is None:
        return {}
    by_path: defaultdict[str, list[Issue]] = defaultdict(list)
    for one in found.every:
        by_path[one.issue.path].append(one.issue)
    hashes: dict[tuple[str, int], str] = {}
    for path, group in by_path.items():
        data = sources.read(path) if path else None
        if data is not None and _are_still_there(data, group):
            of_lines = line_hashes(data, {issue.line for issue in group})
            hashes |= {(path, number): hash for number, hash in of_lines.items()}
    return hashes


def _are_still_there(data: bytes, group: Sequence[Issue]) -> bool:
    """Whether every finding in a file stands on the line and in the words where it was seen."""
    starts = [0, *(found.end() for found in re.finditer(b"\n", data))]
    return all(_is_still_there(data, starts, issue.finding) for issue in group)


def _is_still_there(data: bytes, starts: Sequence[int], finding: Finding | None) -> bool:
    if finding is None or not is_sound(finding.span) or not finding.lines:
        return True
    span = finding.span
    if span.end > len(data) or not 1 <= span.line <= len(starts):
        return False
    start, end = starts[span.line - 1], starts[span.line] if span.line < len(starts) else len(data)
    line = data[start:end][:_MOST_SHOWN].decode("utf-8", "replace").rstrip("\r\n")
    return start <= span.start <= end and line == finding.lines[0]
