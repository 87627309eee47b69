"""The events of a run, sorted by the attempt that they tell of; whether they are true is checked elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from harness.domain.events import (
    ActionPerformed,
    Attached,
    CardFinished,
    CardStarted,
    CheckMade,
    Event,
    ModelAnswered,
    Observed,
    StepFinished,
)
from harness.domain.results import Attempt, CardResult
from harness.domain.verification import Difference

CAPTURE = "capture"
"""What carries golden cases out, as records name it."""


@dataclass
class Story:
    """What the events tell of one attempt."""

    started: list[CardStarted] = field(default_factory=list)
    observed: list[Observed] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    answers: list[ModelAnswered] = field(default_factory=list)
    performed: list[ActionPerformed] = field(default_factory=list)
    steps: list[StepFinished] = field(default_factory=list)
    checks: list[CheckMade] = field(default_factory=list)
    finished: list[CardFinished] = field(default_factory=list)

    @property
    def is_of_golden(self) -> bool:
        """Whether it is of a golden case: a card may have the same id."""
        return any(one.evaluator == CAPTURE for one in self.started)


def stories(events: Iterable[Event]) -> dict[tuple[str, int], Story]:
    """The stories by (card id, attempt)."""
    told: dict[tuple[str, int], Story] = {}
    for event in events:
        match event:
            case CardStarted(card=card, attempt=number):
                told.setdefault((card, number), Story()).started.append(event)
            case Observed(card=card, attempt=number):
                told.setdefault((card, number), Story()).observed.append(event)
            case Attached(card=card, attempt=number):
                told.setdefault((card, number), Story()).attached.append(event)
            case ModelAnswered(card=card, attempt=number):
                told.setdefault((card, number), Story()).answers.append(event)
            case ActionPerformed(card=card, attempt=number):
                told.setdefault((card, number), Story()).performed.append(event)
            case StepFinished(card=card, attempt=number):
                told.setdefault((card, number), Story()).steps.append(event)
            case CheckMade(card=card, attempt=number):
                told.setdefault((card, number), Story()).checks.append(event)
            case CardFinished(card=card, result=attempt):
                told.setdefault((card, attempt.number), Story()).finished.append(event)
            case _:
                pass
    return told


def against_attempt(story: Story, card: CardResult, attempt: Attempt, where: str) -> list[Difference]:
    """Where the events and ``run.json`` tell different things of one attempt."""
    found: list[str] = []
    if [event.sha256 for event in story.started] != [card.sha256]:
        found.append("the events do not tell once that this card, with this text, was begun")
    if any(event.evaluator != (attempt.evaluator or card.evaluator) for event in story.started):
        found.append(f"run.json names the evaluator `{card.evaluator}`, and the events name another")
    if [event.result for event in story.finished] != [attempt]:
        found.append(_finished(story, attempt))
    if story.steps and [event.result for event in story.steps] != list(attempt.steps):
        found.append("the steps in run.json are not those that the events tell of")
    if story.checks and [event.result for event in story.checks] != list(attempt.checks):
        found.append("the hidden checks in run.json are not those that the events tell of")
    return [Difference(where=where, what=what) for what in found]


def against_performed(story: Story, again: Iterable[Event], where: str) -> list[Difference]:
    """Where what was recorded is not what the evaluator does by this card and these answers, named once."""
    performed = [event for event in again if isinstance(event, ActionPerformed)]
    for was, now in zip_longest(story.performed, performed):
        if was != now:
            told = f"the events tell of {_act(was)}, and by the card and the answers it is {_act(now)}"
            return [Difference(where=where, what=told)]
    return []


def _act(event: ActionPerformed | None) -> str:
    if event is None:
        return "no further action"
    action = event.action.model_dump_json(exclude_none=True)
    return f"{action} ({event.observation}) for step {event.number} of `{event.section}`"


def _finished(story: Story, attempt: Attempt) -> str:
    if not story.finished:
        return f"run.json says `{attempt.verdict}`, and no event tells that the attempt was finished"
    told = story.finished[0].result
    if told.verdict is not attempt.verdict:
        return f"run.json says `{attempt.verdict}`, and the events say `{told.verdict}`"
    return "run.json and the events tell different things of this attempt"
