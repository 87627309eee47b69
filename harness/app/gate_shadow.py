"""Tells whether a gate is a shadow, which holds nothing up, by more than the word of the change that it judges."""

from __future__ import annotations

from collections.abc import Sequence

from harness.app.gate_facts import Known
from harness.app.gate_parting import policy_at
from harness.app.project import Project
from harness.domain.gate import JudgeEdit, Profile
from harness.errors import HarnessError

_POLICY = "policy"
_EDITED = "judges.edited"
_MADE = "the change itself makes this gate a shadow, and nobody else answers for that: it decides as `standard`"
_UNTOLD = (
    "nobody can tell whether the change itself makes this gate a shadow: it decides as `standard`; "
    "`--profile shadow` makes it one all the same"
)


def doubt(project: Project, found: Known) -> str:
    """Why a policy that asks for a shadow does not count: the change itself asks for it, or may do so. Empty where it counts.

    Before the first commit there is no change, and the policy counts as it is.
    """
    if project.configuration.gate.profile is not Profile.SHADOW:
        return ""
    if found.since:
        return _MADE if _is_made(project, found.since, found.judges) else ""
    return _UNTOLD if any(one.name == _EDITED and one.unknown for one in found.facts) else ""


def _is_made(project: Project, since: str, judges: Sequence[JudgeEdit]) -> bool:
    """Whether the policy became that of a shadow since a commit, and nobody reviewed it; ``judges`` are what was edited."""
    edits = [one for one in judges if one.kind == _POLICY]
    if edits and all(one.reviewer for one in edits):
        return False
    try:
        return policy_at(project.root, since).profile is not Profile.SHADOW
    except HarnessError:
        return True
