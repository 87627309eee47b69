"""What a report is told beside the run; it decides nothing about the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from harness.domain.observations import Observation
from harness.domain.verdicts import ExitCode


class Evidence(Protocol):
    """What was kept of a run's attempts. ``attempt`` is ``Attempt.evidence``; whatever is gone is None, never an error."""

    def observation(self, attempt: str, id: str) -> Observation | None:
        """One observation, with all its text."""
        ...

    def file(self, attempt: str, name: str) -> bytes | None:
        """A file below the attempt's folder."""
        ...

    def files(self, attempt: str) -> tuple[str, ...]:
        """The files below the attempt's folder, sorted."""
        ...


@dataclass(frozen=True)
class View:
    """``folder`` is the run's, as a user would type it; ``width`` counts columns; ``colour`` is for terminals only.

    ``links`` is the run's folder as seen from where the report will lie; None if nobody knows where that is.
    """

    folder: str
    colour: bool = False
    width: int = 80
    exit_code: ExitCode | None = None
    evidence: Evidence | None = None
    links: str | None = None
