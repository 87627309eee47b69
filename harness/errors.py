"""The errors a user can cause, each a clear line with a hint; a broken rule, a violated rule and a crash stay apart."""

from __future__ import annotations

from collections.abc import Sequence

from harness.domain.places import Mistake
from harness.domain.verdicts import ExitCode


class HarnessError(Exception):
    """Something that the user can put right: ``what`` in one line, ``hint`` on what to do, and the exit code."""

    exit_code = ExitCode.USAGE

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class UsageError(HarnessError):
    """Flags or arguments that make no sense together."""


class RecordError(HarnessError):
    """A run record that cannot be read or believed."""


class DocumentError(HarnessError):
    """One or more documents are invalid; ``mistakes`` names every one of them."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("; ".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


class MachineError(HarnessError):
    """The machine lacks or refuses something, so nothing can be decided."""

    exit_code = ExitCode.UNDECIDED


class EvaluatorError(HarnessError):
    """The evaluator, or the service that its model runs on, cannot go on; says nothing of the product."""

    exit_code = ExitCode.UNDECIDED


class TreeError(HarnessError):
    """The tree cannot be exported or prepared."""

    exit_code = ExitCode.UNDECIDED
