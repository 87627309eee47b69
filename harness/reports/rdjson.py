"""A run in the diagnostic format of reviewdog (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf), as one object."""

from __future__ import annotations

import json

from harness.domain.findings import Finding, Fix, Span
from harness.domain.results import Run
from harness.domain.visible import visible
from harness.reports._cwe import numbers, page
from harness.reports._issue import Issue, Weight, is_sound, worst_first
from harness.reports._issues import issues
from harness.reports._lines import cut
from harness.reports._view import View

Json = dict[str, object]
_SEVERITIES = {Weight.ERROR: "ERROR", Weight.WARNING: "WARNING", Weight.NOTE: "INFO"}
_LONGEST = 4_000
_MOST_LINES = 2**31 - 1
_BROKEN = "\N{REPLACEMENT CHARACTER}"


def render(run: Run, view: View) -> str:
    """A ``DiagnosticResult``, worst first. Paths are those of the project: run reviewdog in its folder.

    Columns count the bytes of UTF-8, as the format says; where they cannot be told from what was recorded, a range has none.
    """
    found = worst_first(issues(run, view))
    cwes = {one.id: numbers(one.cwes) for one in (run.constitution.principles if run.constitution else ())}
    severity = {"severity": _SEVERITIES[found[0].weight]} if found else {}
    diagnostics = [_diagnostic(issue, cwes.get(issue.rule, [])) for issue in found]
    return json.dumps({"source": {"name": "harness"}, **severity, "diagnostics": diagnostics}, indent=2) + "\n"


def _diagnostic(issue: Issue, cwes: list[int]) -> Json:
    lines = (issue.title, *issue.said, *issue.advice, issue.excuse)
    url = {"url": page(cwes[0])} if cwes else {}
    facts: Json = {
        "message": cut("\n".join(visible(cut(line, _LONGEST)) for line in lines if line), _LONGEST),
        "severity": _SEVERITIES[issue.weight],
        "code": {"value": visible(cut(issue.rule, _LONGEST)), **url},
    }
    if issue.path:
        facts["location"] = {"path": visible(issue.path), "range": _range(issue)}
    if issue.finding is not None and issue.finding.fix is not None:
        suggestions = _suggestions(issue.finding, issue.finding.fix)
        facts |= {"suggestions": suggestions} if suggestions else {}
    return facts


def _range(issue: Issue) -> Json:
    finding = issue.finding
    if finding is None or not is_sound(finding.span):
        return {"start": {"line": min(max(issue.line, 1), _MOST_LINES)}}
    span = finding.span
    return _exact(finding) or {"start": {"line": span.line}, "end": {"line": _last_line(span)}}


def _last_line(span: Span) -> int:
    """The last line of which anything is meant."""
    return span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line


def _exact(finding: Finding) -> Json | None:
    """A range in bytes; None where that cannot be told: a line was cut, not recorded, or is no UTF-8."""
    span = finding.span
    start = _column(finding, 0, span.column)
    if start is None:
        return None
    if span.end_line == span.line:
        end: int | None = start + span.end - span.start
    else:
        end = 1 if span.end_column == 1 else _column(finding, span.end_line - span.line, span.end_column)
    if end is None:
        return None
    return {"start": {"line": span.line, "column": start}, "end": {"line": span.end_line, "column": end}}


def _column(finding: Finding, at: int, column: int) -> int | None:
    """A column in bytes, from 1, from one in characters."""
    if at >= len(finding.lines) or column - 1 > len(finding.lines[at]):
        return None
    before = finding.lines[at][: column - 1]
    return None if _BROKEN in before else len(before.encode("utf-8", "surrogatepass")) + 1


def _suggestions(finding: Finding, fix: Fix) -> list[Json]:
    """A safe fix, where its range and its text can be written exactly."""
    exact = _exact(finding) if is_sound(finding.span) and fix.safe else None
    if exact is None or any("\ud800" <= character <= "\udfff" for character in fix.text):
        return []
    return [{"range": exact, "text": fix.text}]
