"""An evaluator that asks the model turn after turn until it stops, and then does what the literal one does: no judgement."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest

from harness.app import assignment
from harness.domain.cards import Card
from harness.domain.conversation import Answered, Conversation, StopReason
from harness.domain.events import Event, FrictionTold, ModelAnswered, Prompted
from harness.domain.results import Friction
from harness.evaluation.aids import Aids
from harness.evaluation.evaluators import literal
from harness.evaluation.frame import Frame
from harness.evaluation.inability import Inability
from harness.ports.sessions import Session
from tests.support.conversations import conversation, told

READER = "reader"
FRAMES: list[Frame] = []
"""Every frame that was handed out, of all threads."""


def inability(card: Card) -> Inability | None:
    return None


def perform(card: Card, session: Session, frame: Frame, aids: Aids) -> Iterator[Event]:
    FRAMES.append(frame)
    assert aids.model is not None
    facts = {"card": card.id, "attempt": frame.attempt, "file": "x.json", "sha256": "0" * 64}
    for purpose in ("evaluator", "second-opinion"):
        yield Prompted.model_validate({**facts, "purpose": purpose, "model": aids.model.name, "sha256": purpose})
    talk: Conversation = conversation(told(f"Card {card.id}"))
    for turn in range(1, 1000):
        answer = aids.model.answer(talk)
        said = {"turn": turn, "stop": answer.stop, "usage": answer.usage}
        yield ModelAnswered.model_validate({**facts, **said})
        if answer.stop is StopReason.END_TURN:
            break
        talk = talk.model_copy(update={"messages": (*talk.messages, Answered(content=answer.content), told("go on"))})
    yield FrictionTold(card=card.id, attempt=frame.attempt, friction=(Friction(note="no help"),))
    if literal.inability(card) is None:
        yield from literal.perform(card, session, frame)


class _Family:
    """The family of evaluators, and this one."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def names(self) -> tuple[str, ...]:
        return ("literal", READER)

    def load(self, name: str) -> ModuleType:
        return self._module if name == READER else literal


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this evaluator known as ``reader``, and the one that ``auto`` turns to."""
    module = ModuleType(READER)
    module.__dict__.update(NEEDS_MODEL=True, inability=inability, perform=perform)
    monkeypatch.setattr(assignment, "EVALUATORS", _Family(module))
    monkeypatch.setattr(assignment, "BLIND", READER)
    FRAMES.clear()
