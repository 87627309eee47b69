"""What a gate asks of a recorded run beside its results: what it cost, where a principle is broken, which waivers it used."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.findings import MOST_FINDINGS, CheckResults, PrincipleResult, Standing
from harness.domain.golden import CHANGED, CaseResult
from harness.domain.results import Attempt, CardResult, Run
from harness.domain.run_digest import CardDigest, CaseDigest, PrincipleDigest, TestDigest
from harness.domain.test_results import TestResult
from harness.domain.verdicts import Strength, Verdict
from harness.evaluation.conclusions import counting


def kinds_of(run: Run) -> Iterator[str]:
    """What a run was asked for."""
    if run.constitution is not None:
        yield "constitution"
    if run.cards:
        yield "cards"
    if run.golden is not None:
        yield "golden" if run.golden.base is None else "compare"
    if run.tests:
        yield "tests"


def parts_of(run: Run) -> dict[str, object]:
    """The fields of a ``RunDigest`` that only a gate asks for."""
    parts: dict[str, object] = {"cards": tuple(map(_card, run.cards)), "tests": tuple(map(_test, run.tests))}
    if run.golden is not None:
        compares = run.golden.base is not None
        cases = tuple(_case(one) for one in run.golden.cases if compares or not one.inputs)
        parts["compared" if compares else "cases"] = cases
    if run.problems:
        parts["problem"] = " ".join(run.problems[0].split())[:500]
    if run.constitution is not None:
        parts |= _of_constitution(run.constitution)
    return parts


def _card(card: CardResult) -> CardDigest:
    return CardDigest(
        id=card.id,
        path=card.path,
        line=next(_not_passed(card), 1),
        state=card.state,
        cause=card.cause,
        judged=any(map(_rests_on_opinion, counting(card.attempts))),
        seconds=card.seconds,
        dollars=sum(attempt.usage.dollars for attempt in card.attempts),
        tokens=sum(attempt.usage.tokens for attempt in card.attempts),
    )


def _not_passed(card: CardResult) -> Iterator[int]:
    """The lines of what did not pass, the expectations of a step before the step itself."""
    for attempt in card.attempts:
        if attempt.verdict is Verdict.PASS:
            continue
        for step in attempt.steps:
            yield from (one.line for one in step.expectations if one.verdict is not Verdict.PASS and not one.soft)
            if step.verdict is not Verdict.PASS:
                yield step.line


def _rests_on_opinion(attempt: Attempt) -> bool:
    told = (one for step in attempt.steps for one in step.expectations)
    return any(one.strength is Strength.JUDGED and one.verdict is Verdict.PASS and not one.soft for one in told)


def _case(case: CaseResult) -> CaseDigest:
    differing = (case.line_of(one.place) for one in case.differences)
    return CaseDigest(
        id=case.id,
        path=case.path,
        line=next(differing, 1),
        outcome=case.outcome,
        explained=case.outcome in CHANGED and bool(case.explained),
        reason=" ".join(case.reason.split())[:500],
        sha256=case.sha256,
    )


def _test(test: TestResult) -> TestDigest:
    reason = " ".join(test.reason.split())[:500]
    return TestDigest(id=test.id, place=test.place, outcome=test.outcome, passes=test.is_pass, reason=reason)


def _of_constitution(results: CheckResults) -> dict[str, object]:
    return {
        "principles": tuple(map(_principle, results.principles)),
        "waivers": tuple(one for one in results.waivers if one.used or one.trouble),
        "baseline": results.baseline.source if results.baseline else "",
        "uncovered": results.uncovered,
    }


def _principle(one: PrincipleResult) -> PrincipleDigest:
    places: dict[Standing, list[str]] = {standing: [] for standing in Standing}
    for finding in one.findings:
        places[finding.standing].append(f"{finding.span.path}:{finding.span.line}")
    return PrincipleDigest(
        id=one.id,
        place=one.place,
        level=one.level,
        outcome=one.outcome,
        counting=tuple(places[Standing.COUNTS]),
        known=tuple(places[Standing.KNOWN]),
        waived=len(places[Standing.WAIVED]),
        narrowed=bool(places[Standing.ELSEWHERE]),
        doubted=bool(one.doubts),
        unlisted=len(one.findings) >= MOST_FINDINGS,
    )
