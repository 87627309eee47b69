"""``harness gate``: one decision on the tree as it lies there, from finished records; how it is decided lies in ``gate``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.app.trace import TraceListener
from harness.domain.gate import Decision, DecisionRecord, Profile


@dataclass(frozen=True)
class GateOptions:
    """What to decide by. ``runs`` are ids or folders of runs; without any, all finished runs of this tree.

    ``gate`` and ``line`` are whose cycles are counted (a ``line`` of None: the branch). ``since`` is the revision that the change
    parted from, ``reviewed_by`` are those who answer for edited judges. ``facts`` is a file of further facts, ``log`` another
    log of decisions, ``profile`` another than the policy's; ``bundle`` a folder for what the next attempt needs.
    """

    runs: tuple[str, ...] = ()
    gate: str = "gate"
    line: str | None = None
    since: str | None = None
    reviewed_by: tuple[str, ...] = ()
    facts: Path | None = None
    log: Path | None = None
    profile: Profile | None = None
    bundle: Path | None = None


@dataclass(frozen=True)
class Decided:
    """A decision, the line of the log that holds it, where that log lies, and what else is to be told."""

    decision: Decision
    record: DecisionRecord
    log: Path
    remarks: tuple[str, ...] = ()


def decide_gate(start: Path, options: GateOptions, listener: TraceListener | None = None) -> Decided:
    """Decide on the project that ``start`` lies in, and append the decision to the log. Nothing is run.

    Raises:
        DocumentError: if the configuration or the policy is invalid.
        MachineError: if the log cannot be written.
    """
    raise NotImplementedError


def gate_status(start: Path, options: GateOptions, listener: TraceListener | None = None) -> Decision:
    """The decision as it would be now; nothing is written, and no cycle is used. Raises as ``decide_gate``."""
    raise NotImplementedError
