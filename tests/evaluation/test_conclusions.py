"""How verdicts add up: nothing passes by default, and nothing bad is ever taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.cards import Section, Step, Tier
from harness.domain.observations import CommandObservation
from harness.domain.results import (
    Attempt,
    CardResult,
    ChainRecord,
    CheckName,
    CheckResult,
    ExpectationResult,
    IsolationRecord,
    Run,
    StepResult,
)
from harness.domain.verdicts import Cause, ExitCode, Isolation, State, Verdict
from harness.evaluation.conclusions import (
    attempt_conclusion,
    because,
    card_conclusion,
    exit_code,
    step_conclusion,
    step_result,
    worst,
)

P, F, U = Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE
BADNESS = [P, U, F]
STEP = Step(section=Section.STEPS, number=1, line=3, text="Run `x`.")


def expectation(verdict: Verdict = P, cause: Cause | None = None, **rest: object) -> ExpectationResult:
    return ExpectationResult.model_validate(
        {"line": 4, "text": "It succeeds.", "verdict": verdict, "cause": cause, **rest}
    )


def step(*expectations: ExpectationResult, performed: bool = True) -> StepResult:
    return step_result(STEP, expectations, performed=performed)


def attempt(
    *steps: StepResult, number: int = 1, isolation: Isolation | None = Isolation.CELL, **rest: object
) -> Attempt:
    found = attempt_conclusion(steps, (), isolation=isolation, least=Isolation.CELL)
    facts = {"number": number, "verdict": found.verdict, "cause": found.cause, "steps": steps, "isolation": isolation}
    return Attempt.model_validate(facts | rest)


def card(*attempts: Attempt, **rest: object) -> CardResult:
    found = card_conclusion(attempts)
    facts = {"id": "A", "title": "a", "path": "a.md", "sha256": "0", "tier": Tier.FOUNDATION, "verifies": ()}
    facts |= {"evaluator": "literal", "state": found.state, "cause": found.cause, "attempts": attempts}
    return CardResult.model_validate(facts | rest)


def run(*cards: CardResult, reached: Isolation | None = Isolation.CELL, **rest: object) -> Run:
    facts = {"tool_version": "1", "id": "r", "command": (), "started": "", "finished": "", "evaluator": "auto"}
    facts |= {"isolation": IsolationRecord(reached=reached, least=Isolation.CELL), "cards": cards}
    return Run.model_validate(facts | {"events": ChainRecord(count=0, head="")} | rest)


PASSED = attempt(step(expectation()))
FAILED = attempt(step(expectation(F, Cause.PRODUCT)), number=2)
UNDECIDED = attempt(step(expectation(U, Cause.ENVIRONMENT)), number=2)

CAUSES = st.sampled_from(Cause)
RESULTS = st.one_of(st.just(expectation()), CAUSES.map(lambda cause: expectation(cause.verdict, cause)))
ATTEMPTS = st.lists(RESULTS, max_size=4).map(lambda results: attempt(step(*results)))


def test_a_step_is_as_bad_as_its_worst_expectation() -> None:
    found = step(expectation(), expectation(U, Cause.CARD), expectation(F, Cause.PRODUCT, expected="a", seen="b"))
    assert (found.verdict, found.cause, found.reason) == (F, Cause.PRODUCT, "line 4: expected a; seen b")


def test_a_step_knows_its_observations_and_its_seconds() -> None:
    seen = CommandObservation(id="o1", command="x", stdout="", stderr="", shown="", seconds=2.0)
    found = step_result(STEP, [expectation(observations=("o1", "o2"))], performed=True, observation=seen)
    assert (found.observations, found.seconds) == (("o1", "o2"), 2.0)


def test_a_step_that_was_not_performed_never_passes() -> None:
    found = step(expectation(), performed=False)
    assert (found.verdict, found.cause, found.reason) == (U, Cause.EVALUATOR, "not carried out")


@pytest.mark.parametrize(
    ("verdict", "cause", "expected"),
    [(F, None, (F, Cause.PRODUCT)), (U, None, (U, Cause.EVALUATOR)), (F, Cause.CARD, (U, Cause.CARD)),
     (U, Cause.TAMPERING, (F, Cause.TAMPERING)), (P, Cause.PRODUCT, (P, None))],
)  # fmt: skip
def test_a_cause_decides_the_verdict(verdict: Verdict, cause: Cause | None, expected: object) -> None:
    found = step_conclusion([expectation(verdict, cause)], performed=True)
    assert (found.verdict, found.cause) == expected


def test_tampering_outweighs_the_product_which_outweighs_card_environment_and_evaluator() -> None:
    order = [Cause.TAMPERING, Cause.PRODUCT, Cause.CARD, Cause.ENVIRONMENT, Cause.EVALUATOR]
    for at in range(len(order)):
        assert worst(because(cause, "") for cause in reversed(order[at:])).cause is order[at]


def test_an_attempt_that_was_carried_out_judged_and_isolated_passes() -> None:
    assert attempt_conclusion([step(expectation())], (), isolation=Isolation.CELL, least=Isolation.SANDBOX).verdict is P


@pytest.mark.parametrize(
    ("steps", "isolation", "cause"),
    [
        ([], Isolation.CELL, Cause.EVALUATOR),
        ([step(expectation(), performed=False)], Isolation.CELL, Cause.EVALUATOR),
        ([step()], Isolation.CELL, Cause.CARD),
        ([step(expectation())], Isolation.SANDBOX, Cause.ENVIRONMENT),
        ([step(expectation())], None, Cause.ENVIRONMENT),
    ],
)
def test_an_attempt_without_steps_expectations_or_isolation_never_passes(
    steps: list[StepResult], isolation: Isolation | None, cause: Cause
) -> None:
    found = attempt_conclusion(steps, (), isolation=isolation, least=Isolation.CELL)
    assert (found.verdict, found.cause) == (U, cause)


def test_hidden_checks_and_problems_count() -> None:
    tampered = CheckResult(name=CheckName.CODE_UNCHANGED, verdict=F, cause=Cause.TAMPERING, seen="modified `a.py`")
    problem = because(Cause.ENVIRONMENT, "the cell is lost")
    steps = [step(expectation())]
    least = {"isolation": Isolation.CELL, "least": Isolation.CELL}
    assert attempt_conclusion(steps, [tampered], **least).reason == "code-unchanged: modified `a.py`"
    assert attempt_conclusion(steps, [], problem=problem, **least) == problem


def test_a_step_that_claims_more_than_its_expectations_does_not_count() -> None:
    claimed = step(expectation(F, Cause.PRODUCT)).model_copy(update={"verdict": P, "cause": None})
    assert attempt_conclusion([claimed], (), isolation=Isolation.CELL, least=Isolation.CELL).verdict is F


@pytest.mark.parametrize(
    ("attempts", "state", "cause"),
    [
        ((), State.INCONCLUSIVE, Cause.EVALUATOR),
        ((PASSED, PASSED), State.PASS, None),
        ((FAILED, FAILED), State.FAIL, Cause.PRODUCT),
        ((FAILED, PASSED), State.FLAKY, Cause.PRODUCT),
        ((UNDECIDED, PASSED), State.FLAKY, Cause.ENVIRONMENT),
        ((UNDECIDED, FAILED), State.FLAKY, Cause.PRODUCT),
    ],
)
def test_a_card_is_what_its_attempts_agree_on(attempts: tuple[Attempt, ...], state: State, cause: Cause | None) -> None:
    found = card_conclusion(attempts)
    assert (found.state, found.cause) == (state, cause)


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (run(card(PASSED)), ExitCode.PASS),
        (run(card(PASSED), card(PASSED, PASSED)), ExitCode.PASS),
        (run(), ExitCode.UNDECIDED),
        (run(card(PASSED), interrupted=True), ExitCode.UNDECIDED),
        (run(card(PASSED), problems=("x",)), ExitCode.UNDECIDED),
        (run(card(PASSED), reached=None), ExitCode.UNDECIDED),
        (run(card(PASSED), reached=Isolation.EXPORT), ExitCode.UNDECIDED),
        (run(card(PASSED), card(UNDECIDED)), ExitCode.UNDECIDED),
        (run(card(PASSED, UNDECIDED)), ExitCode.UNDECIDED),
        (run(card(PASSED, FAILED)), ExitCode.FAIL),
        (run(card(UNDECIDED), card(FAILED)), ExitCode.FAIL),
        (run(card(FAILED), interrupted=True), ExitCode.FAIL),
        (run(card()), ExitCode.UNDECIDED),
        (run(card(state=State.PASS)), ExitCode.UNDECIDED),
        (run(card(state=State.FAIL, cause=Cause.PRODUCT)), ExitCode.FAIL),
        (run(card(PASSED, state=State.FLAKY)), ExitCode.UNDECIDED),
        (run(card(FAILED, state=State.PASS)), ExitCode.FAIL),
        (run(card(attempt(), state=State.PASS)), ExitCode.UNDECIDED),
        (run(card(attempt(verdict=P, cause=None), state=State.PASS)), ExitCode.UNDECIDED),
        (run(card(attempt(step(), verdict=P, cause=None), state=State.PASS)), ExitCode.UNDECIDED),
        (run(card(PASSED.model_copy(update={"isolation": Isolation.EXPORT}))), ExitCode.UNDECIDED),
        (run(card(FAILED.model_copy(update={"verdict": P}), state=State.PASS)), ExitCode.FAIL),
    ],
)
def test_only_a_run_whose_every_card_passed_in_isolation_ends_with_pass(result: Run, code: ExitCode) -> None:
    assert exit_code(result) is code


@given(st.lists(RESULTS, max_size=5), RESULTS)
def test_one_more_expectation_never_improves_a_step(results: list[ExpectationResult], more: ExpectationResult) -> None:
    before = step_conclusion(results, performed=True).verdict
    after = step_conclusion([*results, more], performed=True).verdict
    assert BADNESS.index(after) >= max(BADNESS.index(before), BADNESS.index(more.verdict))


@given(st.lists(ATTEMPTS, min_size=1, max_size=4), ATTEMPTS)
def test_one_more_attempt_never_takes_a_failure_back(attempts: list[Attempt], more: Attempt) -> None:
    before, after = exit_code(run(card(*attempts))), exit_code(run(card(*attempts, more)))
    if before is ExitCode.FAIL:
        assert after is ExitCode.FAIL
    if after is ExitCode.PASS:
        assert before is ExitCode.PASS


@given(st.lists(ATTEMPTS, max_size=3), st.lists(ATTEMPTS, max_size=3))
def test_one_more_card_never_improves_a_run_of_cards(some: list[Attempt], more: list[Attempt]) -> None:
    order = [ExitCode.PASS, ExitCode.UNDECIDED, ExitCode.FAIL]
    before, after = exit_code(run(card(*some))), exit_code(run(card(*some), card(*more)))
    assert order.index(after) >= order.index(before)


@given(ATTEMPTS, st.sampled_from([F, U]))
def test_a_step_of_an_attempt_never_passes_what_another_did_not(one: Attempt, verdict: Verdict) -> None:
    bad = step(expectation(verdict, Cause.PRODUCT if verdict is F else Cause.CARD))
    found = attempt_conclusion([*one.steps, bad], (), isolation=Isolation.CELL, least=Isolation.CELL)
    assert BADNESS.index(found.verdict) >= BADNESS.index(verdict)
