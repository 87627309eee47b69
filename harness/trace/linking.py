"""Which evidence claims which requirement, and what leads nowhere; what it shows is judged in ``states``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.domain.requirements import ByName, Requirement
from harness.domain.tracing import Evidence, Orphan
from harness.trace.nearness import Nearness

UNKNOWN = "there is no requirement of that name"


@dataclass(frozen=True)
class Linked:
    """The evidence of each requirement by its qualified id, in the order given, and the claims that lead to none or several.

    ``twice`` are the keys that several pieces of evidence have: nobody can tell their results apart.
    """

    by_requirement: dict[str, list[Evidence]]
    orphans: tuple[Orphan, ...]
    twice: frozenset[str]


def linked(requirements: ByName, evidence: Sequence[Evidence]) -> Linked:
    """Follow every claim."""
    nearness = Nearness(requirements.names())
    found: dict[str, dict[int, Evidence]] = {}
    orphans: list[Orphan] = []
    for at, one in enumerate(evidence):
        for claim in dict.fromkeys(one.claims):
            meant = requirements.all(claim)
            if len(meant) == 1:
                found.setdefault(meant[0].qualified, {})[at] = one
            else:
                orphans.append(_orphan(one, claim, meant, nearness))
    by_requirement = {name: list(links.values()) for name, links in found.items()}
    return Linked(by_requirement, tuple(orphans), _twice(evidence))


def _orphan(evidence: Evidence, claim: str, meant: Sequence[Requirement], nearness: Nearness) -> Orphan:
    if not meant:
        return Orphan(evidence=evidence, claim=claim, what=UNKNOWN, nearest=nearness.of(claim))
    names = tuple(one.qualified for one in meant)
    if len(set(names)) == 1:
        what = f"{len(names)} requirements have that name, so it means none of them"
        return Orphan(evidence=evidence, claim=claim, what=what)
    what = f"it stands for several requirements ({len(names)}), and so for none of them"
    return Orphan(evidence=evidence, claim=claim, what=what, nearest=names)


def _twice(evidence: Iterable[Evidence]) -> frozenset[str]:
    counted = Counter(one.key for one in evidence)
    return frozenset(key for key, number in counted.items() if number > 1)
