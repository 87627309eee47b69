"""A run as workflow commands, which GitHub shows as annotations at the lines of a change; worst first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from harness.domain.findings import CheckResults, Finding, Outcome, PrincipleResult
from harness.domain.golden import CaseOutcome, CaseResult, GoldenResults
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.results import CardResult, Run
from harness.domain.verdicts import ExitCode, State, Verdict
from harness.reports._annotations import KINDS, Annotation, in_order
from harness.reports._contents import attempts_to_explain, own_reason, reason_lines, troubles, warnings
from harness.reports._flow import legs
from harness.reports._golden import RETIRE, explanation, leaf_of, tally, unshown
from harness.reports._golden_rows import as_diff
from harness.reports._principles import (
    alarms,
    by_place,
    not_held,
    own_doubts,
    unchecked_files,
    uncovered_line,
    waiver_trouble,
)
from harness.reports._view import View

_OF_LEVEL = {Level.MUST: "error", Level.SHOULD: "warning", Level.MAY: "notice"}
_MOST_DIFFERENCES = 50
_MOST_ROWS = 30


def render(run: Run, view: View) -> str:
    """One command a line: for what a MUST forbids and for what failed errors, for a SHOULD warnings, for a MAY notices.

    Nothing of the tree can begin another command.
    """
    found = [
        *_of_run(run),
        *(_of_constitution(run.constitution) if run.constitution else ()),
        *_of_cards(run, view),
        *(_of_golden(run.golden) if run.golden else ()),
    ]
    return in_order(found)


def _of_run(run: Run) -> Iterator[Annotation]:
    problems = [*warnings(run), *(alarms(run.constitution) if run.constitution else ())]
    for problem in problems:
        yield Annotation("error", "harness", (problem,))


def _of_constitution(results: CheckResults) -> Iterator[Annotation]:
    for result in not_held(results):
        yield from _of_principle(result)
    levels = {result.id: result.level for result in results.principles}
    for file in unchecked_files(results):
        kind = min((_OF_LEVEL[levels[id]] for id in file.principles), key=KINDS.index)
        said = f"{file.reason}; so these are undecided: {', '.join(file.principles)}"
        yield Annotation(kind, f"{file.kind}: nothing is known of this file", (said,), file.path, file.line)
    for waiver in results.waivers:
        if waiver_trouble(waiver):
            yield _at(waiver.place, "error", f"waiver of {waiver.principle}", waiver_trouble(waiver))
        elif waiver.added:
            said = f"waived by {waiver.owner} until {waiver.until}: {waiver.reason}"
            yield _at(waiver.place, "notice", f"{waiver.principle}: this change brings a waiver along", said)
    if results.uncovered:
        yield Annotation("warning", "harness", (uncovered_line(results.uncovered),))


def _of_principle(result: PrincipleResult) -> Iterator[Annotation]:
    kind = _OF_LEVEL[result.level]
    title = f"{result.id} {result.title} ({result.level})"
    why = (f"why: {result.rationale}" if result.rationale else "", f"do: {result.pattern}" if result.pattern else "")
    for finding in by_place(result.counting):
        way = tuple(f"- {leg}" for leg in legs(finding))
        yield _of_finding(finding, kind, title, (finding.note, result.constraint, *why, *way))
    if result.outcome is Outcome.GAP:
        yield _at(result.place, kind, f"gap: {title}", result.reason, result.constraint, *why)
    doubts = tuple(doubt.reason for doubt in own_doubts(result))
    if doubts:
        yield _at(result.place, kind, f"unverified: {title}", *dict.fromkeys(doubts), result.constraint)


def _of_finding(finding: Finding, kind: str, title: str, lines: tuple[str, ...]) -> Annotation:
    span = finding.span
    if not span.end:
        return Annotation(kind, title, lines, span.path)
    if span.end_line != span.line:  # GitHub knows columns on one line only
        return Annotation(kind, title, lines, span.path, span.line, end_line=span.end_line)
    return Annotation(kind, title, lines, span.path, span.line, span.column, span.end_line, span.end_column)


def _of_cards(run: Run, view: View) -> Iterator[Annotation]:
    for card in run.cards:
        title = f"{card.id} {card.title} ({card.state})"
        for attempt in attempts_to_explain(card):
            found = troubles(card, attempt, view)
            for one in found:
                path, _, line = one.place.rpartition(":")
                lines = (one.line, f"expected {one.expected}" if one.expected else "", f"seen {one.seen}")
                yield Annotation("notice" if one.soft else "error", title, lines, path, int(line))
            if attempt.verdict is not Verdict.PASS and own_reason(attempt, found):
                yield _of_card(card, title, own_reason(attempt, found))
        if card.state is not State.PASS and not card.attempts:
            yield _of_card(card, title, card.reason)


def _of_card(card: CardResult, title: str, reason: str) -> Annotation:
    hint = f"what to do: {card.hint}" if card.hint else ""
    return Annotation("error", title, (*reason_lines(reason), hint), card.path)


def _of_golden(results: GoldenResults) -> Iterator[Annotation]:
    """One for each step that differs, at its line; what is explained is a notice."""
    if not results.cases:
        yield Annotation("error", "harness", (tally(results),))
    for path in results.unused:
        yield Annotation("error", "unused snapshot", (RETIRE,), path)
    for case in results.cases:
        if case.outcome is not CaseOutcome.SAME:
            yield from _of_case(case)


def _of_case(case: CaseResult) -> Iterator[Annotation]:
    kind = "notice" if case.exit_code is ExitCode.PASS else "error"
    title = f"{case.id} {case.title} ({case.outcome})"
    last = (explanation(case), *(f"what to do: {line}" for line in reason_lines(case.hint)))
    if case.reason or not case.differences:
        yield Annotation(kind, title, (*reason_lines(case.reason), *last), case.path)
    shown = case.differences[:_MOST_DIFFERENCES]
    more = unshown(case, len(shown))
    for line, found in groupby(shown, lambda one: case.line_of(one.place)):
        told = [row for one in found for row in (f"{leaf_of(one)}: {one.kind}", *as_diff(one, _MOST_ROWS))]
        yield Annotation(kind, title, (*told, *last), case.path, line)
    if more:
        yield Annotation(kind, title, (f"and {more:,} more differences",), case.path)


def _at(place: Place, kind: str, title: str, *lines: str) -> Annotation:
    return Annotation(kind, title, lines, place.path, place.line)
