"""Everything in a run that a reader of a change has to hear of, for every format alike; how it looks lies with the formats."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from harness.domain.findings import CheckResults, DoubtKind, Finding, Outcome, PrincipleResult, Waiver
from harness.domain.golden import CaseOutcome, CaseResult, GoldenResults
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.results import Attempt, CardResult, Run
from harness.domain.test_results import TestResult
from harness.domain.verdicts import ExitCode, State, Verdict
from harness.reports._contents import Trouble, attempts_to_explain, own_reason, reason_lines, troubles, warnings
from harness.reports._flow import legs
from harness.reports._golden import RETIRE, explanation, leaf_of, tally, unshown
from harness.reports._golden_rows import as_diff
from harness.reports._issue import OF_LEVEL, Issue, Kind, Weight
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

_MOST_DIFFERENCES = 50
_MOST_ROWS = 30
_DOCUMENT_AT_FAULT = frozenset({DoubtKind.NO_CHECK, DoubtKind.BROKEN_CHECK, DoubtKind.NO_CANARY})


def issues(run: Run, view: View) -> Iterator[Issue]:
    """Every issue that counts, and what a change brings along: of the run, its principles, cards, golden cases and tests."""
    yield from _of_run(run)
    if run.constitution is not None:
        yield from _of_constitution(run.constitution)
    for card in run.cards:
        yield from _of_card(card, view)
    if run.golden is not None:
        yield from _of_golden(run.golden)
    yield from (_of_test(test) for test in run.tests if test.outcome.is_failure or test.flaky)


def _of_run(run: Run) -> Iterator[Issue]:
    problems = [*warnings(run), *(alarms(run.constitution) if run.constitution else ())]
    if run.golden is not None and not run.golden.cases:
        problems.append(tally(run.golden))
    for problem in problems:
        yield Issue(Kind.RUN, "harness:run", Weight.ERROR, "harness", (problem,), key=(problem,), open=True)


# --- the constitution ------------------------------------------------------------------------------------------------


def _of_constitution(results: CheckResults) -> Iterator[Issue]:
    for result in not_held(results):
        yield from _of_principle(result)
    yield from _of_files(results)
    for waiver in results.waivers:
        if waiver_trouble(waiver):
            yield _of_waiver(waiver, Kind.WAIVER, Weight.ERROR, f"waiver of {waiver.principle}", waiver_trouble(waiver))
        elif waiver.added:
            title = f"{waiver.principle}: this change brings a waiver along"
            said = f"waived by {waiver.owner} until {waiver.until}: {waiver.reason}"
            yield _of_waiver(waiver, Kind.WAIVER_ADDED, Weight.NOTE, title, said)
    if results.uncovered:
        left = (uncovered_line(results.uncovered),)
        yield Issue(Kind.UNCOVERED, "harness:uncovered", Weight.WARNING, "harness", left, open=True, config=True)


def _of_principle(result: PrincipleResult) -> Iterator[Issue]:
    for finding in by_place(result.counting):
        yield of_finding(result, finding)
    if result.outcome is Outcome.GAP:
        yield _of_document(result, Kind.GAP, (result.reason, result.constraint))
    doubts = own_doubts(result)
    if doubts:
        reasons = tuple(dict.fromkeys(doubt.reason for doubt in doubts))
        config = all(doubt.kind in _DOCUMENT_AT_FAULT for doubt in doubts)
        yield _of_document(result, Kind.UNVERIFIED, (*reasons, result.constraint), open=True, config=config)
    if not result.counting and result.outcome is Outcome.VIOLATION:
        yield _of_document(result, Kind.VIOLATION, (result.reason, result.constraint))


def of_finding(result: PrincipleResult, finding: Finding, excuse: str = "") -> Issue:
    """One place where a principle is broken."""
    return Issue(
        kind=Kind.VIOLATION,
        rule=result.id,
        weight=OF_LEVEL[result.level],
        title=_title(result),
        said=tuple(filter(None, (finding.note, result.constraint))),
        advice=(*_why(result), *(f"- {leg}" for leg in legs(finding))),
        path=finding.span.path,
        line=finding.span.line,
        finding=finding,
        excuse=excuse,
    )


def _of_document(
    result: PrincipleResult, kind: Kind, said: tuple[str, ...], open: bool = False, config: bool = False
) -> Issue:
    """What is the matter with a principle as a whole, at its own place."""
    place = result.place
    title = _title(result) if kind is Kind.VIOLATION else f"{kind}: {_title(result)}"
    advice = () if open else _why(result)
    return Issue(
        kind, result.id, OF_LEVEL[result.level], title, said, advice, place.path, place.line, open=open, config=config
    )


def _of_files(results: CheckResults) -> Iterator[Issue]:
    levels = {result.id: result.level for result in results.principles}
    for file in unchecked_files(results):
        weight = OF_LEVEL[min((levels[id] for id in file.principles), key=list(Level).index)]
        title = f"{file.kind}: nothing is known of this file"
        said = f"{file.reason}; so these are undecided: {', '.join(file.principles)}"
        kind = Kind(file.kind.value)
        yield Issue(
            kind, f"harness:{kind}", weight, title, (said,), path=file.path, line=file.line, key=(file.kind,), open=True
        )


def _of_waiver(waiver: Waiver, kind: Kind, weight: Weight, title: str, said: str) -> Issue:
    key = (waiver.principle, waiver.path, str(waiver.trouble), waiver.fingerprint)
    return _at(waiver.place, kind, f"harness:{kind}", weight, title, said, key)


def _at(place: Place, kind: Kind, rule: str, weight: Weight, title: str, said: str, key: tuple[str, ...]) -> Issue:
    return Issue(kind, rule, weight, title, (said,), path=place.path, line=place.line, key=key)


def _title(result: PrincipleResult) -> str:
    return f"{result.id} {result.title} ({result.level})"


def _why(result: PrincipleResult) -> tuple[str, ...]:
    why = (f"why: {result.rationale}" if result.rationale else "", f"do: {result.pattern}" if result.pattern else "")
    return tuple(filter(None, why))


# --- test cards ------------------------------------------------------------------------------------------------------


def _of_card(card: CardResult, view: View) -> Iterator[Issue]:
    open = card.state is State.INCONCLUSIVE
    for attempt in attempts_to_explain(card):
        yield from _of_attempt(card, attempt, view, open)
    if card.state is not State.PASS and not card.attempts:
        yield _of_whole_card(card, card.reason, open)


def _of_attempt(card: CardResult, attempt: Attempt, view: View, open: bool) -> Iterator[Issue]:
    found = troubles(card, attempt, view)
    undecided = open or attempt.verdict is Verdict.INCONCLUSIVE
    yield from (_of_trouble(card, trouble, undecided and not trouble.soft) for trouble in found)
    if attempt.verdict is not Verdict.PASS and own_reason(attempt, found):
        yield _of_whole_card(card, own_reason(attempt, found), undecided)


def _of_trouble(card: CardResult, trouble: Trouble, open: bool) -> Issue:
    expected = f"expected {trouble.expected}" if trouble.expected else ""
    return Issue(
        kind=Kind.CARD,
        rule=f"card:{card.id}",
        weight=Weight.NOTE if trouble.soft else Weight.ERROR,
        title=_card_title(card),
        said=tuple(filter(None, (trouble.line, expected, f"seen {trouble.seen}"))),
        path=card.path,
        line=int(trouble.place.rpartition(":")[2]),
        key=(trouble.line,),
        open=open,
    )


def _of_whole_card(card: CardResult, reason: str, open: bool) -> Issue:
    advice = (f"what to do: {card.hint}",) if card.hint else ()
    said = tuple(reason_lines(reason)) or (card.state.value,)
    return Issue(
        Kind.CARD, f"card:{card.id}", Weight.ERROR, _card_title(card), said, advice, card.path, key=("card",), open=open
    )


def _card_title(card: CardResult) -> str:
    return f"{card.id} {card.title} ({card.state})"


# --- golden cases and tests ------------------------------------------------------------------------------------------


def _of_golden(results: GoldenResults) -> Iterator[Issue]:
    """One for each step that differs, at its line; what is explained does not count."""
    for path in results.unused:
        title, rule = "unused snapshot", f"harness:{Kind.SNAPSHOT}"
        yield Issue(Kind.SNAPSHOT, rule, Weight.ERROR, title, (RETIRE,), path=path)
    for case in results.cases:
        if case.outcome is not CaseOutcome.SAME:
            yield from _of_case(case)


def _of_case(case: CaseResult) -> Iterator[Issue]:
    advice = tuple(f"what to do: {line}" for line in reason_lines(case.hint))
    if case.reason or not case.differences:
        yield _of_step(case, 1, tuple(reason_lines(case.reason)) or (case.outcome.value,), advice, ("case",))
    shown = case.differences[:_MOST_DIFFERENCES]
    for line, group in groupby(shown, lambda one: case.line_of(one.place)):
        found = list(group)
        told = [row for one in found for row in (f"{leaf_of(one)}: {one.kind}", *as_diff(one, _MOST_ROWS))]
        yield _of_step(case, line, tuple(told), advice, (found[0].place, found[0].leaf))
    if more := unshown(case, len(shown)):
        yield _of_step(case, 1, (f"and {more:,} more differences",), (), ("more",))


def _of_step(
    case: CaseResult, line: int, said: tuple[str, ...], advice: tuple[str, ...], key: tuple[str, ...]
) -> Issue:
    return Issue(
        kind=Kind.GOLDEN,
        rule=f"golden:{case.id}",
        weight=Weight.NOTE if case.exit_code is ExitCode.PASS else Weight.ERROR,
        title=f"{case.id} {case.title} ({case.outcome})",
        said=said,
        advice=advice,
        path=case.path,
        line=line,
        key=key,
        open=case.exit_code is ExitCode.UNDECIDED,
        excuse=explanation(case) if case.exit_code is ExitCode.PASS else "",
    )


def _of_test(test: TestResult) -> Issue:
    title = f"{test.id} ({'flaky' if test.flaky else test.outcome})"
    said = test.reason or ("its attempts differ" if test.flaky else test.outcome.value)
    return _at(test.place, Kind.TEST, f"test:{test.test}", Weight.ERROR, title, said, (test.id,))
