"""From judged expectations to the verdict of a step, an attempt, a card and a run; judging them lies elsewhere.

Nothing passes by default: what was not carried out, not judged, or not isolated enough stays undecided, and no later
success takes a failure back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.domain.base import Frozen
from harness.domain.cards import Step
from harness.domain.observations import Observation
from harness.domain.results import Attempt, CardResult, CheckResult, ExpectationResult, Run, StepResult
from harness.domain.verdicts import Cause, ExitCode, Isolation, State, Verdict

_WORST_FIRST = (Cause.TAMPERING, Cause.PRODUCT, Cause.CARD, Cause.ENVIRONMENT, Cause.EVALUATOR)

NOT_CARRIED_OUT = "no step was carried out"
NOTHING_JUDGED = "no expectation was judged"
NO_ATTEMPT = "the card was not run"


class Conclusion(Frozen):
    """A verdict with whose fault it is and why; both are empty for a pass."""

    verdict: Verdict = Verdict.PASS
    cause: Cause | None = None
    reason: str = ""


class CardConclusion(Frozen):
    """The state of a card; cause and reason are those of its worst attempt."""

    state: State
    cause: Cause | None = None
    reason: str = ""


def because(cause: Cause, reason: str) -> Conclusion:
    """A non-pass with the verdict that its cause leads to."""
    return Conclusion(verdict=cause.verdict, cause=cause, reason=reason)


def worst(conclusions: Iterable[Conclusion]) -> Conclusion:
    """The one that decides: tampering, product, card, environment, evaluator; the first of equals; a pass if none."""
    found = [conclusion for conclusion in conclusions if conclusion.verdict is not Verdict.PASS]
    return min(found, key=_rank) if found else Conclusion()


def step_result(
    step: Step,
    expectations: Sequence[ExpectationResult],
    *,
    performed: bool,
    reason: str = "",
    cause: Cause = Cause.EVALUATOR,
    observation: Observation | None = None,
) -> StepResult:
    """The result of a step. ``reason`` and ``cause`` say why it was not performed; ``observation`` is its action's."""
    conclusion = step_conclusion(expectations, performed=performed, reason=reason, cause=cause)
    own = (observation.id,) if observation else ()
    cited = (id for expectation in expectations for id in expectation.observations)
    return StepResult(
        section=step.section,
        number=step.number,
        line=step.line,
        text=step.text,
        performed=performed,
        verdict=conclusion.verdict,
        cause=conclusion.cause,
        reason=conclusion.reason,
        expectations=tuple(expectations),
        observations=tuple(dict.fromkeys((*own, *cited))),
        seconds=observation.seconds if observation else 0.0,
    )


def step_conclusion(
    expectations: Iterable[ExpectationResult],
    *,
    performed: bool,
    reason: str = "",
    cause: Cause = Cause.EVALUATOR,
) -> Conclusion:
    """The worst of its expectations; never a pass if it was not performed."""
    judged = [_of_expectation(expectation) for expectation in expectations]
    return worst(judged if performed else [*judged, because(cause, reason or "not carried out")])


def attempt_conclusion(
    steps: Sequence[StepResult],
    checks: Iterable[CheckResult],
    *,
    isolation: Isolation | None,
    least: Isolation,
    problem: Conclusion | None = None,
) -> Conclusion:
    """The worst of its steps, hidden checks and ``problem``; a pass only if it was carried out, judged and isolated.

    Of equals the problem decides: it ended the attempt, so that what is missing is missing for its sake.
    """
    return worst(
        [
            *([problem] if problem else []),
            *(_of_step(step) for step in steps),
            *(_normal(check.verdict, check.cause, f"{check.name}: {check.seen}") for check in checks),
            *(() if problem else _not_enough(steps)),
            *_too_open(isolation, least),
        ]
    )


def card_conclusion(attempts: Sequence[Attempt]) -> CardConclusion:
    """What all attempts agree on, or ``flaky``; undecided where there are none."""
    if not attempts:
        return CardConclusion(state=State.INCONCLUSIVE, cause=Cause.EVALUATOR, reason=NO_ATTEMPT)
    conclusions = [_normal(attempt.verdict, attempt.cause, attempt.reason) for attempt in counting(attempts)]
    decisive = worst(conclusions)
    agreed = len({conclusion.verdict for conclusion in conclusions}) == 1
    state = State(decisive.verdict) if agreed else State.FLAKY
    return CardConclusion(state=state, cause=decisive.cause, reason=decisive.reason)


