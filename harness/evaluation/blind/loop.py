"""The conversation with the model: asks, carries out what it calls for, shows it the results, until it concludes or cannot."""

from __future__ import annotations

import base64
from collections.abc import Generator, Iterator, Sequence

from harness.domain.cards import Card
from harness.domain.conversation import (
    Answer,
    Answered,
    Conversation,
    Message,
    Picture,
    StopReason,
    Told,
    ToolResult,
    ToolUse,
    Words,
)
from harness.domain.events import Event
from harness.domain.observations import ActionObservation, Observation, PageObservation
from harness.errors import EvaluatorError
from harness.evaluation.blind.briefing import first_conversation, words_of
from harness.evaluation.blind.course import Course, OutOfOrder, Passage, label
from harness.evaluation.blind.fidelity import AUTOMATIC
from harness.evaluation.blind.inputs import Conclude
from harness.evaluation.blind.leaks import Leaks
from harness.evaluation.blind.rendering import Parts, Rendering
from harness.evaluation.blind.texts import filled
from harness.evaluation.blind.tools import Call, NoCall, read_call
from harness.evaluation.blind.turns import Turns
from harness.evaluation.frame import Frame
from harness.ports.sessions import Session

MOST_NUDGES = 3
"""How often a model that stops before the card is finished is asked to go on."""

MOST_EVIDENCE = 40_000
"""Characters of a recording that a second opinion is asked to look at."""

MOST_CALLS = 40
"""Calls of one turn that are carried out."""

_CUT_OFF = "not carried out: the answer was cut off before its end"
_GOES_ON = (StopReason.PAUSE_TURN, StopReason.COMPACTION)
_FATAL = {
    StopReason.REFUSAL: "the model refused to go on",
    StopReason.CONTEXT_FULL: "the conversation no longer fits the model",
    StopReason.UNKNOWN: "the model stopped for a reason that is not known",
}


