"""The decision: a function of a case alone, so that the same case gives the same bytes; finding the case lies in ``app``.

What follows from the facts lies in ``weighing``, which band that is in ``settling``, and how it is told in ``reasons``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from harness.domain.base import Frozen
from harness.domain.gate import Cycles, Decision, Fact, JudgeEdit, Number, Policy, RunSource, WaiverUse
from harness.gate.encodable import encodable
from harness.gate.reasons import reasons_for
from harness.gate.settling import settle
from harness.gate.weighing import weigh

Thing = TypeVar("Thing", bound=Frozen)


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
    judges = _in_order(case.judges)
    weighed = weigh(case.policy, case.facts, case.baseline, judges, case.cycles)
    outcome = settle(weighed)
    decision = Decision(
        gate=case.gate,
        line=case.line,
        tool_version=case.tool_version,
        policy=case.policy,
        policy_sha256=case.policy.sha256,
        tree=case.tree,
        since=case.since,
        runs=_in_order(case.runs),
        facts=tuple(weighed.facts.values()),
        criteria=weighed.results,
        bands=weighed.bands,
        band=outcome.band,
        beneath=outcome.beneath,
        held=outcome.held,
        reasons=reasons_for(weighed, outcome),
        waivers=_in_order(case.waivers),
        judges=judges,
        cycles=case.cycles,
    )
    return encodable(decision)


def _in_order(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """The things, each once, sorted by all that they say, whose first word names them."""
    return tuple(sorted(dict.fromkeys(things), key=repr))
