"""What every surface of one card attempt stands on: the cell, the record, the time that is left, and where services answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from harness.adapters.cell.plan import Cell
from harness.adapters.records import AttemptRecorder
from harness.domain.actions import Action
from harness.domain.observations import Observation
from harness.errors import MachineError


@dataclass(frozen=True)
class Ground:
    """``limit`` is all the wall seconds that the card may take, ``deadline`` when they end on the monotonic clock.

    ``origin`` is the scheme, host and port that bare paths belong to, if any. With ``read_all`` a command may print more than
    is kept of it.
    """

    cell: Cell
    recorder: AttemptRecorder
    limit: float
    deadline: float
    origin: str | None
    read_all: bool = False

    def seconds_left(self) -> float:
        """Wall seconds until the card's limit. Raises MachineError when they are used up."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise self.limit_reached()
        return left

    def limit_reached(self) -> MachineError:
        """That the card took too long as a whole, though nothing in it alone did."""
        return MachineError(
            f"the card's limit of {self.limit:g} s is reached", "raise `limits` in harness.toml, or split the card"
        )

    def was_fair(self, seconds: float) -> bool:
        """Whether ``seconds`` were so much of the limit that what did not end in them hangs by its own fault."""
        return seconds >= self.limit / 2


class Surface(Protocol):
    """Performs the actions of one surface; ``close`` lets go of what it holds."""

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Carry an action out and return its recorded observation."""
        ...

    def close(self) -> None:
        """Let go of what the surface holds."""
        ...
