"""Carries one literal step out: fills in what was kept, probes before and after, acts, and judges each expectation."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

from harness.domain.actions import Action, KeepField, KeepText, LookAtPage, RunCommand, SendRequest, Surface
from harness.domain.cards import Card, ExpectationLine, Section, Step
from harness.domain.events import ActionPerformed, Event, ExpectationJudged, StepFinished, StepStarted
from harness.domain.expectations import (
    ExitCodeIs,
    Expectation,
    FileContains,
    FileExists,
    Keeps,
    Refused,
    StatusIs,
    Succeeds,
    Unchanged,
)
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    Observation,
    PageObservation,
    ResponseObservation,
)
from harness.domain.results import ExpectationResult, StepResult
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.conclusions import step_result
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.frame import Frame
from harness.evaluation.judges import judge
from harness.evaluation.kept import NotKept, kept_value
from harness.evaluation.sight import is_of_page, shows_all
from harness.phrasebook.kept import fill, names_kept, names_used
from harness.ports.sessions import Session

IMPLICIT = "it succeeds, as everything before the first step must"

_SAYS_HOW_IT_ENDS = (Succeeds, Refused, ExitCodeIs, StatusIs)


@dataclass(frozen=True)
class _Line:
    """An expectation with ``{name}`` filled in, and what its probe showed before the step."""

    source: ExpectationLine
    expectation: Expectation
    before: Observation | None = None


class Stepper:
    """The state of one attempt: what was kept, what was shown last, and whether it makes sense to go on."""

    def __init__(self, card: Card, session: Session, frame: Frame, given: Mapping[str, str] | None = None) -> None:
        """``given`` are names that are known from the beginning, with what is filled in for them."""
        self._card = card
        self._session = session
        self._frame = frame
        self._kept: dict[str, str] = dict(given or {})
        self._keeps = _names_that_card_keeps(card)
        self._last: Observation | None = None
        self._page_open = False
        self._ended = ""

    @property
    def kept(self) -> dict[str, str]:
        """What was kept so far, by name."""
        return dict(self._kept)

    def step(self, step: Step) -> Generator[Event]:
        """Carry out one step, or say why it is not carried out. Raises HarnessError as the session does."""
        yield StepStarted(card=self._card.id, attempt=self._frame.attempt, section=step.section, number=step.number)
        result = _skipped(step, self._ended) if self._ended else (yield from self._perform(step))
        if step.needed and result.verdict is not Verdict.PASS and not self._ended:
            self._ended = f"not carried out: line {step.line} did not hold, and the rest needs it"
        yield StepFinished(card=self._card.id, attempt=self._frame.attempt, result=result)

    def _perform(self, step: Step) -> Generator[Event, None, StepResult]:
        if missing := self._missing(step):
            return _skipped(step, f"not carried out: {missing} was never kept")
        action = fill(_action(step), self._kept)
        before = [self._probe(fill(_expectation(line), self._kept)) for line in step.expectations]
        observation, results = self._act(step, action)
        yield self._performed(step, action, observation)
        if isinstance(observation, ActionObservation | PageObservation) and observation.problem:
            return _not_done(step, observation)
        for line, probed in zip(with_implicit(step), [*before, None], strict=False):
            filled = _Line(line, fill(_expectation(line), self._kept), probed)
            result = self._judge(step, filled, observation)
            results.append(result)
            yield self._judged(step, result)
        return step_result(step, results, performed=True, observation=observation)

    def _missing(self, step: Step) -> str:
        """The first name that is used, kept somewhere on the card, and not known yet; any other ``{name}`` is plain text.

        A name that a bullet of the step keeps is known to the bullets after it.
        """
        known = set(self._kept)
        for part in (step.action, *(line.expectation for line in step.expectations)):
            if part is None:
                continue
            for name in names_used(part):
                if name in self._keeps and name not in known:
                    return f"`{{{name}}}`"
            if isinstance(part, Keeps):
                known.add(part.name)
        return ""

    def _act(self, step: Step, action: Action) -> tuple[Observation | None, list[ExpectationResult]]:
        """Carry the action out. One that only keeps something shows nothing new and is itself what is judged."""
        if not isinstance(action, KeepField | KeepText):
            awaited = self._awaited(step) if action.surface is Surface.BROWSER else None
            self._last = self._session.perform(action, awaited)
            self._page_open = self._page_open or isinstance(self._last, PageObservation)
            return self._last, []
        itself = ExpectationLine(line=step.line, text=step.text)
        judgement = self._keep(action)
        return self._last, [_result(itself, judgement, self._last)]

    def _keep(self, keep: KeepField | KeepText | Keeps) -> Judgement:
        expected = f"something to keep as {{{keep.name}}}"
        try:
            value = kept_value(keep, self._last)
        except NotKept as reason:
            return Judgement(verdict=reason.cause.verdict, cause=reason.cause, expected=expected, seen=str(reason))
        self._kept[keep.name] = value
        return Judgement(verdict=Verdict.PASS, expected=expected, seen=value)

    def _judge(self, step: Step, line: _Line, observation: Observation | None) -> ExpectationResult:
        expectation = line.expectation
        if isinstance(expectation, Keeps):
            return _result(line.source, self._keep(expectation), observation)
        if is_of_page(expectation, observation, self._page_open) and not isinstance(observation, PageObservation):
            observation = self._session.perform(LookAtPage(), shows_all([expectation]))
        after = self._probe(expectation)
        file = self._inspected(expectation)
        evidence = Evidence(
            step=observation, file=file, before=line.before, after=after, hard_limits=self._frame.hard_limits
        )
        judgement = judge(expectation, evidence)
        if step.section is Section.BEFORE:
            judgement = _blamed(judgement, observation)
        return _result(line.source, judgement, *((line.before, after) if after else (file or observation,)))

    def _awaited(self, step: Step) -> Callable[[Observation], bool]:
        """When a page needs no further look: it shows all that the step expects of it."""
        filled = [fill(_expectation(line), self._kept) for line in step.expectations]
        return lambda seen: shows_all(one for one in filled if is_of_page(one, seen, True))(seen)

    def _probe(self, expectation: Expectation) -> Observation | None:
        return self._session.perform(expectation.probe) if isinstance(expectation, Unchanged) else None

    def _inspected(self, expectation: Expectation) -> FileObservation | None:
        if isinstance(expectation, FileContains | FileExists):
            return self._session.inspect(expectation.path)
        return None

    def _performed(self, step: Step, action: Action, observation: Observation | None) -> Event:
        return ActionPerformed(
            card=self._card.id,
            attempt=self._frame.attempt,
            section=step.section,
            number=step.number,
            action=action,
            observation=observation.id if observation else None,
        )

    def _judged(self, step: Step, result: ExpectationResult) -> Event:
        return ExpectationJudged(
            card=self._card.id,
            attempt=self._frame.attempt,
            section=step.section,
            number=step.number,
            result=result,
            kept=dict(self._kept),
        )


def with_implicit(step: Step) -> Sequence[ExpectationLine]:
    """The expectations of a step; before the first step of a card, also that it succeeds, unless a line says otherwise."""
    says = any(isinstance(line.expectation, _SAYS_HOW_IT_ENDS) for line in step.expectations)
    if step.section is not Section.BEFORE or says or not isinstance(step.action, RunCommand | SendRequest):
        return step.expectations
    return (*step.expectations, ExpectationLine(line=step.line, text=IMPLICIT, expectation=Succeeds()))


def _names_that_card_keeps(card: Card) -> frozenset[str]:
    parts = [part for step in card.steps for part in (step.action, *(line.expectation for line in step.expectations))]
    return frozenset(name for part in parts if part is not None for name in names_kept(part))


def _blamed(judgement: Judgement, observation: Observation | None) -> Judgement:
    """Preparations that have nothing to do with the product do not make it fail: then the card could not be started."""
    of_the_product = isinstance(observation, ResponseObservation) or (
        isinstance(observation, CommandObservation) and bool(observation.calls)
    )
    if judgement.verdict is not Verdict.FAIL or of_the_product:
        return judgement
    return judgement.model_copy(update={"verdict": Verdict.INCONCLUSIVE, "cause": Cause.CARD})


def _skipped(step: Step, reason: str) -> StepResult:
    return step_result(step, (), performed=False, reason=reason, cause=Cause.CARD)


def _not_done(step: Step, observation: ActionObservation | PageObservation) -> StepResult:
    blame = observation.blame if isinstance(observation, PageObservation) else None
    return step_result(
        step,
        (),
        performed=False,
        reason=f"could not be done: {observation.problem}",
        cause=blame or Cause.CARD,
        observation=observation,
    )


def _result(line: ExpectationLine, judgement: Judgement, *observations: Observation | None) -> ExpectationResult:
    return ExpectationResult(
        line=line.line,
        text=line.text,
        verdict=judgement.verdict,
        cause=judgement.cause,
        soft=judgement.soft,
        expected=judgement.expected,
        seen=judgement.seen,
        observations=tuple(observation.id for observation in observations if observation),
    )


def _action(step: Step) -> Action:
    if step.action is None:
        raise ValueError(f"line {step.line} is natural")
    return step.action


def _expectation(line: ExpectationLine) -> Expectation:
    if line.expectation is None:
        raise ValueError(f"line {line.line} is natural")
    return line.expectation
