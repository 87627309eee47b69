"""One run of golden cases from the first stage to its record, whatever is made of what they show."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from harness import __version__
from harness.adapters import clock
from harness.adapters.cell.levels import holes
from harness.adapters.records import Recorder
from harness.adapters.workers import processors
from harness.app import preparing
from harness.app.golden_run import CAPTURE, Place, Shows, show
from harness.app.project import Project
from harness.app.run_cards import Listener
from harness.domain.actions import Surface
from harness.domain.cards import Card
from harness.domain.events import RunStarted
from harness.domain.golden import GoldenCase, GoldenResults
from harness.domain.results import ChainRecord, IsolationRecord, Run, Totals, TreeRecord
from harness.domain.verdicts import Isolation

_FOR_EACH_PROCESSOR = 2


class GoldenRun:
    """What a run reached so far: its tree and isolation, its ``problems``, and whether it was ``interrupted``."""

    def __init__(
        self,
        project: Project,
        isolation: Isolation | None,
        workers: int | None,
        command: tuple[str, ...],
        listener: Listener,
        recorder: Recorder,
    ) -> None:
        self._project = project
        self._isolation = isolation
        self._workers = workers
        self._command = command
        self._listener = listener
        self._recorder = recorder
        self._least = isolation or project.configuration.cards.isolation
        self._reached: Isolation | None = None
        self._tree: TreeRecord | None = None
        self._started, self._began = clock.timestamp(), clock.seconds()
        self.problems: list[str] = []
        self.interrupted = False

    def place(self, cards: Sequence[Card], open_things: ExitStack) -> Place:
        """Where cells are opened.

        Raises:
            TreeError: if the tree cannot be exported or set up.
            MachineError: if no cell can be opened.
        """
        if any(Surface.BROWSER in card.surfaces for card in cards):
            open_things.callback(preparing.begin_driver())
        self._listener.stage("starting a cell")
        level = preparing.reached_level(self._isolation, self._least)
        prepared = preparing.prepare(self._project, None, level, self._listener.stage, open_things, self._note)
        self._reached = level
        workers = preparing.workers(self._project, self._workers or self._usual(cards), level)
        return Place(self._project, prepared.tree, level, self._least, workers)

    def _usual(self, cards: Sequence[Card]) -> int:
        """How many cases run at a time where nobody says so: a cell that starts mostly waits, and not for a processor."""
        configured = self._project.configuration.cards.workers
        if configured == 1 or any(Surface.BROWSER in card.surfaces for card in cards):
            return configured
        return max(configured, _FOR_EACH_PROCESSOR * processors())

    def begin(self, attempts: int, cases: int) -> None:
        """Say that so many attempts at so many cases follow."""
        self._recorder.append(RunStarted(run=self._recorder.id, tree=self._tree and self._tree.hash, cards=cases))
        self._listener.cards(attempts)

    def show(self, place: Place, cases: Sequence[GoldenCase], number: int) -> Shows:
        """Carry cases out; ``number`` is that of the attempt at each."""
        shows = show(place, cases, self._recorder, self._listener.event, first=number)
        self.interrupted = self.interrupted or shows.interrupted
        return shows

    def recorded(self, results: GoldenResults) -> Run:
        """The run as it is recorded."""
        project = self._project
        reached = self._reached
        return Run(
            tool_version=__version__,
            id=self._recorder.id,
            command=self._command,
            started=self._started,
            finished=clock.timestamp(),
            interrupted=self.interrupted,
            tree=self._tree,
            documents=project.documents,
            isolation=IsolationRecord(reached=reached, least=self._least, holes=holes(reached) if reached else ()),
            data=project.configuration.product.data,
            page=project.configuration.cards.page,
            evaluator=CAPTURE,
            problems=tuple(self.problems),
            golden=results,
            totals=Totals(seconds=clock.seconds() - self._began),
            events=ChainRecord(count=0, head=""),
        )

    def _note(self, tree: TreeRecord) -> None:
        self._tree = tree
