"""The policy of a project, complete, with every mistake at its line of the configuration; what it means lies in ``gate``."""

from __future__ import annotations

from harness.app.project import Project
from harness.domain.gate import Policy, Profile
from harness.domain.places import Mistake, Place, Severity
from harness.errors import DocumentError
from harness.gate.policies import Trouble, complete, troubles

INVALID, DOUBTFUL = "CONF103", "CONF104"


def policy_of(project: Project, profile: Profile | None = None) -> Policy:
    """What the gate of a project decides by; ``profile`` stands in for the one that is configured.

    Raises:
        DocumentError: if a criterion cannot be meant, with every mistake.
    """
    errors = [one for one in policy_mistakes(project) if one.severity is Severity.ERROR]
    if errors:
        raise DocumentError(errors)
    policy = project.configuration.gate
    return complete(policy if profile is None else policy.model_copy(update={"profile": profile}))


def policy_mistakes(project: Project) -> tuple[Mistake, ...]:
    """What is wrong or doubtful in the criteria of a project's policy, each at its line."""
    return tuple(_mistake(project, one) for one in troubles(project.configuration.gate))


def _mistake(project: Project, trouble: Trouble) -> Mistake:
    return Mistake(
        place=_place(project, trouble),
        what=trouble.what,
        hint=trouble.hint,
        code=INVALID if trouble.severity is Severity.ERROR else DOUBTFUL,
        severity=trouble.severity,
    )


def _place(project: Project, trouble: Trouble) -> Place:
    """The line of the setting, or of the criterion where it leaves that out."""
    return project.place_of("gate", "criteria", str(trouble.number), trouble.setting)
