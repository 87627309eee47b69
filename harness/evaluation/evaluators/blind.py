"""The evaluator that reads: a model carries the card out blind, and code computes the verdict from what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.cards import Card
from harness.domain.events import CheckMade, Event, ExpectationJudged, FrictionTold, StepFinished, StepStarted
from harness.domain.observations import Observation
from harness.errors import EvaluatorError, HarnessError
from harness.evaluation.aids import NO_AIDS, Aids
from harness.evaluation.blind.course import Course
from harness.evaluation.blind.leaks import Leaks, Looked
from harness.evaluation.blind.loop import Loop, evidence_of
from harness.evaluation.blind.opinions import Second, asked, conversation
from harness.evaluation.blind.outcome import Outcomes
from harness.evaluation.blind.turns import Turns
from harness.evaluation.frame import Frame
from harness.evaluation.inability import Inability
from harness.ports.sessions import Session

FRAME_FILE = "frame.json"
"""What the evaluator was told beside the card, kept so that its verdicts can be reached again."""

MOST_OPINIONS = 20
"""Second opinions that are asked for on one card."""


def inability(card: Card) -> Inability | None:
    """None: whoever reads can carry every card out."""
    return None


def perform(card: Card, session: Session, frame: Frame, aids: Aids = NO_AIDS) -> Iterator[Event]:
    """Have the model carry the card out, then compute the results. What was done counts also where the model breaks off.

    Raises:
        EvaluatorError: if there is no model, or it cannot or will not go on.
    """
    if aids.model is None:
        raise EvaluatorError("there is no model to carry the card out", "see `harness run-cards --help`")
    session.attach(FRAME_FILE, frame.model_dump_json(indent=2).encode())
    turns = Turns(card.id, aids.model, session, frame)
    yield from _Attempt(card, session, frame, turns).run()


class _Attempt:
    """One attempt from the first turn to the last event."""

    def __init__(self, card: Card, session: Session, frame: Frame, turns: Turns) -> None:
        self._card = card
        self._session = session
        self._frame = frame
        self._turns = turns
        self._leaks = Leaks(frame.canaries, frame.fence)
        self._course = Course(card, Looked(session, self._leaks), frame)
        self._loop = Loop(card, session, frame, turns, self._course, self._leaks)
        self._opinions = 0

    def run(self) -> Iterator[Event]:
        """Every event; an error is raised again when all that was seen is told."""
        broke_off: HarnessError | None = None
        try:
            yield from self._loop.run()
        except HarnessError as error:
            broke_off = error
        yield from self._turns.events()
        if broke_off is None or isinstance(broke_off, EvaluatorError):
            try:
                yield from self._course.finish()
            except HarnessError as error:
                broke_off = broke_off or error
        yield from self._results()
        yield CheckMade(card=self._card.id, attempt=self._frame.attempt, result=self._leaks.check())
        if broke_off is not None:
            raise broke_off

    def _results(self) -> Iterator[Event]:
        conclusion = self._loop.conclusion
        outcomes = Outcomes(self._card, self._course, conclusion, self._frame.offer, self._second_opinion)
        begun = {passage.step.line for passage in self._course.passages}
        for result in outcomes.steps():
            yield from self._turns.events()
            where = {"section": result.section, "number": result.number}
            if result.line not in begun:
                yield StepStarted(card=self._card.id, attempt=self._frame.attempt, **where)
            for judged in result.expectations:
                yield ExpectationJudged(
                    card=self._card.id,
                    attempt=self._frame.attempt,
                    result=judged,
                    kept=dict(self._course.kept),
                    **where,
                )
            yield StepFinished(card=self._card.id, attempt=self._frame.attempt, result=result)
        friction = outcomes.friction(conclusion.friction) if conclusion else ()
        yield FrictionTold(card=self._card.id, attempt=self._frame.attempt, friction=friction)

    def _second_opinion(self, line: str, observations: Sequence[Observation]) -> Second:
        if self._opinions >= MOST_OPINIONS:
            return Second(None, f"more than {MOST_OPINIONS} lines of the card need an opinion")
        self._opinions += 1
        evidence = evidence_of(observations, self._loop.rendering, self._session)
        if evidence is None:
            return Second(None, "what was recorded is too long to be looked at as a whole")
        question = conversation(line, evidence, self._frame.fence)
        self._turns.begin(question, "second-opinion")
        try:
            return asked(self._turns, question)
        except EvaluatorError as error:
            return Second(None, f"no second opinion could be had: {error.what}")
