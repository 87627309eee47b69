"""The signature under a decision about goldens: who decides, why, and which requirement justifies it."""

from __future__ import annotations

from dataclasses import dataclass

from harness.adapters import clock, golden_files
from harness.app.naming import named
from harness.app.project import Project
from harness.domain.golden import AcceptRecord, Decision
from harness.domain.visible import is_blank
from harness.errors import UsageError


@dataclass(frozen=True)
class Signed:
    """Who decides, and why; ``requirement`` is what justifies it, if one is named."""

    who: str
    reason: str
    requirement: str = ""

    def record(
        self, decision: Decision, case: str, before: str | None = None, after: str | None = None
    ) -> AcceptRecord:
        """The line of the log that this decision makes now."""
        return AcceptRecord(
            decision=decision,
            case=case,
            who=self.who,
            when=clock.timestamp(),
            reason=self.reason,
            requirement=self.requirement,
            before=before,
            after=after,
        )


def signed(project: Project, reason: str, requirement: str = "") -> Signed:
    """The signature under a decision. Raises UsageError if there is no reason, or no one such requirement."""
    if is_blank(reason):
        raise UsageError("a decision needs a reason", "say why it is right: `--reason`, in pytest `--golden-reason`")
    if requirement:
        named(project.requirements, requirement)
    return Signed(golden_files.who(project.root), reason.strip(), requirement)
