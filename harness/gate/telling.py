"""How a reason is put together: its sentence, and some of the things that its facts count; what is told lies in ``reasons``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.domain.gate import MOST_ITEMS, CriterionResult, Fact, Item, Reason
from harness.gate.names import behind
from harness.gate.numbers import cut

LONGEST = 1_000
"""The most characters of a reason's sentence."""


def by_weight(results: Iterable[CriterionResult]) -> list[CriterionResult]:
    """The results of key criteria first, then by weight, then as the policy has them."""
    return sorted(results, key=lambda one: (not one.criterion.key, -one.criterion.weight))


def reason_of(what: str, criterion: str, names: Iterable[str], facts: Mapping[str, Fact]) -> Reason:
    counting = [facts[name] for name in behind(names) if name in facts]
    items = items_of(counting)
    beyond = sum(_unlisted(fact) for fact in counting if fact.items)
    more = beyond + max(len(items) - MOST_ITEMS, 0)
    return Reason(what=cut(what, LONGEST), criterion=criterion, items=items[:MOST_ITEMS], more=more)


def items_of(facts: Iterable[Fact]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(item for fact in facts for item in fact.items))


def _unlisted(fact: Fact) -> int:
    """How many of what a fact counts it does not name."""
    return max(fact.value - len(fact.items), 0) if isinstance(fact.value, int) else 0
