"""Counts what a model is used for and stops at the limits, of a card and of the whole run; it asks nothing by itself.

A limit is looked at before each turn: the turn that reaches it is the last.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from harness.domain.configuration import Limits, Price, RunLimits
from harness.domain.conversation import Answer, Conversation, Usage
from harness.errors import EvaluatorError

_CARD_HINT = "raise `limits` in harness.toml, or split the card"
_RUN_HINT = "raise `run_limits` in harness.toml, or run fewer cards"


class HurriedModel(Protocol):
    """A model (see ``ports``) that can be told how long an answer may take."""

    @property
    def name(self) -> str:
        """The model's id."""
        ...

    def answer(self, conversation: Conversation, seconds: float | None = None) -> Answer:
        """The next turn, within ``seconds``."""
        ...


class Budget:
    """What all cards of a run may use together, counted in any thread. ``now`` is a clock in seconds."""

    def __init__(self, limits: RunLimits, now: Callable[[], float]) -> None:
        self._limits = limits
        self._now = now
        self._began = now()
        self._lock = threading.Lock()
        self._used = Usage()

    @property
    def used(self) -> Usage:
        """What was used so far."""
        with self._lock:
            return self._used

    def add(self, usage: Usage) -> None:
        """Count what one turn took."""
        with self._lock:
            self._used += usage

    def seconds_left(self) -> float:
        """Wall seconds that the run has left; infinitely many where it has no limit."""
        if self._limits.seconds is None:
            return float("inf")
        return self._limits.seconds - (self._now() - self._began)

    def require_time(self) -> None:
        """Raise EvaluatorError if the time of the run is over."""
        if self.seconds_left() <= 0:
            raise _reached("run", f"{self._limits.seconds:g} s", _RUN_HINT)

    def require(self) -> None:
        """Raise EvaluatorError, naming the limit, if a limit of the run is reached."""
        self.require_time()
        _require("run", self._limits, self.used, _RUN_HINT)


class MeteredModel:
    """The model of one attempt at a card. ``seconds_left`` says how many wall seconds the attempt still has."""

    def __init__(
        self,
        model: HurriedModel,
        price: Price | None,
        limits: Limits,
        budget: Budget,
        seconds_left: Callable[[], float],
    ) -> None:
        self._model = model
        self._price = price
        self._limits = limits
        self._budget = budget
        self._seconds_left = seconds_left
        self._used = Usage()

    @property
    def name(self) -> str:
        """The model's id."""
        return self._model.name

    def answer(self, conversation: Conversation) -> Answer:
        """The next turn with its price. Raises EvaluatorError where a limit is reached, or there is no answer."""
        self._require()
        try:
            answer = self._model.answer(conversation, min(self._seconds_left(), self._budget.seconds_left()))
        except EvaluatorError:
            self._require()
            raise
        usage = answer.usage
        priced = usage.model_copy(update={"dollars": self._price.of(usage) if self._price else 0.0})
        self._used += priced
        self._budget.add(priced)
        return answer.model_copy(update={"usage": priced})

    def _require(self) -> None:
        # The run first: where its time is the shorter one, the card's ends with it.
        self._budget.require()
        if self._seconds_left() <= 0:
            raise _reached("card", f"{self._limits.seconds:g} s", _CARD_HINT)
        _require("card", self._limits, self._used, _CARD_HINT)


def _require(whose: str, limits: Limits | RunLimits, used: Usage, hint: str) -> None:
    if limits.turns is not None and used.turns >= limits.turns:
        raise _reached(whose, f"{limits.turns:,} turns of the model", hint)
    if limits.tokens is not None and used.tokens >= limits.tokens:
        raise _reached(whose, f"{limits.tokens:,} tokens", hint)
    if limits.dollars is not None and used.dollars >= limits.dollars:
        raise _reached(whose, f"${limits.dollars:g}", hint)


def _reached(whose: str, limit: str, hint: str) -> EvaluatorError:
    return EvaluatorError(f"the {whose}'s limit of {limit} is reached", hint)
