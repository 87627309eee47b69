"""One attempt at a card from first event to verdict: the evaluator's steps, the hidden checks, and what follows from both."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence

from harness.domain.actions import Action
from harness.domain.cards import Card
from harness.domain.conversation import Usage
from harness.domain.events import (
    CardFinished,
    CheckMade,
    Event,
    FrictionTold,
    ModelAnswered,
    Prompted,
    StepFinished,
    StepStarted,
)
from harness.domain.expectations import Expectation
from harness.domain.observations import Observation, PageObservation
from harness.domain.results import Attempt, CheckName, CheckResult, Friction, ServiceEnd, StepResult, TreeChange
from harness.domain.verdicts import Cause, Verdict
from harness.errors import EvaluatorError, HarnessError
from harness.evaluation.aids import NO_AIDS, Aids
from harness.evaluation.blind.provenance import touches
from harness.evaluation.checks import Observed, hidden_checks
from harness.evaluation.conclusions import attempt_conclusion, because
from harness.evaluation.crashes import signal_name
from harness.evaluation.frame import Frame
from harness.evaluation.page_checks import page_checks
from harness.evaluation.passed_on import PassedOn
from harness.evaluation.tampering import code_unchanged
from harness.ports.sessions import Session

Perform = Callable[[Card, Session, Frame, Aids], Iterator[Event]]


def evaluate(
    card: Card, perform: Perform, session: Session, frame: Frame, aids: Aids = NO_AIDS
) -> Generator[Event, None, Attempt]:
    """Carry a card out in an open session and conclude; the last event holds the attempt, which is also returned.

    Checks that the evaluator made by itself come before the hidden checks, and count as they do.

    A HarnessError of the session ends the card: what was seen until then still counts, and the rest is undecided.
    """
    told = _Told()
    watched = _Watched(session)
    problem = None
    try:
        for event in perform(card, watched, frame, aids):
            if isinstance(event, StepStarted):
                watched.expected = _expected(card, event)
            told.hear(event)
            yield event
        ended = session.ended_services()
    except EvaluatorError as error:
        problem = because(Cause.EVALUATOR, error.what)
        ended = ()
    except HarnessError as error:
        problem = because(Cause.ENVIRONMENT, error.what)
        ended = ()
    # Also after a problem, which may come of nothing but what was written.
    changes = session.changes()
    hidden = all_checks(watched.observed, ended, changes, frame)
    for check in hidden:
        yield CheckMade(card=card.id, attempt=frame.attempt, result=check)
    checks = (*told.checks, *hidden)
    conclusion = attempt_conclusion(told.steps, checks, isolation=session.isolation, least=frame.least, problem=problem)
    attempt = Attempt(
        number=frame.attempt,
        verdict=conclusion.verdict,
        cause=conclusion.cause,
        reason=conclusion.reason,
        isolation=session.isolation,
        steps=tuple(told.steps),
        checks=checks,
        written=changes,
        evidence=session.evidence,
        seconds=session.seconds(),
        usage=told.usage,
        friction=told.friction,
        prompt_sha256=told.prompt_sha256,
    )
    yield CardFinished(card=card.id, result=attempt)
    return attempt


def all_checks(
    observed: Sequence[Observed], ended: Sequence[ServiceEnd], changes: Sequence[TreeChange], frame: Frame
) -> tuple[CheckResult, ...]:
    """The hidden checks that every pass must also stand, in the order in which reports name them."""
    # What a model had another program say is not the product's fault.
    said = [one for one in observed if touches(one[0]) or _is_of_page(one[0])] if frame.by_model else observed
    checks = (*hidden_checks(said), *page_checks(observed, frame.page))
    sealed = [seal_whole(frame.broken_seal)] if frame.broken_seal else []
    return (*checks, code_unchanged(changes, frame.data), services_alive(ended), *sealed)


def seal_whole(broken: str) -> CheckResult:
    """The hidden check that a sealed card is as its reviewer sealed it; ``broken`` says what is not."""
    return CheckResult(name=CheckName.SEAL_WHOLE, verdict=Verdict.INCONCLUSIVE, cause=Cause.CARD, seen=broken)


def _is_of_page(observation: Observation) -> bool:
    """Whether it was seen in the browser, where what goes wrong is the page's also when the act was not done."""
    return isinstance(observation, PageObservation)


def services_alive(ended: Sequence[ServiceEnd]) -> CheckResult:
    """The hidden check that no service of the product ended while the card ran."""
    if not ended:
        return CheckResult(name=CheckName.SERVICES_ALIVE, verdict=Verdict.PASS)
    first = ended[0]
    how = f"exit code {first.status}" if first.status >= 0 else signal_name(-first.status)
    words = f"; its last words: {first.last_words.splitlines()[-1]}" if first.last_words else ""
    return CheckResult(
        name=CheckName.SERVICES_ALIVE,
        verdict=Verdict.FAIL,
        cause=Cause.PRODUCT,
        seen=f"service `{first.service}` ended during the card with {how}{words}",
    )


class _Told:
    """What an evaluator told of an attempt, gathered from its events."""

    def __init__(self) -> None:
        self.steps: list[StepResult] = []
        self.checks: list[CheckResult] = []
        self.usage = Usage()
        self.friction: tuple[Friction, ...] = ()
        self.prompt_sha256: str | None = None

    def hear(self, event: Event) -> None:
        if isinstance(event, StepFinished):
            self.steps.append(event.result)
        elif isinstance(event, CheckMade):
            self.checks.append(event.result)
        elif isinstance(event, ModelAnswered):
            self.usage += event.usage
        elif isinstance(event, FrictionTold):
            self.friction = event.friction
        elif isinstance(event, Prompted) and event.purpose == "evaluator" and self.prompt_sha256 is None:
            self.prompt_sha256 = event.sha256


class _Watched(PassedOn):
    """A session that keeps what it showed beside what the card expected of the step at that moment."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.expected: tuple[Expectation, ...] = ()
        self.observed: list[Observed] = []

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Carry an action out and keep what was shown."""
        observation = super().perform(action, until)
        self.observed.append((observation, self.expected))
        return observation


def _expected(card: Card, started: StepStarted) -> tuple[Expectation, ...]:
    return tuple(
        line.expectation
        for step in card.section(started.section)
        if step.number == started.number
        for line in step.expectations
        if line.expectation is not None
    )


def unable(number: int, error: HarnessError, evidence: str | None) -> Attempt:
    """The attempt that could not even begin: the machine or a service did not come up, or a limit of the run is reached."""
    hint = f"\n  hint: {error.hint}" if error.hint else ""
    cause = Cause.EVALUATOR if isinstance(error, EvaluatorError) else Cause.ENVIRONMENT
    conclusion = because(cause, error.what + hint)
    return Attempt(
        number=number,
        verdict=conclusion.verdict,
        cause=conclusion.cause,
        reason=conclusion.reason,
        evidence=evidence,
    )
