"""The way of a value up to a finding, step by step, for every format alike; how it looks lies with the formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.domain.findings import Finding, FlowStep
from harness.domain.visible import visible
from harness.reports._lines import cut

MOST_STEPS = 12
"""The steps of one way that are shown; of a longer one the first and the last ones."""
_LONGEST = 300


@dataclass(frozen=True)
class Leg:
    """One step as it is shown: where (empty for steps that were left out), and why it goes on."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}  {self.what}" if self.place else self.what


def legs(finding: Finding) -> tuple[Leg, ...]:
    """The steps of a finding, at most so many."""
    return legs_of(finding.steps)


def legs_of(steps: Sequence[FlowStep]) -> tuple[Leg, ...]:
    """Steps as they are shown, at most ``MOST_STEPS`` of them."""
    if len(steps) <= MOST_STEPS:
        return tuple(_leg(step) for step in steps)
    half = MOST_STEPS // 2
    between = Leg("", f"… {len(steps) - 2 * half} more steps …")
    return (*(_leg(step) for step in steps[:half]), between, *(_leg(step) for step in steps[-half:]))


def _leg(step: FlowStep) -> Leg:
    return Leg(visible(f"{step.path}:{step.line}"), cut(visible(step.what), _LONGEST))
