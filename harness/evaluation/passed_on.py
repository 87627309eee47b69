"""The session below another one, so that who only looks at some of what it does writes only that."""

from __future__ import annotations

from collections.abc import Callable

from harness.domain.actions import Action
from harness.domain.observations import FileObservation, FolderObservation, Observation
from harness.domain.results import ServiceEnd, TreeChange
from harness.domain.verdicts import Isolation
from harness.ports.sessions import Session


class PassedOn:
    """A session that has another one do everything (see ``ports.Session``)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def isolation(self) -> Isolation:
        """The level that was reached."""
        return self._session.isolation

    @property
    def evidence(self) -> str:
        """Where the evidence lies."""
        return self._session.evidence

    def seconds(self) -> float:
        """Wall seconds since the session was opened."""
        return self._session.seconds()

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Carry an action out."""
        return self._session.perform(action, until)

    def attach(self, name: str, data: bytes) -> None:
        """Keep a file beside the evidence."""
        self._session.attach(name, data)

    def attachment(self, name: str) -> bytes | None:
        """A file that was kept beside the evidence."""
        return self._session.attachment(name)

    def inspect(self, path: str) -> FileObservation:
        """The state of a path in the user's folder."""
        return self._session.inspect(path)

    def folder(self) -> FolderObservation | None:
        """What changed in the user's folder since it was last asked."""
        return self._session.folder()

    def ended_services(self) -> tuple[ServiceEnd, ...]:
        """The services that have ended since they were ready."""
        return self._session.ended_services()

    def changes(self) -> tuple[TreeChange, ...]:
        """What was written below the product's tree so far."""
        return self._session.changes()
