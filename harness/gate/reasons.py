"""Why it was decided so, in sentences, worst first; what is decided lies in ``settling``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from harness.domain.gate import Band, CriterionResult, Fact, Reason, Truth
from harness.gate.bands import of
from harness.gate.gaps import gaps
from harness.gate.intervals import as_written
from harness.gate.numbers import shown
from harness.gate.phrases import counted, meaning
from harness.gate.rule_reasons import caused
from harness.gate.settling import Outcome
from harness.gate.telling import by_weight, reason_of
from harness.gate.weighing import Weighed


def reasons_for(weighed: Weighed, outcome: Outcome) -> tuple[Reason, ...]:
    """First what decided, then what else is known to be wrong, and what is not known."""
    parts = {
        Band.FAIL: (_own, _failing, caused, _not_held, gaps),
        Band.UNDECIDED: (gaps, caused, _not_held),
        Band.REWORK: (_asking_for_rework, _not_held),
        Band.PASS: (_accepted, _not_held),
    }[outcome.band]
    return tuple(reason for part in parts for reason in part(weighed, outcome))


def _own(weighed: Weighed, outcome: Outcome) -> Iterator[Reason]:
    for one in weighed.own:
        if one.truth is Truth.TRUE:
            yield reason_of(counted(weighed.facts[one.facts[0]]), "", one.facts, weighed.facts)


def _failing(weighed: Weighed, outcome: Outcome) -> Iterator[Reason]:
    return _holding(Band.FAIL, "which the policy fails", weighed)


def _asking_for_rework(weighed: Weighed, outcome: Outcome) -> Iterator[Reason]:
    return _holding(Band.REWORK, "for which the policy sends work back", weighed)


def _holding(band: Band, so: str, weighed: Weighed) -> Iterator[Reason]:
    for one in by_weight(of(band, weighed.results)):
        if one.truth is Truth.TRUE:
            yield reason_of(f"'{one.said}' holds, {so}", one.criterion.id, one.facts, weighed.facts)


def _not_held(weighed: Weighed, outcome: Outcome) -> Iterator[Reason]:
    for one in by_weight(of(Band.PASS, weighed.results)):
        if one.truth is Truth.FALSE:
            yield reason_of(_what_fails(one, weighed.facts), one.criterion.id, one.facts, weighed.facts)


def _what_fails(one: CriterionResult, facts: Mapping[str, Fact]) -> str:
    only = facts[one.facts[0]] if len(one.facts) == 1 else None
    if only is None:
        return f"'{one.said}' does not hold"
    if counted(only):
        return counted(only) if _asks_for_none(one, only) else f"{counted(only)}: '{one.said}' does not hold"
    return f"'{one.said}' does not hold" + (f" ({only.name}: {meaning(only.name)})" if meaning(only.name) else "")


def _asks_for_none(one: CriterionResult, fact: Fact) -> bool:
    return re.fullmatch(rf"{re.escape(fact.name)} \([^()]*\) ?== ?0", one.said) is not None


def _accepted(weighed: Weighed, outcome: Outcome) -> Iterator[Reason]:
    mine = of(Band.PASS, weighed.results)
    held = sum(one.truth is Truth.TRUE for one in mine)
    if held == len(mine):
        yield Reason(what="the criterion for PASS holds" if held == 1 else f"all {held} criteria for PASS hold")
    else:
        reached, asked = (as_written(one) for one in (weighed.accepts.share, weighed.policy.pass_at))
        told = f"{_percent(reached)} of the weight, and {_percent(asked)} is asked for"
        yield Reason(what=f"enough of the criteria for PASS hold, {held} of {len(mine)}: {told}")


def _percent(value: Fraction | None) -> str:
    return f"{shown((value or Fraction(0)) * 100)} %"
