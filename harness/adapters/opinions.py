"""Asks a model one question about one excerpt, in a conversation of its own; what the answer is worth is judged elsewhere."""

from __future__ import annotations

from harness.domain.conversation import Conversation, StopReason, Told, Words
from harness.errors import EvaluatorError
from harness.ports.sessions import Model

_MOST_TOKENS = 2048


class ModelOpinion:
    """The opinion of a model (see ``ports.Opinion``)."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model's id."""
        return self._model.name

    def ask(self, question: str, excerpt: str) -> str:
        """Its whole answer: the question is its instruction, the excerpt all that it is told.

        Raises:
            EvaluatorError: if there is none, or it was cut short.
        """
        told = Told(parts=(Words(text=excerpt),))
        answer = self._model.answer(Conversation(system=question, tools=(), messages=(told,), most_tokens=_MOST_TOKENS))
        if answer.stop is not StopReason.END_TURN:
            said = f": {answer.stopped}" if answer.stopped else ""
            raise EvaluatorError(f"the model gave no whole answer ({answer.stop}{said})")
        return "".join(answer.texts)
