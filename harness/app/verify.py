"""``harness verify``: checks, golden cases and cards of one tree, and the gate's decision on it; each lies in its own verb."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from harness.app.gate import Decided, GateOptions
from harness.app.run_cards import Listener
from harness.domain.verdicts import ExitCode


class VerifyListener(Listener):
    """What a shell is told while a tree is verified; this one ignores it all."""

    def begun(self, stage: str) -> None:
        """A stage has begun."""

    def files(self, done: int, all: int) -> None:
        """So many files of so many are checked."""

    def ended(self, stage: str, said: str) -> None:
        """A stage is over, or was skipped: what came of it, in a few words."""


@dataclass(frozen=True)
class VerifyOptions:
    """How to verify: what the gate is asked, and how many cells are open at a time (None: as it is configured)."""

    gate: GateOptions = field(default_factory=GateOptions)
    workers: int | None = None
    command: tuple[str, ...] = ("harness", "verify")


@dataclass(frozen=True)
class Verified:
    """A verification that is over: the decision (None where it was interrupted before), what else is to be told."""

    decided: Decided | None
    exit_code: ExitCode
    remarks: tuple[str, ...] = ()


def verify(start: Path, options: VerifyOptions, listener: VerifyListener) -> Verified:
    """Verify the project that ``start`` lies in: every stage that it has documents for, then the gate.

    Raises:
        DocumentError: before anything is run, if a document or the configuration is invalid.
        UsageError: if there is nothing to verify.
    """
    raise NotImplementedError
