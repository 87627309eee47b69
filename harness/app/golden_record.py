"""``harness golden record``: cases from test cards, carried out three times in fresh cells, and their first snapshots."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import clock, golden_files, pending
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records import Recorder
from harness.app.golden_check import ACCEPTED_FILE
from harness.app.golden_drafts import Draft, drafts_of
from harness.app.golden_judging import APART_SECONDS, RUNS, names_of, result_of
from harness.app.golden_pictures import Looks, among
from harness.app.golden_run import Shown, Shows
from harness.app.golden_runs import GoldenRun
from harness.app.golden_writing import NewGolden, write_golden
from harness.app.project import Project, load_project
from harness.app.run_cards import Listener
from harness.domain.golden import CaseOutcome, CaseResult, GoldenCase, GoldenResults, Snapshot
from harness.domain.verdicts import Isolation
from harness.errors import MachineError, UsageError
from harness.golden.days import a_day_later
from harness.golden.documents import with_redactions
from harness.golden.judging import Judged, told_too_much
from harness.golden.redaction import redact
from harness.golden.snapshot_text import write_snapshot
from harness.golden.stability import Stability, stability
from harness.golden.vacuity import is_vacuous
from harness.readers import read_golden

CASE_FILE = "golden-case.md"
"""The text of a case as it was written, beside the evidence: redactions were added to what was carried out."""


@dataclass(frozen=True)
class RecordOptions:
    """What to record. ``propose`` adds the redactions that the runs ask for to the new cases."""

    names: tuple[str, ...]
    propose: bool = True
    workers: int | None = None
    isolation: Isolation | None = None
    command: tuple[str, ...] = ("harness", "golden", "record")


@dataclass(frozen=True)
class Recorded:
    """One new case: its document and its snapshot, and what wavered. ``problem`` says why there is none."""

    id: str
    document: str
    snapshot: str = ""
    stability: Stability | None = None
    vacuous: bool = False
    problem: str = ""
    hint: str = ""

    @property
    def unstable(self) -> tuple[str, ...]:
        """The leaves that differ from run to run, and that nothing masks."""
        return self.stability.unstable if self.stability else ()


def record_golden(
    start: Path, options: RecordOptions, listener: Listener, proposed: Sequence[Draft] = ()
) -> tuple[Recorded, ...]:
    """Record a case from each card that is named, each case that has no snapshot, and those that are ``proposed``.

    An interrupt ends all cells; what had all its runs before is written, and nothing else.

    Raises:
        DocumentError: if a card is invalid.
        UsageError: in CI, if nothing is named, a case of that id is there, or a card has lines that code cannot carry out.
        MachineError: if no cell can be opened.
        TreeError: if the tree cannot be exported or set up.
    """
    if golden_files.in_ci():
        raise UsageError("nothing is recorded in CI", "record on your machine, and commit what you have looked at")
    project, own = drafts_of(start, options.names) if options.names else (load_project(start), ())
    drafts = (*own, *proposed)
    remove_abandoned_rooms()
    with Recorder(project.root) as recorder:
        run = GoldenRun(project, options.isolation, options.workers, options.command, listener, recorder)
        shows = _runs(run, [draft.case for draft in drafts])
        found = [_recorded(project, draft, shows.by_case.get(draft.case.id, []), options) for draft in drafts]
        recorder.finish(run.recorded(GoldenResults(cases=tuple(result for _, result in found))))
    return tuple(one for one, _ in found)


def _runs(run: GoldenRun, cases: Sequence[GoldenCase]) -> Shows:
    shows = Shows()
    try:
        with ExitStack() as open_things:
            place = run.place([case.card for case in cases], open_things)
            run.begin(len(cases) * RUNS, len(cases))
            for number in range(1, RUNS + 1):
                if number > 1:
                    clock.pause(APART_SECONDS)
                shows.add(run.show(place, cases, number))
                if shows.interrupted:
                    break
    except KeyboardInterrupt:
        run.interrupted = True
    return shows


def _recorded(
    project: Project, draft: Draft, shown: Sequence[Shown], options: RecordOptions
) -> tuple[Recorded, CaseResult]:
    """One new case, and what the record tells of it."""
    if len(shown) < RUNS:
        return _refused(draft.case, shown, "interrupted before it was carried out three times", "record it again")
    if doubt := _doubt(shown):
        return _refused(draft.case, shown, doubt, "")
    case = draft.case
    taken = among(*(one.pictures for one in shown))
    looks = Looks(case.screenshot or 0.0, taken, taken)
    runs = [one.captures for one in shown]
    found = stability([*runs, a_day_later(runs[0], clock.days())], case.redactions, options.propose, looks)
    unseen = looks.doubt(CaseOutcome.SAME, runs[0])
    if unseen is not None:
        return _refused(case, shown, unseen.reason, unseen.hint)
    final = read_golden(with_redactions(case.card.text, found.proposed), case.card.path)
    masked = redact(runs[0], final.redactions)
    if masked.too_much:
        return _refused(case, shown, *told_too_much(masked.too_much[0], final))
    snapshot = Snapshot(
        case=final.id,
        case_sha256=final.card.sha256,
        redacted=names_of(final.redactions),
        unstable=found.unstable,
        captures=masked.captures,
    )
    return _written(project, draft, shown, NewGolden(final, snapshot, shown[0].pictures), found)


def _written(
    project: Project, draft: Draft, shown: Sequence[Shown], new: NewGolden, found: Stability
) -> tuple[Recorded, CaseResult]:
    vacuous = is_vacuous(new.snapshot.captures, found.unstable)
    if vacuous and draft.proposed:
        return _refused(draft.case, shown, "nothing in its snapshot could differ", "")
    try:
        path = write_golden(project.root, draft, new)
    except (MachineError, UsageError) as error:
        return _refused(draft.case, shown, error.what, error.hint)
    pending.remove(project.root, new.case.id)
    shown[0].attach(CASE_FILE, new.case.card.text.encode())
    shown[0].attach(ACCEPTED_FILE, write_snapshot(new.snapshot).encode("utf-8", "surrogatepass"))
    recorded = Recorded(new.case.id, new.case.card.path, path, found, vacuous)
    return recorded, result_of(new.case, _judged(recorded), shown)


def _judged(recorded: Recorded) -> Judged:
    """What checking it at once would tell."""
    if recorded.unstable:
        return Judged(CaseOutcome.UNSTABLE, f"it differs from run to run: {', '.join(recorded.unstable)}")
    return Judged(CaseOutcome.VACUOUS if recorded.vacuous else CaseOutcome.SAME)


def _doubt(shown: Sequence[Shown]) -> str:
    """Why what was shown is nothing to hold on to; empty where it is."""
    troubles = (one.reason if one.outcome is not None else one.unended for one in shown)
    return next((trouble for trouble in troubles if trouble), "")


def _refused(case: GoldenCase, shown: Sequence[Shown], problem: str, hint: str) -> tuple[Recorded, CaseResult]:
    recorded = Recorded(case.id, case.card.path, problem=problem, hint=hint)
    return recorded, result_of(case, Judged(CaseOutcome.UNDECIDED, problem, hint), shown)
