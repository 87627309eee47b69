"""Golden cases in GitHub-flavoured Markdown: a table, the differences below it, and what a requirement explains apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.golden import CHANGED, CaseOutcome, CaseResult, GoldenResults
from harness.domain.verdicts import ExitCode
from harness.domain.visible import visible
from harness.reports._contents import reason_lines
from harness.reports._golden import RETIRE, compared, leaf_of, place_of, tally, unshown, worst_first
from harness.reports._golden_rows import as_diff
from harness.reports._lines import cut
from harness.reports._markup import code, plain

MOST_DIFFERENCES = 20
"""Of one case."""
_MOST_ROWS = 30
_MOST_LISTED = 300
_LONGEST_LINE = 500
_SIGNS = {ExitCode.PASS: "✅", ExitCode.FAIL: "❌", ExitCode.UNDECIDED: "❔"}


def golden_markup(results: GoldenResults) -> Iterator[str]:
    """The pieces of the comment, each to be taken whole or not at all."""
    yield f"### {plain(tally(results))}"
    yield ""
    if compared(results):
        yield plain(compared(results))
        yield ""
    explained = [case for case in results.cases if case.outcome in CHANGED and case.explained]
    same = [case for case in results.cases if case.outcome is CaseOutcome.SAME]
    trouble = [case for case in worst_first(results.cases) if case not in explained and case not in same]
    yield from _table(trouble)
    yield from _unused(results.unused)
    for case in trouble:
        yield from _details(case)
    if explained:
        yield f"<details><summary>{len(explained):,} explained by a requirement that changed as well</summary>"
        yield ""
        yield from _table(explained)
        for case in explained:
            yield from _details(case)
        yield "</details>"
        yield ""
    if same:
        yield f"<details><summary>{len(same):,} the same</summary>"
        yield ""
        yield from _table(same)
        yield "</details>"
        yield ""


def _table(cases: Sequence[CaseResult]) -> Iterator[str]:
    if not cases:
        return
    yield "| | case | title | differences | seconds |\n|---|---|---|--:|--:|"
    for case in cases[:_MOST_LISTED]:
        number = len(case.differences) + case.more_differences
        outcome = f"{_SIGNS[case.exit_code]} {plain(case.outcome)}"
        differences = f"{number:,}" if number else ""
        yield f"| {outcome} | {code(case.id)} | {plain(case.title)} | {differences} | {case.seconds:.1f} |"
    if len(cases) > _MOST_LISTED:
        yield f"| | … and {len(cases) - _MOST_LISTED:,} more | | | |"
    yield ""


def _unused(paths: Sequence[str]) -> Iterator[str]:
    yield from (f"- ❌ unused {code(path)}" for path in paths[:MOST_DIFFERENCES])
    if len(paths) > MOST_DIFFERENCES:
        yield f"- … and {len(paths) - MOST_DIFFERENCES:,} more unused"
    if paths:
        yield f"- hint: {plain(RETIRE)}"
        yield ""


def _details(case: CaseResult) -> Iterator[str]:
    yield f"#### {code(case.id)} {plain(case.title)}: {plain(case.outcome)}"
    yield ""
    yield from (f"- {code(line)}" for line in reason_lines(case.reason))
    if case.explained:
        yield f"- explained: {', '.join(map(code, case.explained))}"
    yield from (f"- hint: {plain(line)}" for line in reason_lines(case.hint))
    yield ""
    for difference in case.differences[:MOST_DIFFERENCES]:
        yield f"{code(place_of(case, difference))} {plain(leaf_of(difference))} · {difference.kind}"
        yield fenced([visible(cut(line, _LONGEST_LINE)) for line in as_diff(difference, _MOST_ROWS)])
        yield ""
    more = unshown(case, MOST_DIFFERENCES)
    if more:
        yield f"… and {more:,} more difference{'' if more == 1 else 's'}"
        yield ""


def fenced(lines: Sequence[str]) -> str:
    """Lines of a diff in a fence that none of them can end. See https://spec.commonmark.org/0.31.2/#fenced-code-blocks."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}diff", *lines, fence])
