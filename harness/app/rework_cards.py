"""Tasks out of cards that failed: the step with what was expected and seen, or of a sealed card what was observed alone."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from harness.adapters.records import RunEvidence
from harness.domain.places import Place
from harness.domain.results import Attempt, CardResult, CheckResult, ExpectationResult, StepResult
from harness.domain.rework import FailedStep, Quote, StatedRequirement, Task, TaskKind, Unmet
from harness.domain.verdicts import State, Verdict
from harness.reports._lines import cut
from harness.reports._observed import observed

LONGEST = 1_000
_MOST_OBSERVED = 4
_MOST_OBSERVED_SEALED = 12
_HIDDEN = "what it was seen to do is not what is required"
_DO = "change the product so that this holds, and keep what else it does"


def card_task(
    card: CardResult, evidence: RunEvidence, requirements: tuple[StatedRequirement, ...], sealed: bool
) -> Task:
    """What a card asks for that did not pass."""
    attempt = worst(card.attempts)
    level = requirements[0].level if requirements else None
    if sealed:
        return Task(
            kind=TaskKind.CARD,
            sealed=True,
            level=level,
            wrong=_HIDDEN,
            do=f"find out where it departs from {_named(requirements)}; {_DO}",
            requirements=requirements,
            observed=tuple(_sealed(attempt, evidence)) if attempt else (),
            command="harness verify",
        )
    return Task(
        kind=TaskKind.CARD,
        id=card.id,
        title=card.title,
        level=level,
        wrong=cut(_wrong(card, attempt), LONGEST),
        do=_DO,
        requirements=requirements,
        steps=tuple(_steps(card, attempt)) if attempt else (),
        observed=tuple(_observed(attempt, evidence)) if attempt else (),
        command=f"harness run-cards {shlex.quote(card.id)}",
    )


def worst(attempts: Sequence[Attempt]) -> Attempt | None:
    """The first attempt that failed, else the first one that did not pass; None where there is none."""
    failed = [one for one in attempts if one.verdict is Verdict.FAIL]
    return next(iter((*failed, *(one for one in attempts if one.verdict is not Verdict.PASS))), None)


def _named(requirements: Sequence[StatedRequirement]) -> str:
    return ", ".join(one.id for one in requirements) or "what is specified"


def _wrong(card: CardResult, attempt: Attempt | None) -> str:
    flaky = "it does not hold every time: " if card.state is State.FLAKY else ""
    return flaky + " ".join((attempt.reason if attempt else card.reason).split())


def _failing(attempt: Attempt) -> list[StepResult]:
    return [step for step in attempt.steps if step.performed and step.verdict is not Verdict.PASS]


def _steps(card: CardResult, attempt: Attempt) -> Iterator[FailedStep]:
    """The steps up to the last one that did not hold, and then what else did not."""
    failing = _failing(attempt)
    last = max((attempt.steps.index(step) for step in failing), default=-1)
    for step in attempt.steps[: last + 1]:
        yield FailedStep(
            place=Place(path=card.path, line=step.line),
            name=f"{step.section} {step.number}",
            text=cut(step.text, LONGEST),
            unmet=tuple(_unmet(step)) if step in failing else (),
        )
    checks = tuple(Unmet(text=one.name, seen=cut(one.seen, LONGEST)) for one in _broken(attempt))
    if checks:
        yield FailedStep(place=Place(path=card.path), name="Always", text="what holds for every card", unmet=checks)


def _unmet(step: StepResult) -> Iterator[Unmet]:
    missed = [one for one in step.expectations if one.verdict is not Verdict.PASS]
    for one in missed:
        yield Unmet(text=cut(one.text, LONGEST), expected=cut(one.expected, LONGEST), seen=cut(one.seen, LONGEST))
    if not missed and step.reason:
        yield Unmet(text=cut(" ".join(step.reason.split()), LONGEST))


def _broken(attempt: Attempt) -> Iterable[CheckResult]:
    return (one for one in attempt.checks if one.verdict is not Verdict.PASS)


def _observed(attempt: Attempt, evidence: RunEvidence) -> Iterator[Quote]:
    """What the steps showed that did not hold; where every one held, what was seen last."""
    ids = dict.fromkeys(id for step in _failing(attempt) for id in _cited(step))
    seen = dict.fromkeys(id for step in attempt.steps for id in step.observations)
    yield from _quotes(attempt, evidence, list(ids)[:_MOST_OBSERVED] or list(seen)[-_MOST_OBSERVED:])


def _sealed(attempt: Attempt, evidence: RunEvidence) -> Iterator[Quote]:
    """All that was done and came back up to the end of the last step that did not hold."""
    failing = _failing(attempt)
    last = max((attempt.steps.index(step) for step in failing), default=len(attempt.steps) - 1)
    ids = dict.fromkeys(id for step in attempt.steps[: last + 1] for id in (*step.observations, *_of_all(step)))
    yield from _quotes(attempt, evidence, list(ids)[-_MOST_OBSERVED_SEALED:])


def _cited(step: StepResult) -> Iterator[str]:
    for one in step.expectations:
        if one.verdict is not Verdict.PASS:
            yield from one.observations
    yield from step.observations


def _of_all(step: StepResult) -> Iterator[str]:
    found: Iterable[ExpectationResult] = step.expectations
    return (id for one in found for id in one.observations)


def _quotes(attempt: Attempt, evidence: RunEvidence, ids: Iterable[str]) -> Iterator[Quote]:
    """What is kept under these ids; what was seen twice in a row is told once."""
    before: Quote | None = None
    for id in ids:
        seen = evidence.observation(attempt.evidence, id) if attempt.evidence else None
        quote = observed(seen) if seen is not None else None
        if quote is not None and quote != before:
            yield quote
            before = quote
