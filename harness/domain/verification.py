"""What came of checking a record against itself; the checking lies elsewhere."""

from __future__ import annotations

from harness.domain.base import Frozen
from harness.domain.results import ChainRecord
from harness.domain.verdicts import ExitCode


class Difference(Frozen):
    """Something in a record that does not agree with the rest: ``where`` within the run's folder, and ``what``."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Verification(Frozen):
    """The outcome for one run. ``chain`` is as recomputed; ``doubts`` are verdicts that the recording cannot decide.

    ``judged`` counts the expectations that were judged again, ``cases`` the golden cases that were compared again.
    """

    run: str
    chain: ChainRecord
    cards: int
    judged: int
    cases: int = 0
    differences: tuple[Difference, ...] = ()
    doubts: tuple[Difference, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """FAIL where anything differs, UNDECIDED where something cannot be judged again, else PASS."""
        if self.differences:
            return ExitCode.FAIL
        return ExitCode.UNDECIDED if self.doubts else ExitCode.PASS
