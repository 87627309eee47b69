"""What an evaluator needs to judge a recorded attempt once more: the answers its model gave, the pass that it did again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import ValidationError

from harness.domain.base import Frozen
from harness.domain.conversation import Answer, Conversation
from harness.domain.replays import KeptReplay
from harness.errors import EvaluatorError, RecordError
from harness.evaluation.aids import NO_AIDS, Aids
from harness.evaluation.attempts import Perform
from harness.evaluation.capturing import Capturing
from harness.evaluation.evaluators import blind, literal, replay
from harness.evaluation.frame import Frame
from harness.evaluation.verification.story import CAPTURE, Story

_Kind = TypeVar("_Kind", bound=Frozen)

AGAIN: Mapping[str, Perform] = {
    "literal": literal.perform,
    "blind": blind.perform,
    "replay": replay.perform,
    CAPTURE: Capturing(),
}
"""The evaluators that reach the same verdict from the same recording."""


class RecordedModel:
    """A model that gives again the answers that were recorded, and breaks off where they end."""

    def __init__(self, answers: Sequence[Answer], name: str) -> None:
        self._answers: Iterator[Answer] = iter(answers)
        self._name = name

    @property
    def name(self) -> str:
        """The model whose answers these are."""
        return self._name

    def answer(self, conversation: Conversation) -> Answer:
        """The next answer, whatever is asked. Raises EvaluatorError where there is none."""
        for answer in self._answers:
            return answer
        raise EvaluatorError("the model gave no further answer")


def aids_of(evaluator: str, story: Story, files: Mapping[str, bytes]) -> Aids:
    """What the evaluator leant on. Raises RecordError where the record does not hold it."""
    if evaluator == "blind":
        answers = [_read(Answer, files, event.file) for event in story.answers]
        return Aids(model=RecordedModel(answers, "recorded"))
    if evaluator == "replay" and replay.REPLAY_FILE in files:
        return Aids(replay=_read(KeptReplay, files, replay.REPLAY_FILE))
    return NO_AIDS


def told_frame(frame: Frame, files: Mapping[str, bytes]) -> Frame:
    """The frame that the evaluator was given, where it is recorded; what else the record says of it counts more."""
    if blind.FRAME_FILE not in files:
        return frame
    told = _read(Frame, files, blind.FRAME_FILE)
    fixed = {name: getattr(frame, name) for name in ("attempt", "least", "hard_limits", "data", "page")}
    return told.model_copy(update=fixed)


def _read(kind: type[_Kind], files: Mapping[str, bytes], name: str) -> _Kind:
    try:
        return kind.model_validate_json(files.get(name, b""))
    except ValidationError as error:
        raise RecordError(f"{name} cannot be read again: {error.errors()[0]['msg']}") from error
