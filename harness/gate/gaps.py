"""What a decision lacks: the facts that are not known, each reason told once; other reasons lie in ``reasons``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.gate import MOST_ITEMS, CriterionResult, Fact, Reason, Truth
from harness.gate.expressions import Valued
from harness.gate.grounds import NOT_TOLD
from harness.gate.numbers import cut, listed, shown_between
from harness.gate.phrases import known_of
from harness.gate.settling import Outcome
from harness.gate.telling import LONGEST, by_weight, items_of
from harness.gate.weighing import Weighed


def gaps(weighed: Weighed, outcome: Outcome) -> Iterator[Reason]:
    """What is not known, once for all facts that miss it, with the first criterion that asks for it."""
    found: dict[str, tuple[str, list[Fact]]] = {}
    for criterion, one in _open(weighed):
        missing = [weighed.facts[name] for name in one.facts if weighed.facts[name].value is None]
        for fact in missing:
            _, facts = found.setdefault(fact.unknown, (criterion, []))
            facts += [] if fact in facts else [fact]
        if not missing:
            found.setdefault(_untold(one), (criterion, []))
    for why, (criterion, facts) in found.items():
        yield Reason(what=cut(_gap(why, facts), LONGEST), criterion=criterion, items=items_of(facts)[:MOST_ITEMS])


def _open(weighed: Weighed) -> Iterator[tuple[str, Valued | CriterionResult]]:
    """What cannot be told, each with the id of the criterion; the gate's own rules first."""
    yield from (("", one) for one in weighed.own if one.truth is Truth.UNKNOWN)
    for one in by_weight(weighed.results):
        if one.truth is Truth.UNKNOWN:
            yield one.criterion.id, one


def _gap(why: str, facts: Sequence[Fact]) -> str:
    names = listed(tuple(_with_bounds(fact) for fact in facts))
    if not facts:
        return why
    if why == NOT_TOLD:
        return f"nothing tells {names}"
    return f"{cut(why, LONGEST // 2)}, so that {names} {'is' if len(facts) == 1 else 'are'} not known"


def _with_bounds(fact: Fact) -> str:
    known = known_of(fact)
    return fact.name if known is None else f"{fact.name} ({shown_between(known.low, known.high)})"


def _untold(one: Valued | CriterionResult) -> str:
    expression, _, why = one.said.partition(": ")
    return f"'{expression}' cannot be told: {why}"