class Loop:
    """One conversation about one card. ``conclusion`` is None until the model has concluded."""

    def __init__(self, card: Card, session: Session, frame: Frame, turns: Turns, course: Course, leaks: Leaks) -> None:
        self._card = card
        self._session = session
        self._turns = turns
        self._course = course
        self._leaks = leaks
        self.rendering = Rendering(frame.fence, words_of(card))
        self._first = first_conversation(card, frame)
        self._messages: list[Message] = list(self._first.messages)
        self._nudges = 0
        self._turn = 0
        self.conclusion: Conclude | None = None

    def run(self) -> Generator[Event]:
        """Take turns until there is a conclusion.

        Raises:
            EvaluatorError: if the model cannot or will not go on.
        """
        self._turns.begin(self._first, "evaluator")
        yield from self._turns.events()
        while self.conclusion is None:
            answer = self._turns.take(self._conversation())
            self._turn += 1
            yield from self._turns.events()
            self._leaks.said(answer.content, self._turn)
            yield from self._answered(answer)

    def _conversation(self) -> Conversation:
        return self._first.model_copy(update={"messages": tuple(self._messages)})

    def _answered(self, answer: Answer) -> Generator[Event]:
        if answer.stop in _FATAL:
            why = f": {answer.stopped}" if answer.stopped else ""
            raise EvaluatorError(_FATAL[answer.stop] + why, "see the answers of this card in the record")
        if answer.content.strip() not in ("", "[]"):
            self._messages.append(Answered(content=answer.content))
        if answer.stop is StopReason.MAX_TOKENS:
            self._nudge([_result(use, _CUT_OFF, failed=True) for use in answer.uses])
        elif answer.uses:
            yield from self._carry_out(answer.uses)
        elif answer.stop in _GOES_ON:
            self._count_nudge()
        else:
            self._nudge([])

    def _nudge(self, results: Sequence[ToolResult]) -> None:
        """Ask the model to go on. Raises EvaluatorError where that was done often enough."""
        self._count_nudge()
        self._tell((*results, Words(text=filled("go_on", missing=self._missing()))))

    def _tell(self, parts: Sequence[Words | Picture | ToolResult]) -> None:
        """Say something, in one message with what the model left unanswered: two in a row the service refuses."""
        if isinstance(self._messages[-1], Told):
            parts = (*self._messages.pop().parts, *parts)  # type: ignore[union-attr]
        self._messages.append(Told(parts=tuple(parts)))

    def _count_nudge(self) -> None:
        if self._nudges >= MOST_NUDGES:
            raise EvaluatorError(
                f"the model stopped before the card was finished, and was asked {MOST_NUDGES} times to go on",
                "use another model, or split the card",
            )
        self._nudges += 1

    def _missing(self) -> str:
        open_steps = [label(step) for step in self._course.open_steps]
        return f"Not begun: {', '.join(open_steps)}." if open_steps else "Nothing was concluded yet."

    def _carry_out(self, uses: Sequence[ToolUse]) -> Generator[Event]:
        results: list[ToolResult] = []
        for number, use in enumerate(uses):
            if self.conclusion is not None or number >= MOST_CALLS:
                results.append(_result(use, "not carried out: too many calls, or after the conclusion", failed=True))
                continue
            results.append((yield from self._call(use)))
        self._tell(results)

    def _call(self, use: ToolUse) -> Generator[Event, None, ToolResult]:
        try:
            call = read_call(use, self._first.tools)
            if call.step is not None:
                return _result(use, self._begun((yield from self._course.begin_named(call.step))))
        except (NoCall, OutOfOrder) as trouble:
            return _result(use, str(trouble), failed=True)
        if call.conclusion is not None:
            return self._conclude(use, call.conclusion)
        return (yield from self._act(use, call))

    def _begun(self, passage: Passage) -> str:
        """What the evaluator should know when it begins a step; what was kept is the product's word, and fenced."""
        lines = [f"Step {label(passage.step)}: {passage.step.text}"]
        if isinstance(passage.wanted, AUTOMATIC):
            lines.append("This is done for you. Go on with the next step.")
        for name, value in self._course.names_of(passage.step):
            lines.append(f"{{{name}}} is what stands here:\n{self.rendering.fenced(value)}")
        return "\n".join(lines)

    def _conclude(self, use: ToolUse, conclusion: Conclude) -> ToolResult:
        """Take the conclusion, or send a hasty one back as often as a model is asked to go on."""
        missing = self._left_out(conclusion)
        if missing and self._nudges < MOST_NUDGES:
            self._nudges += 1
            return _result(use, filled("go_on", missing=missing), failed=True)
        self.conclusion = conclusion
        return _result(use, "concluded")

    def _left_out(self, conclusion: Conclude) -> str:
        claimed = {claim.line for claim in conclusion.expectations}
        lines = [line for line in _natural_expectations(self._card) if line not in claimed]
        steps = [label(step) for step in self._course.open_steps if not isinstance(step.action, AUTOMATIC)]
        said = f"Not carried out: {', '.join(steps)}. " if steps else ""
        return said + (f"Nothing was said of line {', '.join(map(str, lines))}." if lines else "")

    def _act(self, use: ToolUse, call: Call) -> Generator[Event, None, ToolResult]:
        observation: Observation | None = None
        for action in call.actions:
            yield from self._course.follow(action)
            observation = yield from self._course.act(action)
            if _failed(observation):
                break
        assert observation is not None
        parts = self.rendering.render(observation, call.look, self._picture(observation, call))
        tabs = observation.tabs if isinstance(observation, PageObservation) else ()
        return ToolResult(use=use, parts=parts, failed=_failed(observation), tabs=tabs)

    def _picture(self, observation: Observation, call: Call) -> str | None:
        if call.look.how != "screenshot" or not isinstance(observation, PageObservation):
            return None
        return picture_of(observation, self._session)


def picture_of(page: PageObservation, session: Session) -> str | None:
    """The screenshot of a page, as base64; None where there is none."""
    data = session.attachment(page.screenshot) if page.screenshot else None
    return base64.b64encode(data).decode() if data else None


def evidence_of(observations: Sequence[Observation], rendering: Rendering, session: Session) -> Parts | None:
    """All that a second opinion sees of what was recorded; None where it is more than can be shown whole."""
    parts: list[Words | Picture] = []
    for observation in observations:
        picture = picture_of(observation, session) if isinstance(observation, PageObservation) else None
        shown = rendering.whole(observation, picture)
        if shown is None:
            return None
        parts += shown
    return tuple(parts) if sum(len(one.text) for one in parts if isinstance(one, Words)) <= MOST_EVIDENCE else None


def _natural_expectations(card: Card) -> Iterator[int]:
    return (line.line for step in card.steps for line in step.expectations if line.expectation is None)


def _failed(observation: Observation) -> bool:
    match observation:
        case PageObservation(problem=problem) | ActionObservation(problem=problem):
            return problem is not None
        case _:
            return False


def _result(use: ToolUse, text: str, failed: bool = False) -> ToolResult:
    return ToolResult(use=use, parts=(Words(text=text),), failed=failed)
