"""The policy of a project, complete, with every mistake at its line of the configuration; what it means lies in ``gate``."""

from __future__ import annotations

from harness.app.project import Project
from harness.domain.gate import Policy, Profile


def policy_of(project: Project, profile: Profile | None = None) -> Policy:
    """What the gate of a project decides by; ``profile`` stands in for the one that is configured.

    Raises:
        DocumentError: if a criterion cannot be meant, with every mistake.
    """
    raise NotImplementedError
