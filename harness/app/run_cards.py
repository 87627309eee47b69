"""``harness run-cards``: prepares the tree, runs the selected cards in cells, records everything, and returns the Run."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from harness import __version__
from harness.adapters import clock, files
from harness.adapters.cell.levels import holes
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records import Recorder
from harness.adapters.replays import store_replay
from harness.adapters.trees import PreparedTree
from harness.app import preparing
from harness.app.assignment import Assignment, assign
from harness.app.card_pool import CardPool, PoolSettings
from harness.app.models import RunModel, open_run_model
from harness.app.project import Project
from harness.app.sealing import gone_seals
from harness.app.selection import Selection, select
from harness.domain.actions import Surface
from harness.domain.conversation import Usage
from harness.domain.events import Event, RunStarted
from harness.domain.results import CardResult, ChainRecord, IsolationRecord, Run, Totals, TreeRecord
from harness.domain.verdicts import Cause, ExitCode, Isolation
from harness.errors import MachineError, TreeError
from harness.evaluation.conclusions import exit_code


class Listener:
    """What a shell is told while cards run; this one ignores it all."""

    def stage(self, what: str) -> None:
        """A stage before the cards has begun, in a few words."""

    def cards(self, count: int) -> None:
        """So many attempts at cards will be made."""

    def event(self, event: Event) -> None:
        """Something happened in a card, or one is finished."""


@dataclass(frozen=True)
class RunOptions:
    """How to run. ``isolation`` None takes the strongest level there is; ``revision`` None takes the working tree.

    ``keep_replays`` keeps what blind passes did, so that it can be done again.
    """

    selection: Selection = field(default_factory=Selection)
    revision: str | None = None
    workers: int | None = None
    repeat: int = 1
    evaluator: str | None = None
    isolation: Isolation | None = None
    keep_replays: bool = False
    command: tuple[str, ...] = ("harness", "run-cards")


@dataclass(frozen=True)
class Finished:
    """A run that is over: its record, where that lies, and the exit code that follows from it."""

    run: Run
    folder: Path
    exit_code: ExitCode
    remarks: tuple[str, ...] = ()


def run_cards(start: Path, options: RunOptions, listener: Listener) -> Finished:
    """Run the selected cards of the project that ``start`` lies in.

    An interrupt ends all cells; what was finished is kept and the run says that it was interrupted.

    Raises:
        DocumentError: if a document is invalid.
        UsageError: if nothing is selected, an evaluator or a revision is unknown, or a limit cannot be kept.
        EvaluatorError: if a card needs a model and there is no credential for it.
        RecordError: if the record cannot be written.
    """
    project, cards = select(start, options.selection)
    assignments = assign(project, cards, options.evaluator or project.configuration.cards.evaluator)
    model = open_run_model(project, assignments)
    remove_abandoned_rooms()
    with Recorder(project.root) as recorder:
        running = _Running(project, options, listener, recorder, model)
        run = recorder.finish(running.run(assignments))
    return Finished(run, recorder.folder, exit_code(run), (*running.remarks, *gone_seals(project)))


class _Running:
    """One run from its start to its record."""

    def __init__(
        self, project: Project, options: RunOptions, listener: Listener, recorder: Recorder, model: RunModel
    ) -> None:
        self._project = project
        self._options = options
        self._listener = listener
        self._recorder = recorder
        self._model = model
        self._least = options.isolation or project.configuration.cards.isolation
        self._reached: Isolation | None = None
        self._tree: TreeRecord | None = None
        self._problems: list[str] = []
        self.remarks: list[str] = []
        self._interrupted = False

    def run(self, assignments: Sequence[Assignment]) -> Run:
        started, began = clock.timestamp(), clock.seconds()
        try:
            results = self._results(assignments)
        except (TreeError, MachineError) as error:
            self._problems.append(error.what)
            results = [assignment.undecided(Cause.ENVIRONMENT, error.what, error.hint) for assignment in assignments]
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
            evaluator=self._options.evaluator or self._project.configuration.cards.evaluator,
            model=self._model.name,
            problems=tuple(self._problems),
            cards=tuple(results),
            totals=_totals(results, clock.seconds() - began),
            events=ChainRecord(count=0, head=""),
        )

    def _results(self, assignments: Sequence[Assignment]) -> list[CardResult]:
        runnable = [assignment for assignment in assignments if assignment.inability is None]
        if not runnable:
            return [assignment.refused() for assignment in assignments]
        with ExitStack() as open_things:
            if any(Surface.BROWSER in assignment.card.surfaces for assignment in runnable):
                open_things.callback(preparing.begin_driver())
            self._listener.stage("starting a cell")
            level = preparing.reached_level(self._options.isolation, self._least)
            try:
                prepared = preparing.prepare(
                    self._project, self._options.revision, level, self._listener.stage, open_things, self._note
                ).tree
            except KeyboardInterrupt:
                self._interrupted = True
                return [assignment.undecided(Cause.ENVIRONMENT, "interrupted", "") for assignment in assignments]
            self._reached = level
            pool = self._pool(level, prepared)
            self._recorder.append(
                RunStarted(run=self._recorder.id, tree=self._tree and self._tree.hash, cards=len(assignments))
            )
            self._listener.cards(len(runnable) * self._options.repeat)
            attempted = pool.run(runnable)
            self._interrupted = pool.interrupted
            self._keep(pool)
        return [attempted.get(assignment.card.id) or assignment.refused() for assignment in assignments]

    def _note(self, tree: TreeRecord) -> None:
        self._tree = tree

    def _keep(self, pool: CardPool) -> None:
        """Keep the blind passes that can be done again, and remark on those that cannot."""
        self.remarks += pool.remarks
        for card, replay in pool.kept:
            path = store_replay(self._project.root, card, replay)
            self.remarks.append(f"the pass of {card.id} is kept in {files.typed(path)}")

    def _pool(self, level: Isolation, prepared: PreparedTree) -> CardPool:
        settings = PoolSettings(
            workers=preparing.workers(self._project, self._options.workers, level),
            repeat=self._options.repeat,
            services=self._project.configuration.product.services,
            frame=preparing.frame(self._project, prepared, self._least),
            keep_replays=self._options.keep_replays,
        )
        cells = preparing.cells(self._project, prepared, level)
        return CardPool(cells, self._model, self._recorder, settings, self._listener.event)


def _totals(results: Sequence[CardResult], seconds: float) -> Totals:
    usage = sum((attempt.usage for result in results for attempt in result.attempts), Usage())
    return Totals(seconds=seconds, tokens=usage.tokens, dollars=usage.dollars, usage=usage)
