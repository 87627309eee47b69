"""What a gate decides at the end of a session; deciding lies in ``app``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.app.gate import GateOptions, decide_gate
from harness.app.joint_views import decision_text
from harness.domain.verdicts import ExitCode
from harness.errors import DocumentError, HarnessError


@dataclass(frozen=True)
class GateOutcome:
    """What was decided, or why nothing could be, as text; and whether that lets the session end well."""

    passes: bool
    text: str


def decide(root: Path, width: int, colour: bool) -> GateOutcome:
    """Decide on the project as ``harness gate`` does, and write that into its log."""
    try:
        decided = decide_gate(root, GateOptions())
    except DocumentError as error:
        lines = (f"{one}\n  hint: {one.hint}" if one.hint else str(one) for one in error.mistakes)
        return GateOutcome(False, "\n".join(("nothing could be decided", *lines)))
    except HarnessError as error:
        return GateOutcome(False, f"nothing could be decided: {error.what}\nhint: {error.hint}")
    text = decision_text(decided, width, colour)
    return GateOutcome(decided.decision.exit_code is ExitCode.PASS, text)
