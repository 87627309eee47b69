"""What a site shows of the gate: what it says of the tree now, and the log of what it decided; deciding lies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import files
from harness.app.gate import GateOptions, gate_status
from harness.app.gate_log import log_of, read_log
from harness.domain.gate import Decision, DecisionRecord
from harness.errors import DocumentError, HarnessError
from harness.reports._site.data import SiteLog


@dataclass(frozen=True)
class Decisions:
    """The decision as it would be now, or why there is none; the newest line of the log that decided, and the whole log."""

    decision: Decision | None = None
    undecided: str = ""
    recorded: DecisionRecord | None = None
    log: SiteLog = field(default_factory=SiteLog)


def decisions_of(start: Path, runs: tuple[str, ...]) -> Decisions:
    """What the gate says of the project that ``start`` lies in, from all its runs or from those alone. Nothing is written."""
    log = _log(start)
    recorded = next((line for line in reversed(log.lines) if isinstance(line, DecisionRecord)), None)
    try:
        now = gate_status(start, GateOptions(runs=runs))
        holds = recorded is not None and not runs and not log.trouble and still_holds(recorded.decision, now)
        return Decisions(recorded.decision if recorded and holds else now, "", recorded, log)
    except HarnessError as error:
        said = "; ".join(map(str, error.mistakes[:5])) if isinstance(error, DocumentError) else error.what
        return Decisions(None, said, recorded, log)


def still_holds(recorded: Decision, now: Decision) -> bool:
    """Whether a decision that was recorded rests on the same as one would now.

    Since when edited judges count, and who answers for them, is told to a gate when it is asked: of one tree that stays so.
    """
    same = recorded.tree == now.tree and recorded.runs == now.runs and recorded.policy_sha256 == now.policy_sha256
    return same and _facts(recorded) == _facts(now)


def _facts(of: Decision) -> dict[str, tuple[object, ...]]:
    """What a decision knew, the judges apart."""
    return {one.name: (one.value, one.low, one.high) for one in of.facts if not one.name.startswith("judges.")}


def _log(start: Path) -> SiteLog:
    try:
        path = log_of(start)
        found = read_log(path)
    except HarnessError as error:
        return SiteLog(trouble=(error.what,))
    return SiteLog(files.typed(path), found.lines, tuple(map(str, found.mistakes)))
