"""What a profile asks for, and what a project's policy is once the profile has filled it; places of mistakes lie in ``app``."""

from __future__ import annotations

from harness.domain.configuration import GatePolicy
from harness.domain.gate import Policy


def complete(policy: GatePolicy) -> Policy:
    """The policy with the profile's criteria in every band that has none.

    Raises:
        HarnessError: if a criterion of it cannot be meant; ``troubles`` tells of all of them.
    """
    raise NotImplementedError
