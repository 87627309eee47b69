"""``harness golden check``: carries every case out, compares it with its golden, and records that; accepts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import clock, golden_files, pending
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records import Recorder
from harness.app.conclusions import exit_code
from harness.app.golden_cases import GOLDEN, Cases, Kept, load_cases
from harness.app.golden_judging import APART_SECONDS, RUNS, Told, result_of, told, wants_more
from harness.app.golden_pictures import Find, beside, pictures_in
from harness.app.golden_run import Shown, Shows
from harness.app.golden_runs import GoldenRun
from harness.app.run_cards import Finished, Listener
from harness.domain.golden import CaseOutcome, CaseResult, GoldenCase, GoldenResults, Snapshot
from harness.domain.requirements import ByName
from harness.domain.results import Run
from harness.domain.verdicts import Isolation
from harness.errors import MachineError, RecordError, TreeError
from harness.golden.judging import Judged
from harness.golden.snapshot_text import write_snapshot

ACCEPTED_FILE = "golden.golden"
UNACCEPTED_FILE = "unaccepted.golden"
"""The golden that an attempt was compared with, beside its evidence: as it was accepted, or as somebody else wrote it."""
RECEIVED_FILE = "received.golden"
PICTURES_FOLDER = "golden-pictures"


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
        checking = _Checking(cases, options, listener, recorder)
        run = recorder.finish(checking.run())
    return Finished(run, recorder.folder, exit_code(run))


class _Checking:
    """One check from its start to its record."""

    def __init__(self, cases: Cases, options: GoldenOptions, listener: Listener, recorder: Recorder) -> None:
        self._cases = cases
        self._judging = Judging(cases, recorder.id)
        self._run = GoldenRun(cases.project, options.isolation, options.workers, options.command, listener, recorder)

    def run(self) -> Run:
        """Everything, as it is recorded."""
        shows = Shows()
        judging = self._judging
        try:
            try:
                self._show(shows)
            except KeyboardInterrupt:
                self._run.interrupted = True
            results = [judging.result(case, shows.by_case.get(case.id, ())) for case in self._cases.cases]
        except (TreeError, MachineError) as error:
            self._run.problems.append(error.what)
            results = [judging.undecided(case, error.what, error.hint) for case in self._cases.cases]
        self._run.problems += judging.problems
        return self._run.recorded(golden_results(self._cases, results))

    def _show(self, shows: Shows) -> None:
        """Gather what the cases show; those of which nobody knows yet what wavers are carried out several times."""
        cases = self._cases.cases
        again = [case for case in cases if wants_more(case, self._cases.snapshots.get(case.id))]
        if not cases:
            return
        with ExitStack() as open_things:
            place = self._run.place([case.card for case in cases], open_things)
            self._run.begin(len(cases) + (RUNS - 1) * len(again), len(cases))
            shows.add(self._run.show(place, cases, 1))
            for number in range(2, RUNS + 1):
                if again and not shows.interrupted:
                    clock.pause(APART_SECONDS)
                    shows.add(self._run.show(place, again, number))


def golden_results(cases: Cases, results: Sequence[CaseResult]) -> GoldenResults:
    """What came of the cases, with those of which nothing is left but that they were accepted."""
    return GoldenResults(cases=(*results, *map(_gone, cases.gone)), unused=cases.unused)


class Judging:
    """Judges cases by what they showed, and lets wait for a review what differs. ``problems`` says what could not wait."""

    def __init__(self, cases: Cases, run: str) -> None:
        self._cases = cases
        self._run = run
        self._names = ByName(cases.project.requirements)
        self.problems: list[str] = []

    def undecided(self, case: GoldenCase, reason: str, hint: str) -> CaseResult:
        """A case that was not carried out."""
        return _with_requirements(result_of(case, Judged(CaseOutcome.UNDECIDED, reason, hint)), self._names)

    def result(self, case: GoldenCase, shown: Sequence[Shown]) -> CaseResult:
        """A case by all that its attempts showed. Raises RecordError where the disk refuses."""
        if not shown:
            return self.undecided(case, "interrupted before it came to its end", "run it again")
        kept = self._cases.snapshots.get(case.id)
        folder = self._cases.path_of(case).parent
        found = told(case, kept, shown, beside(folder, case.id))
        if kept is not None:
            shown[0].attach(ACCEPTED_FILE if kept.accepted else UNACCEPTED_FILE, kept.data)
            self._keep_pictures(kept, beside(folder, case.id), shown[0])
        self._wait(case, shown[0], found)
        return _with_requirements(result_of(case, found.judged, shown), self._names)

    def _keep_pictures(self, kept: Kept, find: Find, shown: Shown) -> None:
        """Keep the pictures of the golden beside the evidence, but those that cannot be found."""
        captures = kept.reading.snapshot.captures if kept.reading else ()
        for digest in {digest for _, digest in pictures_in(captures)}:
            with suppress(RecordError):
                shown.attach(f"{PICTURES_FOLDER}/{digest.removeprefix('sha256:')}.png", find(digest))

    def _wait(self, case: GoldenCase, shown: Shown, found: Told) -> None:
        """Keep what is received for a review, or take away what waited where there is nothing to review."""
        root = self._cases.project.root
        if found.received is None:
            if found.judged.outcome is not CaseOutcome.UNDECIDED:
                pending.remove(root, case.id, self._run)
            return
        text = write_snapshot(found.received)
        shown.attach(RECEIVED_FILE, text.encode("utf-8", "surrogatepass"))
        try:
            pending.store(root, case.id, text, raw_text(found.received, shown), shown.pictures, self._run)
        except MachineError as error:
            self.problems.append(f"{case.id} cannot wait for a review: {error.what}")


def raw_text(received: Snapshot, shown: Shown) -> str:
    """What was received before anything was masked in it, as text."""
    return write_snapshot(received.model_copy(update={"captures": shown.captures}))


def _with_requirements(result: CaseResult, names: ByName) -> CaseResult:
    """The result with what the requirements said that the case verifies; a name that stands for several is left out."""
    meant = {claim: found.sha256 for claim in result.verifies if (found := names.one(claim))}
    return result.model_copy(update={"requirements": meant})


def _gone(id: str) -> CaseResult:
    return CaseResult(
        id=id,
        title="",
        path=f"{GOLDEN}/{golden_files.LOG}",
        outcome=CaseOutcome.GONE,
        reason="it was accepted and never retired, and neither its document nor its snapshot is there",
        hint=f"take them back from git, or retire it: `harness golden retire {id} --reason WHY`",
    )
