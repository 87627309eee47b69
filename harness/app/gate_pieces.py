"""What each piece of evidence shows of a tree, for all that it claims together; what that makes of a kind lies beside.

Of requirements one by one that is told by the trace, by the same rules and from the same results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from harness.app.gate_counts import Rest, named
from harness.app.trace import Traced
from harness.domain.requirements import ByName, Requirement
from harness.domain.run_digest import RunDigest
from harness.domain.tracing import Evidence, EvidenceKind, Link, Shown
from harness.trace.states import TWICE, Results, by_key

_MISSING = (Shown.NOT_RUN, Shown.STALE)


@dataclass(frozen=True)
class Pieces:
    """Everything that was found out about a project, by the key of the evidence.

    ``problem`` says which run was named and cannot be had, ``stale`` of a run why nothing that passed in it counts any more.
    """

    traced: Traced
    problem: str = ""
    stale: Callable[[RunDigest], str] = lambda run: ""

    @cached_property
    def runs(self) -> Mapping[str, RunDigest]:
        """The runs of this tree that are believed, by their ids."""
        return {one.id: one for one in self.traced.found.runs if not one.trouble}

    @cached_property
    def _results(self) -> Results:
        broken = {f"{EvidenceKind.CARD.value} {card}": why for card, why in self.traced.seals.broken.items()}
        counted = Counter(one.key for one in self.traced.evidence.evidence if one.kind is not EvidenceKind.MARKER)
        twice = {key: TWICE for key, number in counted.items() if number > 1}
        return Results(by_key(self.traced.found.results), {**twice, **broken})

    @cached_property
    def _names(self) -> ByName:
        return ByName(self.traced.project.requirements)

    def of(self, evidence: Iterable[Evidence]) -> Kind:
        """What these show; a piece of which there are several of the same name is told once."""
        once = {one.key: one for one in evidence}
        links = tuple(self._link(one) for one in once.values())
        rest = {link.result.run: link.result.when for link in links if link.result and link.shown not in _MISSING}
        return Kind(links, Rest(rest), self.problem)

    def all(self, kind: EvidenceKind) -> Iterator[Evidence]:
        """All evidence of a kind."""
        return (one for one in self.traced.evidence.evidence if one.kind is kind)

    def _link(self, evidence: Evidence) -> Link:
        """What one shows; the trace has told it already of what is for one requirement only."""
        told = self._traced.get(evidence.key) if len(evidence.claims) == 1 else None
        return told or self._results.shown(evidence, self._claimed(evidence))

    @cached_property
    def _traced(self) -> Mapping[str, Link]:
        return {link.evidence.key: link for row in self.traced.trace.rows for link in row.links}

    def _claimed(self, evidence: Evidence) -> tuple[Requirement, ...]:
        found = (self._names.one(claim) for claim in evidence.claims)
        return tuple(one for one in found if one is not None)


@dataclass(frozen=True)
class Kind:
    """What all evidence of one kind shows, and what that rests on."""

    links: tuple[Link, ...]
    rest: Rest
    problem: str = ""

    @cached_property
    def missing(self) -> tuple[Link, ...]:
        """Those without a result of this tree that counts."""
        return tuple(link for link in self.links if link.shown in _MISSING)

    @cached_property
    def found(self) -> tuple[Link, ...]:
        """Those with one."""
        return tuple(link for link in self.links if link.shown not in _MISSING)

    @property
    def untold(self) -> Iterator[str]:
        """The keys of those of which nobody can tell whether they hold."""
        return (link.evidence.key for link in self.links if link.shown not in (Shown.PASS, Shown.FAIL))

    def why_unknown(self, noun: str, command: str) -> str:
        """Why nothing of the kind is known, and what to run; empty where each has a result."""
        if not self.links:
            return ""
        if self.problem:
            return self.problem
        return missing(self.missing, len(self.links), noun, command)


def missing(links: Sequence[Link], total: int, noun: str, command: str) -> str:
    """Which pieces have no result, why the first has none, and what to run; empty where there are none."""
    if not links:
        return ""
    have = "has" if len(links) == 1 else "have"
    nouns = noun if total == 1 else f"{noun}s"
    why = next((f"; {link.evidence.id}: {link.reason}" for link in links if link.reason), "")
    names = named([link.evidence.id for link in links])
    return f"{len(links)} of {total} {nouns} {have} no result on this tree: {names}{why} (run `{command}`)"
