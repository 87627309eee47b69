"""What a report is told beside the run; it decides nothing about the run."""

from __future__ import annotations

from collections.abc import Callable
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


class Sources(Protocol):
    """The files of the tree as they lie there now, which need not be what was checked."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file of the project; None where it is gone, too large, or lies elsewhere."""
        ...


@dataclass(frozen=True)
class Repository:
    """Where the project lies in git: ``prefix`` leads from the top of the repository to it, with a slash at its end.

    ``uri`` is where the repository is fetched from, without any password; ``commit`` the id of the one whose tree was judged.
    What is not known is empty.
    """

    prefix: str = ""
    uri: str = ""
    commit: str = ""
    branch: str = ""


@dataclass(frozen=True)
class View:
    """``folder`` is the run's, as a user would type it; ``width`` counts columns; ``colour`` is for terminals only.

    ``links`` is the run's folder as seen from where the report will lie; None if nobody knows where that is. ``repository`` is
    asked only by the formats that lead into it.
    """

    folder: str
    colour: bool = False
    width: int = 80
    exit_code: ExitCode | None = None
    evidence: Evidence | None = None
    links: str | None = None
    copies: Callable[[str, bytes], str | None] | None = None
    sources: Sources | None = None
    repository: Callable[[], Repository] = Repository
