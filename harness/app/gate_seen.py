"""What came of all kinds of evidence of one tree, joined: their facts, what of them may be waived, and the waivers of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from harness.app import gate_constitution
from harness.app.gate_cards import CardsSeen
from harness.app.gate_constitution import ConstitutionSeen
from harness.app.gate_counts import Rest, always
from harness.app.gate_golden import GoldenSeen
from harness.app.gate_pieces import Pieces
from harness.app.gate_records import integrity
from harness.app.gate_tests import TestsSeen
from harness.app.gate_trace import TraceSeen
from harness.app.gate_waivers import Settled
from harness.domain.gate import Fact, Item, WaiverUse


@dataclass(frozen=True)
class Seen:
    """Each kind by itself, and the pieces that all of it is from."""

    pieces: Pieces
    cards: CardsSeen
    golden: GoldenSeen
    constitution: ConstitutionSeen
    tests: TestsSeen
    trace: TraceSeen

    @classmethod
    def of(cls, pieces: Pieces, allows: Callable[[str], bool]) -> Seen:
        """Everything; ``allows`` says what may have been known before, see ``ConstitutionSeen``."""
        cards, golden, tests = CardsSeen.of(pieces), GoldenSeen.of(pieces), TestsSeen.of(pieces)
        constitution = ConstitutionSeen.of(pieces, allows)
        runs = {**cards.kind.rest.runs, **golden.runs, **constitution.kind.rest.runs, **tests.runs}
        trace = TraceSeen(pieces.traced.trace, Rest(runs), pieces.problem)
        return cls(pieces, cards, golden, constitution, tests, trace)

    def runs(self) -> tuple[str, ...]:
        """The ids of the runs that all this rests on."""
        return tuple(sorted(self.trace.rest.runs))

    def waivable(self) -> Iterator[str]:
        """The keys of all known failures that a waiver may cover."""
        yield from self.cards.waivable
        yield from self.golden.waivable
        yield from self.constitution.waivable
        yield from self.trace.waivable

    def untold(self) -> Iterator[str]:
        """The keys of what cannot be told, for which a waiver may yet be needed."""
        for one in (self.cards.kind, self.golden.kind, self.constitution.kind, self.trace):
            yield from one.untold

    def facts(self, covered: Mapping[str, str]) -> Iterator[Fact]:
        """All facts about evidence; ``covered`` are the waived keys."""
        yield from self.constitution.facts(covered)
        yield from self.cards.facts(covered)
        yield from self.golden.facts(covered)
        yield from self.tests.facts()
        yield from self.trace.facts(covered)
        yield integrity(self.pieces.traced.found, (*self.cards.tampered, *self.golden.tampered))
        shown = len(self.cards.passed) + len(self.golden.same) + self.constitution.passed + self.tests.passed
        yield always("evidence.shown", shown, source=self.trace.rest.told)

    def uses(self, settled: Settled) -> Iterator[WaiverUse]:
        """The waivers that were used: of the gate, of the constitution and of the trace."""
        yield from settled.uses
        yield from gate_constitution.uses(self.constitution.waivers())
        yield from self.trace.exemptions()

    def troubles(self, settled: Settled) -> Iterator[Item]:
        """The waivers that are in trouble, likewise."""
        yield from settled.troubles
        yield from gate_constitution.troubles(self.constitution.waivers())
        yield from self.trace.exemption_troubles()
