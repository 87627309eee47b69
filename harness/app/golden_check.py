"""``harness golden check``: carries every case out, compares it with its golden, and records that; accepts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from harness import __version__
from harness.adapters import clock, pending
from harness.adapters.cell.levels import holes
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records import Recorder
from harness.app import preparing
from harness.app.conclusions import exit_code
from harness.app.golden_cases import Cases, load_cases
from harness.app.golden_record import names_of
from harness.app.golden_run import Place, Shown, Shows, show
from harness.app.run_cards import Finished, Listener
from harness.domain.actions import Surface
from harness.domain.events import RunStarted
from harness.domain.golden import CaseOutcome, CaseResult, GoldenCase, GoldenResults, Snapshot
from harness.domain.results import ChainRecord, IsolationRecord, Run, Totals, TreeRecord
from harness.domain.verdicts import Isolation
from harness.errors import MachineError, TreeError
from harness.golden.judging import Judged, judged
from harness.golden.snapshot_text import write_snapshot


@dataclass(frozen=True)
class GoldenOptions:
    """What to check, and how. ``names`` are ids or paths; see ``RunOptions`` for the others."""

    names: tuple[str, ...] = ()
    workers: int | None = None
    isolation: Isolation | None = None
    command: tuple[str, ...] = ("harness", "golden", "check")


def check_golden(start: Path, options: GoldenOptions, listener: Listener) -> Finished:
    """Check the golden cases of the project that ``start`` lies in. What is received and differs waits below ``.harness``.

    Raises:
        DocumentError: if a case is invalid.
        UsageError: if nothing is selected.
        RecordError: if the record cannot be written.
    """
    cases = load_cases(start, options.names)
    remove_abandoned_rooms()
    with Recorder(cases.project.root) as recorder:
        run = recorder.finish(_Checking(cases, options, listener, recorder).run())
    return Finished(run, recorder.folder, exit_code(run))


class _Checking:
    """One check from its start to its record."""

    def __init__(self, cases: Cases, options: GoldenOptions, listener: Listener, recorder: Recorder) -> None:
        self._cases = cases
        self._options = options
        self._listener = listener
        self._recorder = recorder
        self._least = options.isolation or cases.project.configuration.cards.isolation
        self._reached: Isolation | None = None
        self._tree: TreeRecord | None = None
        self._problems: list[str] = []
        self._interrupted = False

    def run(self) -> Run:
        """Everything, as it is recorded."""
        started, began = clock.timestamp(), clock.seconds()
        try:
            results = self._results()
        except (TreeError, MachineError) as error:
            self._problems.append(error.what)
            results = [_undecided(case, error.what, error.hint) for case in self._cases.cases]
        project = self._cases.project
        return Run(
            tool_version=__version__,
            id=self._recorder.id,
            command=self._options.command,
            started=started,
            finished=clock.timestamp(),
            interrupted=self._interrupted,
            tree=self._tree,
            documents=project.documents,
            isolation=IsolationRecord(
                reached=self._reached, least=self._least, holes=holes(self._reached) if self._reached else ()
            ),
            data=project.configuration.product.data,
            page=project.configuration.cards.page,
            evaluator="capture",
            problems=tuple(self._problems),
            golden=GoldenResults(cases=tuple(results), unused=self._cases.unused),
            totals=Totals(seconds=clock.seconds() - began),
            events=ChainRecord(count=0, head=""),
        )

    def _results(self) -> list[CaseResult]:
        runnable = [case for case in self._cases.cases if _unreadable(self._cases, case) is None]
        shows = self._shows(runnable) if runnable else Shows()
        self._interrupted = shows.interrupted
        return [self._result(case, shows.by_case.get(case.id, [])) for case in self._cases.cases]

    def _shows(self, cases: Sequence[GoldenCase]) -> Shows:
        with ExitStack() as open_things:
            if any(Surface.BROWSER in case.card.surfaces for case in cases):
                open_things.callback(preparing.begin_driver())
            self._listener.stage("starting a cell")
            level = preparing.reached_level(self._options.isolation, self._least)
            prepared = preparing.prepare(
                self._cases.project, None, level, self._listener.stage, open_things, self._note
            )
            self._reached = level
            self._recorder.append(
                RunStarted(run=self._recorder.id, tree=self._tree and self._tree.hash, cards=len(cases))
            )
            self._listener.cards(len(cases))
            workers = preparing.workers(self._cases.project, self._options.workers, level)
            place = Place(self._cases.project, prepared.tree, level, self._least, workers)
            return show(place, cases, self._recorder, self._listener.event)

    def _note(self, tree: TreeRecord) -> None:
        self._tree = tree

    def _result(self, case: GoldenCase, shown: Sequence[Shown]) -> CaseResult:
        broken = _unreadable(self._cases, case)
        if broken is not None:
            return broken
        if not shown:
            return _undecided(case, "interrupted before this case", "run it again")
        (one,) = shown
        if one.outcome is not None:
            return _result(case, one, Judged(one.outcome, one.reason))
        kept = self._cases.snapshots.get(case.id)
        if kept is None or kept.reading is None:
            hint = "look at what it shows, and accept it: `harness golden review`"
            found = Judged(CaseOutcome.UNRECORDED, "no snapshot of it was ever accepted", hint, received=one.captures)
        elif not kept.reading.untouched:
            what = "the digest in its snapshot does not hold: somebody wrote in it"
            found = Judged(
                CaseOutcome.EDITED, what, "take it back from git, or review what it shows", received=one.captures
            )
        else:
            found = judged(case, kept.reading.snapshot, one.captures)
        self._wait(case, one, found, kept.reading.snapshot if kept and kept.reading else None)
        return _result(case, one, found)

    def _wait(self, case: GoldenCase, shown: Shown, found: Judged, golden: Snapshot | None) -> None:
        """Keep what is received for a review, or take away what waited where there is nothing to review."""
        root = self._cases.project.root
        if found.outcome in (CaseOutcome.SAME, CaseOutcome.VACUOUS, CaseOutcome.UNSTABLE):
            pending.remove(root, case.id)
            return
        received = Snapshot(
            case=case.id,
            case_sha256=case.card.sha256,
            redacted=names_of(case.redactions),
            unstable=golden.unstable if golden else (),
            captures=found.received or shown.captures,
        )
        pending.store(root, case.id, write_snapshot(received), shown.pictures, self._recorder.id)


def _unreadable(cases: Cases, case: GoldenCase) -> CaseResult | None:
    kept = cases.snapshots.get(case.id)
    if kept is None or not kept.mistakes:
        return None
    first = kept.mistakes[0]
    return _told(case, Judged(CaseOutcome.BROKEN, str(first), first.hint))


def _undecided(case: GoldenCase, reason: str, hint: str) -> CaseResult:
    return _told(case, Judged(CaseOutcome.UNDECIDED, reason, hint))


def _result(case: GoldenCase, shown: Shown, found: Judged) -> CaseResult:
    return _told(case, found).model_copy(update={"evidence": shown.evidence, "seconds": shown.seconds})


def _told(case: GoldenCase, found: Judged) -> CaseResult:
    return CaseResult(
        id=case.id,
        title=case.card.title,
        path=case.card.path,
        outcome=found.outcome,
        reason=found.reason,
        hint=found.hint,
        verifies=case.card.verifies,
        differences=found.differences,
        more_differences=found.more_differences,
    )
