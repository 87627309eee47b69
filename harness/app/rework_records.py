"""The recorded runs that a decision rests on, and what they tell of one card, golden case or principle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from harness.adapters.records import RunEvidence, load_run, runs_folder
from harness.domain.findings import Outcome, PrincipleResult
from harness.domain.gate import Decision
from harness.domain.golden import CaseResult
from harness.domain.principles import Level
from harness.domain.results import CardResult, Run
from harness.domain.verdicts import State
from harness.errors import RecordError

Thing = TypeVar("Thing")
_OUTCOMES = {
    "constitution.must_violations": (Level.MUST, Outcome.VIOLATION),
    "constitution.should_violations": (Level.SHOULD, Outcome.VIOLATION),
    "constitution.may_violations": (Level.MAY, Outcome.VIOLATION),
    "constitution.must_gaps": (Level.MUST, Outcome.GAP),
    "constitution.should_gaps": (Level.SHOULD, Outcome.GAP),
}


@dataclass(frozen=True)
class Records:
    """The runs of a decision, newest first; those that cannot be read any more are left out."""

    root: Path
    ids: tuple[str, ...]
    folders: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path, decision: Decision, folders: Mapping[str, Path]) -> Records:
        """Those of a decision; ``folders`` are of runs that lie elsewhere than a project's runs do, by their ids."""
        newest = sorted(decision.runs, key=lambda one: (one.finished, one.id), reverse=True)
        return cls(root, tuple(one.id for one in newest), folders)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every one."""
        return tuple(self._loaded())

    def _loaded(self) -> Iterator[Run]:
        for id in self.ids:
            if "/" in id or id in ("", ".", ".."):
                continue
            try:
                yield load_run(self.folder(id))
            except RecordError:
                continue

    def folder(self, id: str) -> Path:
        """Where a run of that id is recorded."""
        return self.folders.get(id, runs_folder(self.root) / id)

    def evidence(self, run: Run) -> RunEvidence:
        """What was kept of its attempts."""
        return RunEvidence(self.folder(run.id))

    def card(self, id: str, run: str = "") -> tuple[Run, CardResult] | None:
        """The result of a card that did not pass: of the run that is named, else of the newest one that has such a result."""
        return _of_run(self._cards.get(id, ()), run)

    def case(self, id: str, run: str = "") -> tuple[Run, CaseResult] | None:
        """The result of a golden case that is not the same, in the same way."""
        return _of_run(self._cases.get(id, ()), run)

    def principle(self, id: str, run: str = "") -> PrincipleResult | None:
        """The result of a principle: of the run that is named, else of the newest one that has it."""
        found = _of_run(self._principles.get(id, ()), run)
        return found[1] if found else None

    @cached_property
    def _cards(self) -> Mapping[str, Sequence[tuple[Run, CardResult]]]:
        found = ((one.id, (run, one)) for run in self.runs for one in run.cards if one.state is not State.PASS)
        return _by_id(found)

    @cached_property
    def _cases(self) -> Mapping[str, Sequence[tuple[Run, CaseResult]]]:
        cases = ((run, one) for run in self.runs for one in (run.golden.cases if run.golden else ()))
        return _by_id((one.id, (run, one)) for run, one in cases if one.exit_code)

    @cached_property
    def _principles(self) -> Mapping[str, Sequence[tuple[Run, PrincipleResult]]]:
        of_runs = ((run, run.constitution.principles if run.constitution else ()) for run in self.runs)
        return _by_id((one.id, (run, one)) for run, principles in of_runs for one in principles)

    def verified_by(self, test: str) -> tuple[str, ...]:
        """What a test in Python says that it verifies, by its id."""
        found = (one for run in self.runs for one in run.tests if one.id == test)
        return next((one.verifies for one in found), ())

    def against(self, fact: str) -> Iterator[str]:
        """The keys of everything in these runs that the fact of a name counts, as far as a record alone can tell."""
        for run in self.runs:
            if fact == "cards.failed":
                yield from (f"card {one.id}" for one in run.cards if one.state is State.FAIL)
            elif fact == "golden.unexplained" and run.golden:
                yield from (f"golden case {one.id}" for one in run.golden.unexplained())
            elif fact in _OUTCOMES and run.constitution:
                wanted = _OUTCOMES[fact]
                found = (one for one in run.constitution.principles if (one.level, one.outcome) == wanted)
                yield from (f"principle {one.id}" for one in found)


def _by_id(found: Iterable[tuple[str, tuple[Run, Thing]]]) -> Mapping[str, Sequence[tuple[Run, Thing]]]:
    by_id: dict[str, list[tuple[Run, Thing]]] = {}
    for id, pair in found:
        by_id.setdefault(id, []).append(pair)
    return by_id


def _of_run(found: Sequence[tuple[Run, Thing]], run: str) -> tuple[Run, Thing] | None:
    """The one of the run of that id, else the newest; None where there is none."""
    return next((pair for pair in found if pair[0].id == run), found[0] if found else None)
