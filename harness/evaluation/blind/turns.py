"""Takes turns with the model: what is sent first and every answer are kept in the record; what they say is read elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Literal

from harness.domain.conversation import Answer, Conversation
from harness.domain.events import Event, ModelAnswered, Prompted
from harness.errors import EvaluatorError
from harness.evaluation.frame import Frame
from harness.ports.sessions import Model, Session

Purpose = Literal["evaluator", "second-opinion"]


class Turns:
    """All turns of one attempt, with one model. What happened is told by ``events``, each once."""

    def __init__(self, card: str, model: Model, session: Session, frame: Frame) -> None:
        self._card = card
        self._model = model
        self._session = session
        self._frame = frame
        self._taken = 0
        self._conversations = 0
        self._untold: list[Event] = []

    def begin(self, conversation: Conversation, purpose: Purpose) -> None:
        """Keep the first request of a conversation exactly as it is."""
        self._conversations += 1
        name = "prompt.json" if self._conversations == 1 else f"prompt-{self._conversations}.json"
        data = conversation.model_dump_json(indent=2).encode()
        self._session.attach(name, data)
        self._untold.append(
            Prompted(
                card=self._card,
                attempt=self._frame.attempt,
                purpose=purpose,
                model=self._model.name,
                file=name,
                sha256=hashlib.sha256(data).hexdigest(),
                fence=self._frame.fence,
            )
        )

    def take(self, conversation: Conversation) -> Answer:
        """One turn. Raises EvaluatorError where there is none, or the card's limit of turns is reached."""
        if self._taken >= self._frame.limits.turns:
            raise EvaluatorError(
                f"the card's limit of {self._frame.limits.turns:,} turns of the model is reached",
                "raise `limits` in harness.toml, or split the card",
            )
        answer = self._model.answer(conversation)
        self._taken += 1
        name = f"answers/{self._taken}.json"
        data = answer.model_dump_json(indent=2).encode()
        self._session.attach(name, data)
        self._untold.append(
            ModelAnswered(
                card=self._card,
                attempt=self._frame.attempt,
                turn=self._taken,
                stop=str(answer.stop),
                usage=answer.usage,
                file=name,
                sha256=hashlib.sha256(data).hexdigest(),
                seconds=answer.seconds,
            )
        )
        return answer

    def events(self) -> Iterator[Event]:
        """What was not told yet."""
        while self._untold:
            yield self._untold.pop(0)
