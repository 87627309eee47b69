"""How an engine reaches a cell, and the model that an evaluator leans on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from harness.domain.actions import Action
from harness.domain.conversation import Answer, Conversation
from harness.domain.observations import FileObservation, FolderObservation, Observation
from harness.domain.results import ServiceEnd, TreeChange
from harness.domain.verdicts import Isolation


class Session(Protocol):
    """One open cell with the surfaces of a card. Whatever it returns is already recorded.

    Every method may raise HarnessError when the machine, not the product, makes an answer impossible.
    """

    @property
    def isolation(self) -> Isolation:
        """The level that was reached."""
        ...

    @property
    def evidence(self) -> str:
        """Where the evidence lies, relative to the run's folder."""
        ...

    def seconds(self) -> float:
        """Wall seconds since the session was opened."""
        ...

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Carry an action out as the user would and return what was shown.

        What goes on changing by itself (a page) is looked at until ``until`` holds of it or the time for one step is over;
        only the last look is recorded and returned.
        """
        ...

    def attach(self, name: str, data: bytes) -> None:
        """Keep a file beside the evidence, named by a path relative to the attempt's folder, with its digest in the chain."""
        ...

    def attachment(self, name: str) -> bytes | None:
        """A file that was kept beside the evidence, a screenshot for one; None where there is none."""
        ...

    def inspect(self, path: str) -> FileObservation:
        """The state of a path in the user's folder."""
        ...

    def folder(self) -> FolderObservation | None:
        """What changed in the user's folder since this was asked before; None if nothing did, and the first time."""
        ...

    def ended_services(self) -> tuple[ServiceEnd, ...]:
        """The services that have ended since they were ready."""
        ...

    def changes(self) -> tuple[TreeChange, ...]:
        """What was written below the product's tree so far."""
        ...


class Model(Protocol):
    """A language model, one conversation at a time; safe to use from several threads."""

    @property
    def name(self) -> str:
        """The model's id, as it is asked for."""
        ...

    def answer(self, conversation: Conversation) -> Answer:
        """The next turn. Raises EvaluatorError where there is none: no service, no money, no more tries, an invalid answer."""
        ...
