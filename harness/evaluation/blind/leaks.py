"""Whether an evaluator came to see what nobody outside should: a planted string, or the mark of its own conversation."""

from __future__ import annotations

from collections.abc import Iterable

from harness.domain.observations import Observation
from harness.domain.results import CheckName, CheckResult
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.quotes import readings

_SHORTEST = 6
"""A shorter string could come up by chance."""


class Leaks:
    """Looks at everything that comes before the evaluator, and at everything that it says."""

    def __init__(self, canaries: Iterable[str], mark: str) -> None:
        self._canaries = tuple(one for one in canaries if len(one) >= _SHORTEST)
        self._mark = mark
        self._found = ""

    def observation(self, observation: Observation) -> None:
        """Look at what was shown."""
        for text in readings(observation):
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
