"""What every surface of one card attempt stands on: the cell, the record, the time that is left, and where services answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from harness.adapters.cell.plan import Cell
from harness.adapters.records import AttemptRecorder
from harness.domain.actions import Action
from harness.domain.observations import Observation


@dataclass(frozen=True)
class Ground:
    """``deadline`` is on the monotonic clock; ``origin`` is the scheme, host and port that bare paths belong to, if any."""

    cell: Cell
    recorder: AttemptRecorder
    deadline: float
    origin: str | None

    def seconds_left(self) -> float:
        """Wall seconds until the card's limit, never less than a moment, so that what is asked is at least begun."""
        return max(self.deadline - time.monotonic(), 0.05)


class Surface(Protocol):
    """Performs the actions of one surface; ``close`` lets go of what it holds."""

    def perform(self, action: Action) -> Observation:
        """Carry an action out and return its recorded observation."""
        ...

    def close(self) -> None:
        """Let go of what the surface holds."""
        ...
