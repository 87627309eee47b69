"""The evaluator that does again what a kept blind pass did, with no model; where it misses, it never blames the product."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence

from harness.domain.actions import Action
from harness.domain.cards import Card, ExpectationLine, Step
from harness.domain.events import ActionPerformed, Event, ExpectationJudged, StepFinished, StepStarted
from harness.domain.expectations import Unchanged
from harness.domain.observations import Observation
from harness.domain.replays import KeptQuote, KeptReplay, KeptStep
from harness.domain.results import ExpectationResult, StepResult
from harness.domain.verdicts import Cause, Strength, Verdict
from harness.errors import EvaluatorError
from harness.evaluation.aids import NO_AIDS, Aids
from harness.evaluation.conclusions import step_result
from harness.evaluation.excerpts import nearest, quoted
from harness.evaluation.frame import Frame
from harness.evaluation.inability import Inability
from harness.evaluation.passed_on import PassedOn
from harness.evaluation.quotes import stands
from harness.evaluation.shown import screen
from harness.evaluation.stepping import Stepper
from harness.ports.sessions import Session

REPLAY_FILE = "replay.json"
MISS = "missed in replay"


def inability(card: Card) -> Inability | None:
    """None: whether a pass of this card was kept is for those to say who keep them."""
    return None


def perform(card: Card, session: Session, frame: Frame, aids: Aids = NO_AIDS) -> Iterator[Event]:
    """Do every step again as it was done, and check every expectation and every quote again.

    Raises:
        EvaluatorError: if there is nothing to do again, or it was kept for another card.
    """
    replay = _require(card, aids)
    session.attach(REPLAY_FILE, replay.model_dump_json(indent=2).encode())
    again = _Again(card, session, frame)
    for step, kept in zip(card.steps, replay.steps, strict=True):
        yield from again.step(step, kept)


def _require(card: Card, aids: Aids) -> KeptReplay:
    replay = aids.replay
    if replay is None:
        raise EvaluatorError(
            "no blind pass of this card was kept", "run it once with `--evaluator blind --keep-replay`"
        )
    places = [(step.section, step.number) for step in card.steps]
    if replay.card_sha256 != card.sha256 or [(step.section, step.number) for step in replay.steps] != places:
        raise EvaluatorError("the blind pass that was kept is of another version of this card", "keep a new one")
    return replay


class _Again:
    """One attempt: the literal evaluator's own stepper, asked for one kept action at a time."""

    def __init__(self, card: Card, session: Session, frame: Frame) -> None:
        self._card = card
        self._frame = frame
        self._session = _Looking(session)
        self._stepper = Stepper(card, self._session, frame)

    def step(self, step: Step, kept: KeptStep) -> Generator[Event]:
        """Carry one step out by its parts and tell of it as of one."""
        yield StepStarted(card=self._card.id, attempt=self._frame.attempt, section=step.section, number=step.number)
        shown: list[str | None] = []
        results: list[StepResult] = []
        for index, part in enumerate(parts(step, kept.actions)):
            self._session.wanted = tuple(one.quote for one in kept.quotes if one.action == index)
            shown.append(None)
            for event in self._stepper.step(part):
                if isinstance(event, StepFinished):
                    results.append(event.result)
                elif isinstance(event, ActionPerformed):
                    shown[-1] = event.observation
                    yield event
        yield from self._conclude(step, kept.quotes, results, shown)

    def _conclude(
        self, step: Step, quotes: Sequence[KeptQuote], results: Sequence[StepResult], shown: Sequence[str | None]
    ) -> Generator[Event]:
        expectations = [
            *_decisive(one for result in results for one in result.expectations),
            *(self._cited(step, quote, shown) for quote in quotes),
            *_unquoted(step, quotes),
        ]
        softened = [_never_the_product(one) for one in sorted(expectations, key=lambda one: one.line)]
        for result in softened:
            yield self._judged(step, result)
        yield StepFinished(card=self._card.id, attempt=self._frame.attempt, result=_merged(step, softened, results))

    def _cited(self, step: Step, quote: KeptQuote, shown: Sequence[str | None]) -> ExpectationResult:
        id = shown[quote.action] if 0 <= quote.action < len(shown) else None
        observation = self._session.seen.get(id or "")
        line = next((line for line in step.expectations if line.line == quote.line), None)
        text = line.text if line else ""
        holds = observation is not None and stands(quote.quote, observation)
        return ExpectationResult(
            line=quote.line,
            text=text,
            verdict=Verdict.PASS if holds else Verdict.INCONCLUSIVE,
            cause=None if holds else Cause.EVALUATOR,
            strength=Strength.QUOTED,
            expected=f"what showed it before: {quoted(quote.quote)}",
            seen=quoted(quote.quote)
            if holds
            else nearest(screen(observation), quote.quote)
            if observation
            else "nothing",
            observations=(observation.id,) if observation else (),
            quote=quote.quote,
        )

    def _judged(self, step: Step, result: ExpectationResult) -> Event:
        return ExpectationJudged(
            card=self._card.id,
            attempt=self._frame.attempt,
            section=step.section,
            number=step.number,
            result=result,
            kept=self._stepper.kept,
        )


