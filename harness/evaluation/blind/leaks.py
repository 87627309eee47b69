"""Whether an evaluator came to see what nobody outside should: a planted string, or the mark of its own conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from harness.domain.actions import Action
from harness.domain.observations import FileObservation, Observation
from harness.domain.results import CheckName, CheckResult
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.passed_on import PassedOn
from harness.evaluation.quotes import readings
from harness.ports.sessions import Session

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


class Looked(PassedOn):
    """A session that has everything looked at that it shows, whoever asked for it."""

    def __init__(self, session: Session, leaks: Leaks) -> None:
        super().__init__(session)
        self._leaks = leaks

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Carry an action out and have what was shown looked at."""
        observation = super().perform(action, until)
        self._leaks.observation(observation)
        return observation

    def inspect(self, path: str) -> FileObservation:
        """The state of a path, looked at."""
        observation = super().inspect(path)
        self._leaks.observation(observation)
        return observation
