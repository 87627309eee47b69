"""Which band is decided for, once everything is weighed; how that is told lies in ``reasons``.

FAIL comes before UNDECIDED, that before PASS, and that before REWORK: what fails for certain fails whatever else is unknown,
and nothing is accepted or sent back while anything that was asked for is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from harness.domain.gate import Band, Truth
from harness.gate.bands import of
from harness.gate.weighing import Weighed


class Cause(Enum):
    """Which of the gate's own rules decided, beside those that fail a tree at once."""

    NOTHING_SHOWN = auto()
    NOTHING_ASKED = auto()
    NO_BAND = auto()
    UNREVIEWED = auto()
    EXHAUSTED = auto()


@dataclass(frozen=True)
class Outcome:
    """What is decided: see ``harness.domain.gate.Decision``. ``cause`` is None where the policy's criteria decided."""

    band: Band
    cause: Cause | None = None
    beneath: Band | None = None
    held: bool = False


def settle(weighed: Weighed) -> Outcome:
    """What is decided."""
    if weighed.fails.truth is Truth.TRUE:
        return Outcome(Band.FAIL)
    if weighed.is_open:
        return Outcome(Band.UNDECIDED)
    if not of(Band.PASS, weighed.results):
        return Outcome(Band.UNDECIDED, Cause.NOTHING_ASKED)
    if weighed.accepts.truth is Truth.TRUE:
        return _accepted(weighed)
    return _sent_back(weighed) if weighed.sends_back.truth is Truth.TRUE else Outcome(Band.UNDECIDED, Cause.NO_BAND)


def attempt(weighed: Weighed) -> tuple[int, int]:
    """Which time this is that work is sent back: by this gate, and by all gates of this line of work."""
    further = 0 if weighed.cycles.again else 1
    return max(weighed.cycles.gate + further, 1), max(weighed.cycles.line + further, 1)


def _accepted(weighed: Weighed) -> Outcome:
    if weighed.shown.truth is not Truth.TRUE:
        return Outcome(Band.UNDECIDED, Cause.NOTHING_SHOWN)
    if weighed.reviewed is Truth.TRUE:
        return Outcome(Band.PASS)
    return Outcome(Band.UNDECIDED, Cause.UNREVIEWED, Band.PASS, held=weighed.reviewed is Truth.FALSE)


def _sent_back(weighed: Weighed) -> Outcome:
    if weighed.reviewed is not Truth.TRUE:
        return Outcome(Band.UNDECIDED, Cause.UNREVIEWED, Band.REWORK)
    by_gate, in_all = attempt(weighed)
    if by_gate > weighed.policy.max_cycles or in_all > weighed.policy.max_total_cycles:
        return Outcome(Band.FAIL, Cause.EXHAUSTED, Band.REWORK)
    return Outcome(Band.REWORK)