def parts(step: Step, actions: Sequence[Action]) -> Iterator[Step]:
    """The step as literal steps, one for each action; its literal expectations stand at the last.

    What must not change stands at every part: each then begins where the one before ended.
    """
    literal = tuple(line for line in step.expectations if line.expectation is not None)
    if step.action is not None:
        yield step.model_copy(update={"expectations": literal})
        return
    for action in actions[:-1]:
        yield step.model_copy(update={"action": action, "expectations": _lasting(literal), "needed": False})
    if actions:
        yield step.model_copy(update={"action": actions[-1], "expectations": literal})


def _lasting(lines: Sequence[ExpectationLine]) -> tuple[ExpectationLine, ...]:
    return tuple(line for line in lines if isinstance(line.expectation, Unchanged))


def _decisive(results: Iterator[ExpectationResult]) -> list[ExpectationResult]:
    """One result for each line: the first that is no pass, or the last."""
    decisive: dict[tuple[int, str], ExpectationResult] = {}
    for result in results:
        before = decisive.get((result.line, result.text))
        if before is None or before.verdict is Verdict.PASS:
            decisive[result.line, result.text] = result
    return list(decisive.values())


def _unquoted(step: Step, quotes: Sequence[KeptQuote]) -> Iterator[ExpectationResult]:
    """The natural expectations that nothing was kept for."""
    cited = {quote.line for quote in quotes}
    for line in step.expectations:
        if line.expectation is None and line.line not in cited:
            yield ExpectationResult(
                line=line.line,
                text=line.text,
                verdict=Verdict.INCONCLUSIVE,
                cause=Cause.EVALUATOR,
                strength=Strength.QUOTED,
                expected="a quote that was kept",
                seen="none",
            )


def _never_the_product(result: ExpectationResult) -> ExpectationResult:
    if result.verdict is not Verdict.FAIL:
        return result
    return result.model_copy(
        update={
            "verdict": Verdict.INCONCLUSIVE,
            "cause": Cause.EVALUATOR,
            "said": f"{MISS}: {result.said}".rstrip(": "),
        }
    )


def _merged(step: Step, expectations: Sequence[ExpectationResult], results: Sequence[StepResult]) -> StepResult:
    missed = next((result for result in results if not result.performed), None)
    performed = bool(results) and missed is None
    reason = f"{MISS}: {missed.reason}" if missed else "" if results else f"{MISS}: nothing was kept for it"
    merged = step_result(step, expectations, performed=performed, reason=reason, cause=Cause.EVALUATOR)
    ids = dict.fromkeys(id for result in results for id in result.observations)
    return merged.model_copy(
        update={
            "observations": tuple(dict.fromkeys((*ids, *merged.observations))),
            "seconds": sum(result.seconds for result in results),
        }
    )


class _Looking(PassedOn):
    """A session that remembers what it showed and looks at a page until what is to be quoted stands in it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.seen: dict[str, Observation] = {}
        self.wanted: tuple[str, ...] = ()

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Carry an action out and remember what was shown."""
        wanted = self.wanted

        def stays(observation: Observation) -> bool:
            return (until is None or until(observation)) and all(stands(quote, observation) for quote in wanted)

        observation = super().perform(action, stays)
        self.seen[observation.id] = observation
        return observation
