"""The decision: a function of a case alone, so that the same case gives the same bytes; finding the case lies in ``app``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.domain.gate import Cycles, Decision, Fact, JudgeEdit, Number, Policy, RunSource, WaiverUse


@dataclass(frozen=True)
class Case:
    """All that a decision rests on. The order of ``runs``, ``facts``, ``waivers`` and ``judges`` does not matter.

    ``baseline`` are the facts of the last accepted decision; None while nothing was ever accepted.
    """

    gate: str
    line: str
    tool_version: str
    policy: Policy
    tree: str
    since: str = ""
    runs: tuple[RunSource, ...] = ()
    facts: tuple[Fact, ...] = ()
    baseline: Mapping[str, Number] | None = None
    waivers: tuple[WaiverUse, ...] = ()
    judges: tuple[JudgeEdit, ...] = ()
    cycles: Cycles = field(default_factory=Cycles)


def decide(case: Case) -> Decision:
    """What is to become of the tree."""
    raise NotImplementedError
