"""A session that shows again what was recorded, so that the evaluator can be asked once more; it touches nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.domain.actions import Action, RunCommand, SendKeys, SendRequest, StartProgram, Surface
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    FolderObservation,
    Observation,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)
from harness.domain.results import Attempt, ServiceEnd, TreeChange
from harness.domain.verdicts import Isolation
from harness.errors import RecordError


class EndOfRecord(RecordError):
    """Nothing more was recorded."""


class OffRecord(RecordError):
    """The card asks for something else than what was recorded next."""


class Replay:
    """The recorded observations, one for each thing asked, in the order in which they were taken.

    ``trouble`` says where the record first did not have what the card asked for, or could not be read.
    """

    def __init__(self, attempt: Attempt, ids: Sequence[str], load: Callable[[str], Observation]) -> None:
        self._attempt = attempt
        self._left = list(reversed(ids))
        self._load = load
        self.trouble: str | None = None

    @property
    def isolation(self) -> Isolation:
        """The level that the record names."""
        return self._attempt.isolation or Isolation.EXPORT

    @property
    def evidence(self) -> str:
        """Where the evidence lies."""
        return self._attempt.evidence or ""

    @property
    def left(self) -> int:
        """How many recorded observations nobody has asked for."""
        return len(self._left)

    def seconds(self) -> float:
        """The recorded wall seconds."""
        return self._attempt.seconds

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """The next observation, which must be one of this action."""
        observation = self._next()
        if not _answers(observation, action):
            raise self._off(f"{observation.id} is not what `{_named(action)}` showed")
        return observation

    def attach(self, name: str, data: bytes) -> None:
        """Nothing: what was kept is there already."""

    def attachment(self, name: str) -> bytes | None:
        """Nothing: nobody looks at pictures again."""
        return None

    def inspect(self, path: str) -> FileObservation:
        """The next observation, which must be of this path."""
        observation = self._next()
        if not isinstance(observation, FileObservation) or observation.path != path:
            raise self._off(f"{observation.id} is not the state of `{path}`")
        return observation

    def folder(self) -> FolderObservation | None:
        """The next observation where it is of the folder; None where nothing had changed."""
        if not self._left or not isinstance(self._load(self._left[-1]), FolderObservation):
            return None
        observation = self._next()
        return observation if isinstance(observation, FolderObservation) else None

    def ended_services(self) -> tuple[ServiceEnd, ...]:
        """None: what the recorder said of services is not judged again."""
        return ()

    def changes(self) -> tuple[TreeChange, ...]:
        """The recorded list of what was written."""
        return self._attempt.written

    def _next(self) -> Observation:
        if not self._left:
            raise EndOfRecord("nothing more was recorded")
        id = self._left.pop()
        try:
            observation = self._load(id)
        except RecordError as error:
            raise self._off(error.what) from error
        if observation.id != id:
            raise self._off(f"{id} calls itself {observation.id}")
        return observation

    def _off(self, what: str) -> OffRecord:
        self.trouble = self.trouble or what
        return OffRecord(what)


def _answers(observation: Observation, action: Action) -> bool:
    match observation:
        case CommandObservation(command=command):
            return isinstance(action, RunCommand) and action.command == command
        case ResponseObservation(request=request):
            return isinstance(action, SendRequest) and f"{action.method} {action.target}" == request
        case ActionObservation():
            return True
        case PageObservation():
            return action.surface is Surface.BROWSER
        case ScreenObservation():
            return isinstance(action, StartProgram | SendKeys)
        case FileObservation() | FolderObservation():
            return False


def _named(action: Action) -> str:
    match action:
        case RunCommand(command=command):
            return command
        case SendRequest(method=method, target=target):
            return f"{method} {target}"
        case _:
            return action.kind
