"""``harness golden compare``: every case on two revisions in turn; the one before is the oracle."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from harness import __version__
from harness.adapters import clock, files
from harness.adapters.cell.levels import holes
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records import Recorder
from harness.adapters.revisions import files_at
from harness.app import preparing
from harness.app.conclusions import exit_code
from harness.app.golden_cases import GOLDEN, load_cases
from harness.app.golden_pictures import Looks, among
from harness.app.golden_run import Place, Shown, show
from harness.app.project import SPECIFICATIONS, Project, load_project
from harness.app.run_cards import Finished, Listener
from harness.domain.actions import Surface
from harness.domain.golden import CHANGED, CaseOutcome, CaseResult, GoldenCase, GoldenResults
from harness.domain.results import ChainRecord, IsolationRecord, Run, Totals, TreeRecord
from harness.domain.verdicts import Isolation
from harness.errors import DocumentError, MachineError, TreeError, UsageError
from harness.golden.documents import from_card
from harness.golden.noise import Change, change
from harness.markdown.text import decode
from harness.readers import read_golden, read_requirements


@dataclass(frozen=True)
class CompareOptions:
    """Which revisions, and how; ``head`` None is the working tree.

    ``repeat`` counts the runs of the head; the base has one more.
    """

    base: str
    head: str | None = None
    names: tuple[str, ...] = ()
    repeat: int = 1
    workers: int | None = None
    isolation: Isolation | None = None
    command: tuple[str, ...] = ("harness", "golden", "compare")


def compare_golden(start: Path, options: CompareOptions, listener: Listener) -> Finished:
    """Compare two revisions of the project that ``start`` lies in; cases are today's, or else are made of its cards.

    Raises:
        DocumentError: if a case is invalid.
        UsageError: if there is neither a case nor a card that code can carry out, or a revision is unknown.
        RecordError: if the record cannot be written.
    """
    project, cases = _cases(start, options.names)
    remove_abandoned_rooms()
    with Recorder(project.root) as recorder:
        run = recorder.finish(_Comparing(project, cases, options, listener, recorder).run())
    return Finished(run, recorder.folder, exit_code(run))


def _cases(start: Path, names: Sequence[str]) -> tuple[Project, tuple[GoldenCase, ...]]:
    project = load_project(start)
    if any(path.name.lower() != "readme.md" for path in files.documents(project.root / GOLDEN, project.root)):
        return project, load_cases(start, names).cases
    if project.mistakes:
        raise DocumentError(project.mistakes)
    cards = [card for card in project.cards if all(step.action is not None for step in card.steps)]
    wanted = [card for card in cards if not names or card.id in names]
    if not wanted:
        hint = "record cases with `harness golden record`, or write cards with `harness new card ID`"
        raise UsageError("there is no golden case, and no card that code can carry out", hint)
    return project, tuple(read_golden(from_card(card), card.path) for card in wanted)


class _Comparing:
    """One comparison from its start to its record."""

    def __init__(
        self,
        project: Project,
        cases: Sequence[GoldenCase],
        options: CompareOptions,
        listener: Listener,
        recorder: Recorder,
    ) -> None:
        self._project = project
        self._cases = cases
        self._options = options
        self._listener = listener
        self._recorder = recorder
        self._least = options.isolation or project.configuration.cards.isolation
        self._reached: Isolation | None = None
        self._tree: TreeRecord | None = None
        self._problems: list[str] = []
        self._interrupted = False
        self._attempts = 0

    def run(self) -> Run:
        """Everything, as it is recorded."""
        started, began = clock.timestamp(), clock.seconds()
        try:
            results = self._results()
        except (TreeError, MachineError) as error:
            self._problems.append(error.what)
            results = [_told(case, Change(CaseOutcome.UNDECIDED, error.what)) for case in self._cases]
        return Run(
            tool_version=__version__,
            id=self._recorder.id,
            command=self._options.command,
            started=started,
            finished=clock.timestamp(),
            interrupted=self._interrupted,
            tree=self._tree,
            documents=self._project.documents,
            isolation=IsolationRecord(
                reached=self._reached, least=self._least, holes=holes(self._reached) if self._reached else ()
            ),
            data=self._project.configuration.product.data,
            page=self._project.configuration.cards.page,
            evaluator="capture",
            problems=tuple(self._problems),
            golden=GoldenResults(cases=tuple(results), base=self._options.base, head=self._options.head),
            totals=Totals(seconds=clock.seconds() - began),
            events=ChainRecord(count=0, head=""),
        )

    def _results(self) -> list[CaseResult]:
        with ExitStack() as open_things:
            if any(Surface.BROWSER in case.card.surfaces for case in self._cases):
                open_things.callback(preparing.begin_driver())
            self._listener.stage("starting a cell")
            level = preparing.reached_level(self._options.isolation, self._least)
            base = self._place(self._options.base, level, open_things)
            head = self._place(self._options.head, level, open_things)
            self._reached = level
            runs = self._options.repeat
            self._listener.cards(len(self._cases) * (2 * runs + 1))
            before = self._shown(base, runs + 1)
            after = self._shown(head, runs)
        changed = self._changed_requirements()
        return [self._result(case, before.get(case.id, []), after.get(case.id, []), changed) for case in self._cases]

    def _place(self, revision: str | None, level: Isolation, open_things: ExitStack) -> Place:
        prepared = preparing.prepare(self._project, revision, level, self._listener.stage, open_things)
        self._tree = prepared.record
        workers = preparing.workers(self._project, self._options.workers, level)
        return Place(self._project, prepared.tree, level, self._least, workers)

    def _shown(self, place: Place, runs: int) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = {}
        for _ in range(runs):
            if self._interrupted:
                break
            self._attempts += 1
            shows = show(place, self._cases, self._recorder, self._listener.event, first=self._attempts)
            self._interrupted = shows.interrupted
            for id, shown in shows.by_case.items():
                found.setdefault(id, []).extend(shown)
        return found

    def _result(
        self, case: GoldenCase, before: Sequence[Shown], after: Sequence[Shown], changed: frozenset[str]
    ) -> CaseResult:
        trouble = next((one for one in (*before, *after) if one.outcome is not None), None)
        if trouble is not None and trouble.outcome is not None:
            return _told(case, Change(trouble.outcome, trouble.reason))
        if len(before) <= self._options.repeat or len(after) < self._options.repeat:
            return _told(case, Change(CaseOutcome.UNDECIDED, "it was not carried out on both to the end"))
        found = _change(case, before, after)
        told = _told(case, found).model_copy(
            update={"evidence": after[0].evidence, "seconds": sum(one.seconds for one in (*before, *after))}
        )
        explained = sorted(changed.intersection(case.card.verifies)) if found.outcome in CHANGED else []
        return told.model_copy(update={"explained": tuple(explained)})

    def _changed_requirements(self) -> frozenset[str]:
        """The requirements whose text is another one in the head than in the base, or which only one of the two has."""
        base = self._requirements(self._options.base)
        head = (
            self._requirements(self._options.head)
            if self._options.head
            else {one.id: one.sha256 for one in self._project.requirements}
        )
        return frozenset(id for id in {*base, *head} if base.get(id) != head.get(id))

    def _requirements(self, revision: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for path, data in files_at(self._project.root, revision, SPECIFICATIONS).items():
            if path.endswith(".md"):
                try:
                    found.update({one.id: one.sha256 for one in read_requirements(decode(data, path), path)})
                except DocumentError as error:
                    self._problems.append(f"{revision}: {error.what}")
        return found


def _change(case: GoldenCase, before: Sequence[Shown], after: Sequence[Shown]) -> Change:
    base, head = ([one.captures for one in shown] for shown in (before, after))
    taken = among(*(one.pictures for one in (*before, *after)))
    looks = Looks(case.screenshot or 0.0, taken, taken)
    found = change(base, head, case.redactions, looks)
    doubt = looks.doubt(found.outcome, base[0])
    return replace(found, outcome=doubt.outcome, reason=doubt.reason) if doubt else found


def _told(case: GoldenCase, found: Change) -> CaseResult:
    return CaseResult(
        id=case.id,
        title=case.card.title,
        path=case.card.path,
        outcome=found.outcome,
        reason=found.reason,
        verifies=case.card.verifies,
        differences=found.differences,
        more_differences=found.more,
    )
