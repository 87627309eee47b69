"""A run as workflow commands, which GitHub shows as annotations at the lines of a change; worst first.

GitHub shows ten of each kind for a step; the others are in the log, so that all are printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from harness.domain.findings import CheckResults, Finding, Outcome, PrincipleResult
from harness.domain.golden import CaseOutcome, CaseResult, GoldenResults
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.results import CardResult, Run
from harness.domain.verdicts import ExitCode, State, Verdict
from harness.domain.visible import visible
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

_KINDS = ("error", "warning", "notice")
_OF_LEVEL = {Level.MUST: "error", Level.SHOULD: "warning", Level.MAY: "notice"}
_LONGEST = 4_000
_MOST_DIFFERENCES = 50
_MOST_ROWS = 30
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class _Annotation:
    """What is said of a place: ``lines`` below each other, ``file`` empty where it is about no file."""

    kind: str
    title: str
    lines: tuple[str, ...]
    file: str = ""
    line: int = 1
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        numbers = {"line": self.line, "col": self.column, "endLine": self.end_line, "endColumn": self.end_column}
        given = {"file": self.file} | {name: str(number) for name, number in numbers.items() if number and self.file}
        named = given | {"title": _cut(self.title, _LONGEST_TITLE)}
        properties = ",".join(f"{name}={_property(value)}" for name, value in named.items() if value)
        message = "\n".join(visible(line) for line in self.lines if line)
        return f"::{self.kind} {properties}::{_data(_cut(message, _LONGEST))}"


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
    found.sort(key=lambda one: _KINDS.index(one.kind))
    return "".join(f"{one}\n" for one in found)


def _of_run(run: Run) -> Iterator[_Annotation]:
    problems = [*warnings(run), *(alarms(run.constitution) if run.constitution else ())]
    for problem in problems:
        yield _Annotation("error", "harness", (problem,))


def _of_constitution(results: CheckResults) -> Iterator[_Annotation]:
    for result in not_held(results):
        yield from _of_principle(result)
    levels = {result.id: result.level for result in results.principles}
    for file in unchecked_files(results):
        kind = min((_OF_LEVEL[levels[id]] for id in file.principles), key=_KINDS.index)
        said = f"{file.reason}; so these are undecided: {', '.join(file.principles)}"
        yield _Annotation(kind, f"{file.kind}: nothing is known of this file", (said,), file.path, file.line)
    for waiver in results.waivers:
        if waiver_trouble(waiver):
            yield _at(waiver.place, "error", f"waiver of {waiver.principle}", waiver_trouble(waiver))
        elif waiver.added:
            said = f"waived by {waiver.owner} until {waiver.until}: {waiver.reason}"
            yield _at(waiver.place, "notice", f"{waiver.principle}: this change brings a waiver along", said)
    if results.uncovered:
        yield _Annotation("warning", "harness", (uncovered_line(results.uncovered),))


def _of_principle(result: PrincipleResult) -> Iterator[_Annotation]:
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


def _of_finding(finding: Finding, kind: str, title: str, lines: tuple[str, ...]) -> _Annotation:
    span = finding.span
    if not span.end:
        return _Annotation(kind, title, lines, span.path)
    if span.end_line != span.line:  # GitHub knows columns on one line only
        return _Annotation(kind, title, lines, span.path, span.line, end_line=span.end_line)
    return _Annotation(kind, title, lines, span.path, span.line, span.column, span.end_line, span.end_column)


def _of_cards(run: Run, view: View) -> Iterator[_Annotation]:
    for card in run.cards:
        title = f"{card.id} {card.title} ({card.state})"
        for attempt in attempts_to_explain(card):
            found = troubles(card, attempt, view)
            for one in found:
                path, _, line = one.place.rpartition(":")
                lines = (one.line, f"expected {one.expected}" if one.expected else "", f"seen {one.seen}")
                yield _Annotation("notice" if one.soft else "error", title, lines, path, int(line))
            if attempt.verdict is not Verdict.PASS and own_reason(attempt, found):
                yield _of_card(card, title, own_reason(attempt, found))
        if card.state is not State.PASS and not card.attempts:
            yield _of_card(card, title, card.reason)


def _of_card(card: CardResult, title: str, reason: str) -> _Annotation:
    hint = f"what to do: {card.hint}" if card.hint else ""
    return _Annotation("error", title, (*reason_lines(reason), hint), card.path)


def _of_golden(results: GoldenResults) -> Iterator[_Annotation]:
    """One for each step that differs, at its line; what is explained is a notice."""
    if not results.cases:
        yield _Annotation("error", "harness", (tally(results),))
    for path in results.unused:
        yield _Annotation("error", "unused snapshot", (RETIRE,), path)
    for case in results.cases:
        if case.outcome is not CaseOutcome.SAME:
            yield from _of_case(case)


def _of_case(case: CaseResult) -> Iterator[_Annotation]:
    kind = "notice" if case.exit_code is ExitCode.PASS else "error"
    title = f"{case.id} {case.title} ({case.outcome})"
    last = (explanation(case), *(f"what to do: {line}" for line in reason_lines(case.hint)))
    if case.reason or not case.differences:
        yield _Annotation(kind, title, (*reason_lines(case.reason), *last), case.path)
    shown = case.differences[:_MOST_DIFFERENCES]
    more = unshown(case, len(shown))
    for line, found in groupby(shown, lambda one: case.line_of(one.place)):
        told = [row for one in found for row in (f"{leaf_of(one)}: {one.kind}", *as_diff(one, _MOST_ROWS))]
        yield _Annotation(kind, title, (*told, *last), case.path, line)
    if more:
        yield _Annotation(kind, title, (f"and {more:,} more differences",), case.path)


def _at(place: Place, kind: str, title: str, *lines: str) -> _Annotation:
    return _Annotation(kind, title, lines, place.path, place.line)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _data(text: str) -> str:
    """A message as the runner reads it (actions/toolkit, packages/core/src/command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
