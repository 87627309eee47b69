"""Tells whether a gate is a shadow, which holds nothing up, only because the change that it judges made it one."""

from __future__ import annotations

from collections.abc import Sequence

from harness.app.gate_parting import policy_at
from harness.app.project import Project
from harness.domain.gate import JudgeEdit, Profile
from harness.errors import HarnessError

_POLICY = "policy"
REMARK = "the change itself makes this gate a shadow, and nobody else answers for that: it decides as `standard`"


def is_made_by_the_change(project: Project, since: str, judges: Sequence[JudgeEdit]) -> bool:
    """Whether the policy became that of a shadow since a commit, and nobody reviewed it; ``judges`` are what was edited.

    Where there is no such commit nothing is known of a change, and the policy counts as it is.
    """
    if project.configuration.gate.profile is not Profile.SHADOW or not since:
        return False
    edits = [one for one in judges if one.kind == _POLICY]
    if edits and all(one.reviewer for one in edits):
        return False
    try:
        return policy_at(project.root, since).profile is not Profile.SHADOW
    except HarnessError:
        return True