def exit_code(run: Run) -> ExitCode:
    """FAIL if anything failed, also among flaky attempts; PASS only if there are cards and every one of them passed."""
    verdicts = [verdict for card in run.cards for verdict in _verdicts(card, run.isolation.least)]
    if Verdict.FAIL in verdicts:
        return ExitCode.FAIL
    complete = bool(run.cards) and not run.interrupted and not run.problems
    isolated = not _too_open(run.isolation.reached, run.isolation.least)
    passed = complete and isolated and all(verdict is Verdict.PASS for verdict in verdicts)
    return ExitCode.PASS if passed else ExitCode.UNDECIDED


def card_verdict(card: CardResult, least: Isolation) -> Verdict:
    """The worst that a card says of itself or that its attempts hold; a pass only if all of it passes."""
    verdicts = _verdicts(card, least)
    if Verdict.FAIL in verdicts:
        return Verdict.FAIL
    return Verdict.PASS if all(one is Verdict.PASS for one in verdicts) else Verdict.INCONCLUSIVE


def _verdicts(card: CardResult, least: Isolation) -> list[Verdict]:
    """What a card says of itself and what its attempts hold; a pass that its parts do not show is none."""
    stated = Verdict.INCONCLUSIVE if card.state is State.FLAKY else Verdict(card.state)
    if not card.attempts:
        return [worst([_normal(stated, card.cause, ""), because(Cause.EVALUATOR, NO_ATTEMPT)]).verdict]
    counted = counting(card.attempts)
    shown = [_of_attempt(attempt, least).verdict for attempt in counted]
    return [stated, *(attempt.verdict for attempt in counted), *shown]


def counting(attempts: Sequence[Attempt]) -> list[Attempt]:
    """The attempts without replays that missed and were followed by a live one; all of them if nothing else is left."""
    counted = [attempt for attempt in attempts if not (attempt.superseded and missed(attempt))]
    return counted or list(attempts)


def missed(attempt: Attempt) -> bool:
    """Whether a replay could not show what the live pass had shown, which says nothing of the product."""
    return attempt.verdict is Verdict.INCONCLUSIVE and attempt.cause is Cause.EVALUATOR


def _of_attempt(attempt: Attempt, least: Isolation) -> Conclusion:
    return attempt_conclusion(attempt.steps, attempt.checks, isolation=attempt.isolation, least=least)


def _of_step(step: StepResult) -> Conclusion:
    stated = _normal(step.verdict, step.cause, _at(step.line, step.reason))
    judged = step_conclusion(step.expectations, performed=step.performed, reason=step.reason)
    return worst([stated, judged])


def _of_expectation(expectation: ExpectationResult) -> Conclusion:
    reason = _at(expectation.line, f"expected {expectation.expected}; seen {expectation.seen}")
    return _normal(expectation.verdict, expectation.cause, reason)


def _at(line: int, reason: str) -> str:
    return reason if reason.startswith("line ") else f"line {line}: {reason}"


def _not_enough(steps: Sequence[StepResult]) -> list[Conclusion]:
    performed = [step for step in steps if step.performed]
    if not performed:
        return [because(Cause.EVALUATOR, NOT_CARRIED_OUT)]
    return [] if any(step.expectations for step in performed) else [because(Cause.CARD, NOTHING_JUDGED)]


def _too_open(reached: Isolation | None, least: Isolation) -> list[Conclusion]:
    if reached is not None and reached.satisfies(least):
        return []
    had = f"isolation `{reached}`" if reached else "no isolation"
    return [because(Cause.ENVIRONMENT, f"{had} was reached, and `{least}` is the least that counts")]


def _normal(verdict: Verdict, cause: Cause | None, reason: str) -> Conclusion:
    """A conclusion whose verdict and cause agree: the cause decides where there is one."""
    if verdict is Verdict.PASS:
        return Conclusion()
    return because(cause or (Cause.PRODUCT if verdict is Verdict.FAIL else Cause.EVALUATOR), reason)


def _rank(conclusion: Conclusion) -> int:
    return _WORST_FIRST.index(conclusion.cause) if conclusion.cause else len(_WORST_FIRST)
