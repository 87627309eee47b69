"""The facts about tests in Python that were recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from harness.app.gate_counts import Rest, Tally, one_line
from harness.app.gate_pieces import Kind, Pieces
from harness.domain.gate import Fact, Item
from harness.domain.run_digest import RunDigest, TestDigest
from harness.domain.tracing import EvidenceKind

COMMAND = "pytest --harness"


@dataclass(frozen=True)
class TestsSeen:
    """What came of tests in Python: of each the failure, or else the newest outcome. ``kind`` are the marked ones."""

    __test__ = False

    kind: Kind
    told: tuple[tuple[RunDigest, TestDigest], ...]

    @classmethod
    def of(cls, pieces: Pieces) -> TestsSeen:
        """Those of this tree."""
        kind = pieces.of(pieces.all(EvidenceKind.TEST))
        newest: dict[str, tuple[RunDigest, TestDigest]] = {}
        for run in sorted(pieces.runs.values(), key=lambda one: (one.finished, one.id)):
            weak = run.interrupted or pieces.stale(run)
            for test in run.tests:
                before = newest.get(test.id)
                stands = before is not None and before[1].outcome.is_failure
                if test.outcome.is_failure or not (weak or stands):
                    newest[test.id] = (run, test)
        return cls(kind, tuple(newest[id] for id in sorted(newest)))

    @cached_property
    def runs(self) -> Mapping[str, str]:
        """The runs that this rests on, with the end of each."""
        return {run.id: run.finished for run, _ in self.told}

    @property
    def passed(self) -> int:
        """How many tests show something."""
        return sum(test.passes for _, test in self.told)

    def facts(self) -> Iterator[Fact]:
        """Everything that a policy may ask of tests."""
        tally = Tally(Rest(self.runs), self.kind.why_unknown("test", COMMAND))
        failed = [_item(run, test) for run, test in self.told if test.outcome.is_failure]
        rest = [_item(run, test) for run, test in self.told if not (test.passes or test.outcome.is_failure)]
        yield tally.exactly("tests.total", len(self.told))
        yield tally.exactly("tests.passed", self.passed)
        yield tally.exactly("tests.failed", len(failed), failed)
        yield tally.exactly("tests.skipped", len(rest), rest)


def _item(run: RunDigest, test: TestDigest) -> Item:
    what = one_line(test.reason or test.outcome.value)
    return Item(key=f"test {test.id}", what=what, place=test.place, run=run.id)
