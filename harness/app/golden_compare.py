"""``harness golden compare``: every case on two revisions in turn; the one before is the oracle."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records import Recorder
from harness.app.conclusions import exit_code
from harness.app.golden_cases import GOLDEN, load_cases
from harness.app.golden_pair import PairRun, Sides, judged, named
from harness.app.golden_revisions import (
    CasesThen,
    cards_at,
    cases_of,
    golden_at,
    required_at,
)
from harness.app.project import Project, load_project
from harness.app.run_cards import Finished, Listener
from harness.domain.golden import CHANGED, CaseOutcome, CaseResult, GoldenResults
from harness.domain.nearest import did_you_mean
from harness.domain.results import Run
from harness.domain.verdicts import Isolation
from harness.errors import DocumentError, MachineError, TreeError, UsageError
from harness.golden.explaining import Explaining, explaining
from harness.golden.noise import Change
from harness.golden.pairing import Paired, paired


@dataclass(frozen=True)
class CompareOptions:
    """Which revisions, and how; ``head`` None is the working tree.

    ``names`` are ids of cases, or paths of documents or folders. ``repeat`` counts the runs of the head; the base has one more.
    """

    base: str
    head: str | None = None
    names: tuple[str, ...] = ()
    repeat: int = 1
    workers: int | None = None
    isolation: Isolation | None = None
    command: tuple[str, ...] = ("harness", "golden", "compare")


def compare_golden(start: Path, options: CompareOptions, listener: Listener) -> Finished:
    """Compare two revisions of the project that ``start`` lies in.

    The cases are those of today, of the head and of the base together: one that is gone, or was changed to do less, is
    carried out as it was in the base. Without any golden case they are made of the cards. A difference that a requirement
    explains is told and does not fail the run; a new crash, server error or crash report is never explained.

    Raises:
        DocumentError: if a case of today is invalid.
        UsageError: if there is neither a case nor a card that code can carry out, or a revision is unknown.
        RecordError: if the record cannot be written.
    """
    project = load_project(start)
    cases = load_pairs(start, project, options)
    remove_abandoned_rooms()
    with Recorder(project.root) as recorder:
        running = PairRun(project, options.isolation, options.workers, options.command, listener, recorder)
        run = running.of(options.base, options.head)
        recorded = recorder.finish(_compared(run, project, cases, options))
    return Finished(recorded, recorder.folder, exit_code(recorded), (*cases.remarks, *run.remarks))


# --- which cases ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pairs:
    """The cases of two revisions; ``problems`` keep the run open, ``remarks`` are for whoever started it."""

    cases: tuple[Paired, ...]
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def load_pairs(start: Path, project: Project, options: CompareOptions) -> Pairs:
    """The cases that are carried out on both revisions.

    Raises:
        DocumentError: if a document of today is invalid.
        UsageError: if there is none, if a name belongs to none, or if there is no such revision.
    """
    revisions = [one for one in (options.base, options.head) if one is not None]
    then = [golden_at(project, revision) for revision in revisions]
    if _has_golden(project) or any(one.cases or one.mistakes for one in then):
        now = CasesThen(load_cases(start).every) if _has_golden(project) else CasesThen()
    else:
        then = [cards_at(project, revision) for revision in revisions]
        now = _cards_now(project)
    known = {case.id for case in now.cases}
    of_head = [case for one in then[1:] for case in one.cases if case.id not in known]
    every = paired(then[0].cases, (*now.cases, *of_head), options.base)
    if not every:
        hint = "record cases with `harness golden record`, or write cards with `harness new card ID`"
        raise UsageError("there is no golden case, and no card that code can carry out", hint)
    natural = sorted({*now.natural, *then[0].natural} - {one.id for one in every})
    remarks = (f"not compared, because only an evaluator can carry them out: {', '.join(natural)}",) if natural else ()
    problems = tuple(f"a case cannot be read, and is not compared: {told}" for one in then for told in one.mistakes)
    return Pairs(_chosen(start, project.root, every, options.names), problems, remarks)


def _has_golden(project: Project) -> bool:
    documents = files.documents(project.root / GOLDEN, project.root)
    return any(path.name.lower() != "readme.md" for path in documents)


def _cards_now(project: Project) -> CasesThen:
    mistakes = [one for one in project.mistakes if one not in project.specifications.mistakes]
    if mistakes:
        raise DocumentError(mistakes)
    return cases_of(project.cards)


def _chosen(start: Path, root: Path, cases: Sequence[Paired], names: Sequence[str]) -> tuple[Paired, ...]:
    """The cases that are named, as they are now and as they were; all of them without a name."""
    wanted = {id for name in names for id in _wanted(start, root, cases, name)}
    return tuple(one for one in cases if not names or one.case.id in wanted)


def _wanted(start: Path, root: Path, cases: Sequence[Paired], name: str) -> set[str]:
    path = start.resolve() / name
    relative = path.resolve().relative_to(root).as_posix() if files.is_inside(path, root) else name
    found = {one.case.id for one in cases if name in (one.id, one.case.id) or _lies_at(one, relative)}
    if not found:
        known = list(dict.fromkeys(one.id for one in cases))
        raise UsageError(f"'{name}' is neither a path nor the id of a golden case", did_you_mean(name, known))
    return found


def _lies_at(one: Paired, path: str) -> bool:
    lies = one.case.card.path.rpartition(":")[2]
    return lies == path or lies.startswith(f"{path}/")


# --- what became of them ----------------------------------------------------------------------------------------------


def _compared(run: PairRun, project: Project, cases: Pairs, options: CompareOptions) -> Run:
    """Everything, as it is recorded."""
    run.problems.extend(cases.problems)
    sides: dict[str, Sides] = {}
    try:
        try:
            _carry_out(run, cases, options.repeat, sides)
        except KeyboardInterrupt:
            run.interrupted = True
        explains = explaining(required_at(project, options.base), required_at(project, options.head))
        results = [result_of_pair(one, sides.get(one.case.id, Sides()), run, explains) for one in cases.cases]
    except (TreeError, MachineError) as error:
        run.problems.append(error.what)
        results = [_told(one, Change(CaseOutcome.UNDECIDED, error.what), error.hint) for one in cases.cases]
    base_tree = run.base_tree.hash if run.base_tree else None
    return run.recorded(GoldenResults(cases=tuple(results), base=options.base, head=options.head, base_tree=base_tree))


def _carry_out(run: PairRun, cases: Pairs, repeat: int, sides: dict[str, Sides]) -> None:
    with ExitStack() as open_things:
        pair = run.pair([one.case.card for one in cases.cases], open_things)
        run.begin(len(cases.cases) * (2 * repeat + 1), len(cases.cases))
        run.passes(pair, [one.case for one in cases.cases], repeat, sides)


def result_of_pair(one: Paired, sides: Sides, run: PairRun, explains: Explaining) -> CaseResult:
    """What came of a case, and what explains its differences."""
    found = judged(one.case, sides, run.base, run.head)
    told = _told(one, found).model_copy(update=_facts_of(sides))
    if found.outcome not in CHANGED:
        return told
    explained = () if found.crash else explains.of(one.tags)
    return told.model_copy(
        update={"explained": explained, "hint": "" if explained else _why_not(one, found, explains, run)}
    )


def _facts_of(sides: Sides) -> dict[str, object]:
    """Where the evidence of a case lies (that of the head, if there is one), and the seconds that it took."""
    shown = (*sides.head, *sides.base)
    evidence = next((one.evidence for one in shown if one.evidence), None)
    return {"evidence": evidence, "seconds": sum(one.seconds for one in shown)}


def _why_not(one: Paired, found: Change, explains: Explaining, run: PairRun) -> str:
    """Why no requirement explains a difference, where one seems to."""
    if explains.why_not:
        return f"nothing can be explained: {explains.why_not}"
    if found.crash and explains.of((*one.tags, *one.late)):
        return "a crash is no behaviour that a requirement could ask for"
    if late := explains.of(one.late):
        return f"{', '.join(late)} explains nothing: the case has this tag only since {named(run.base)}"
    for tag in sorted(set(one.tags).intersection(explains.ambiguous)):
        others = " or ".join(name for name in explains.ambiguous[tag] if name != tag)
        return f"{tag} explains nothing: several features have it; tag the case with {others}"
    return ""


def _told(one: Paired, found: Change, hint: str = "") -> CaseResult:
    return CaseResult(
        id=one.case.id,
        title=one.case.card.title,
        path=one.case.card.path,
        sha256=one.case.card.sha256,
        outcome=found.outcome,
        reason="; ".join(filter(None, (one.told, found.reason))),
        hint=hint,
        verifies=one.case.card.verifies,
        differences=found.differences,
        more_differences=found.more,
        lines=one.case.lines_of(found.differences),
    )
