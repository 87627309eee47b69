"""Whether an evaluator came to see what nobody outside should: a planted string, or the mark of its own conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from harness.domain.actions import Action
from harness.domain.observations import FileObservation, FolderObservation, Observation
from harness.domain.results import CheckName, CheckResult, ServiceEnd, TreeChange
from harness.domain.verdicts import Cause, Isolation, Verdict
from harness.evaluation.quotes import readings
from harness.ports import Session

_SHORTEST = 6
"""A shorter string could come up by chance."""


class Leaks:
    """Looks at everything that comes before the evaluator, and at everything that it says."""

    def __init__(self, canaries: Iterable[str], mark: str) -> None:
        self._canaries = tuple(one for one in canaries if len(one) >= _SHORTEST)
        self._mark = mark
        self._found = ""

    def observation(self, observation: Observation) -> None:
        """Look at what was shown: as it reads, and at every part of it that does not."""
        for text in (*readings(observation), observation.model_dump_json()):
            self._look(text, observation.id)
            if self._mark and self._mark in text:
                self._name(f"{observation.id} shows the mark that only the evaluator's conversation holds")

    def said(self, text: str, turn: int) -> None:
        """Look at what the model answered."""
        self._look(text, f"turn {turn} of the evaluator")

    def check(self) -> CheckResult:
        """The hidden check."""
        if not self._found:
            return CheckResult(name=CheckName.NOTHING_LEAKED, verdict=Verdict.PASS)
        return CheckResult(
            name=CheckName.NOTHING_LEAKED, verdict=Verdict.INCONCLUSIVE, cause=Cause.EVALUATOR, seen=self._found
        )

    def _look(self, text: str, where: str) -> None:
        for number, canary in enumerate(self._canaries, 1):
            if canary in text:
                self._name(f"canary {number}, which stands only in the product's source or history, came up in {where}")

    def _name(self, what: str) -> None:
        self._found = self._found or what


class Looked:
    """A session that has everything looked at that it shows, whoever asked for it."""

    def __init__(self, session: Session, leaks: Leaks) -> None:
        self._session = session
        self._leaks = leaks

    @property
    def isolation(self) -> Isolation:
        return self._session.isolation

    @property
    def evidence(self) -> str:
        return self._session.evidence

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        observation = self._session.perform(action, until)
        self._leaks.observation(observation)
        return observation

    def attach(self, name: str, data: bytes) -> None:
        self._session.attach(name, data)

    def attachment(self, name: str) -> bytes | None:
        return self._session.attachment(name)

    def inspect(self, path: str) -> FileObservation:
        observation = self._session.inspect(path)
        self._leaks.observation(observation)
        return observation

    def folder(self) -> FolderObservation | None:
        return self._session.folder()

    def ended_services(self) -> tuple[ServiceEnd, ...]:
        return self._session.ended_services()

    def changes(self) -> tuple[TreeChange, ...]:
        return self._session.changes()

    def seconds(self) -> float:
        return self._session.seconds()
