"""What follows from the facts of a case, criterion by criterion and band by band; what is decided lies in ``settling``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.domain.gate import BandValue, CriterionResult, Cycles, Fact, JudgeEdit, Number, Policy, Truth
from harness.gate import own_rules
from harness.gate.bands import asked_by, fail_value, pass_value, result_of, rework_value
from harness.gate.expressions import Expression, Valued, evaluate
from harness.gate.grounds import settled


@dataclass(frozen=True)
class Weighed:
    """A case weighed. ``own`` are the gate's own rules that fail a tree, ``shown`` and ``reviewed`` those that hold it up.

    ``judges`` are the files that judge the change and that it edits itself.
    """

    policy: Policy
    facts: Mapping[str, Fact]
    results: tuple[CriterionResult, ...]
    own: tuple[Valued, ...]
    shown: Valued
    reviewed: Truth
    fails: BandValue
    accepts: BandValue
    sends_back: BandValue
    judges: tuple[JudgeEdit, ...]
    cycles: Cycles

    @property
    def bands(self) -> tuple[BandValue, ...]:
        return self.fails, self.accepts, self.sends_back

    @property
    def is_open(self) -> bool:
        """Whether anything is unknown that was asked for."""
        truths = [*(one.truth for one in self.own), *(one.truth for one in self.results)]
        return Truth.UNKNOWN in truths


def weigh(
    policy: Policy,
    facts: Iterable[Fact],
    baseline: Mapping[str, Number] | None,
    judges: tuple[JudgeEdit, ...],
    cycles: Cycles,
) -> Weighed:
    """What follows from facts, in whatever order they are told."""
    known = settled(facts, (*own_rules.FACTS, *asked_by(policy)))
    results = tuple(result_of(one, known, baseline) for one in policy.criteria)
    own = tuple(_valued(rule, known) for rule in own_rules.FAILS)
    accepts = pass_value(policy, results)
    return Weighed(
        policy=policy,
        facts=known,
        results=results,
        own=own,
        shown=_valued(own_rules.SHOWN, known),
        reviewed=_reviewed(known, judges),
        fails=fail_value(policy, results, [one.truth for one in own]),
        accepts=accepts,
        sends_back=rework_value(results, accepts.truth),
        judges=judges,
        cycles=cycles,
    )


def _valued(rule: Expression, facts: Mapping[str, Fact]) -> Valued:
    return evaluate(rule, facts, None)


def _reviewed(facts: Mapping[str, Fact], judges: tuple[JudgeEdit, ...]) -> Truth:
    """Whether somebody answers for every edit; an edit that is listed without a reviewer counts whatever the fact says."""
    known = _valued(own_rules.REVIEWED, facts).truth
    return Truth.FALSE if known is Truth.TRUE and not all(one.reviewer for one in judges) else known
