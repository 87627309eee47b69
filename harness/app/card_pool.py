"""Runs attempts at cards side by side, each in its own cell, and gathers their results; an interrupt ends them all."""

from __future__ import annotations

import queue
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from harness.adapters.records import AttemptRecorder, Recorder
from harness.adapters.sessions import CardSession, OpenCells, open_session
from harness.app.assignment import Assignment
from harness.app.models import RunModel
from harness.domain.cards import Card
from harness.domain.configuration import Service
from harness.domain.events import CardFinished, CardStarted, Event
from harness.domain.replays import KeptReplay
from harness.domain.results import Attempt, CardResult
from harness.domain.verdicts import Verdict
from harness.errors import EvaluatorError, MachineError
from harness.evaluation.aids import Aids
from harness.evaluation.attempts import evaluate, unable
from harness.evaluation.conclusions import missed
from harness.evaluation.frame import Frame
from harness.evaluation.keeping import NotKeepable, kept_replay

_FENCE_BYTES = 8


@dataclass(frozen=True)
class PoolSettings:
    """How many cards at a time, how often each, and what holds for every one; ``frame`` is completed for each attempt.

    ``first`` is the number of the first attempt at each. ``look`` is shown every finished attempt with its events and its
    record, in the thread that made it. With ``read_all`` a command may print more than is kept of it.
    """

    workers: int
    repeat: int
    services: Mapping[str, Service]
    frame: Frame
    keep_replays: bool = False
    first: int = 1
    read_all: bool = False
    look: Callable[[Attempt, Sequence[Event], AttemptRecorder], None] | None = None


class CardPool:
    """``listen`` hears every event, in the thread that called ``run``. ``interrupted`` says whether all was done."""

    def __init__(
        self,
        cells: OpenCells,
        model: RunModel,
        recorder: Recorder,
        settings: PoolSettings,
        listen: Callable[[Event], None],
    ) -> None:
        self._cells = cells
        self._model = model
        self._recorder = recorder
        self._settings = settings
        self._listen = listen
        self._news: queue.SimpleQueue[Event | BaseException | None] = queue.SimpleQueue()
        self._attempts: dict[str, list[Attempt]] = defaultdict(list)
        self.interrupted = False
        self.kept: list[tuple[Card, KeptReplay]] = []
        self.remarks: list[str] = []

    def run(self, assignments: Sequence[Assignment]) -> dict[str, CardResult]:
        """The result of each card that had all its attempts, by id. Raises RecordError as the recorder does."""
        tasks = [(assignment, number) for number in self._numbers for assignment in assignments]
        with ThreadPoolExecutor(self._settings.workers, thread_name_prefix="card") as workers:
            for assignment, number in tasks:
                workers.submit(self._work, assignment, number)
            try:
                self._follow(len(tasks))
            except KeyboardInterrupt:
                self.interrupted = True
                self._end(workers)
            except BaseException:
                self._end(workers)
                raise
        complete = [one for one in assignments if self._is_complete(one.card.id)]
        return {one.card.id: one.concluded(sorted(self._attempts[one.card.id], key=_number)) for one in complete}

    @property
    def finished(self) -> frozenset[str]:
        """The ids of the cards that had all their attempts before any interrupt."""
        return frozenset(card for card in self._attempts if self._is_complete(card))

    def _is_complete(self, card: str) -> bool:
        return sum(not attempt.superseded for attempt in self._attempts[card]) == self._settings.repeat

    @property
    def _numbers(self) -> range:
        first = self._settings.first
        return range(first, first + self._settings.repeat)

    def _end(self, workers: ThreadPoolExecutor) -> None:
        workers.shutdown(wait=False, cancel_futures=True)
        self._cells.close()
        self._model.close()

    def _follow(self, tasks: int) -> None:
        while tasks:
            news = self._news.get()
            if news is None:
                tasks -= 1
            elif isinstance(news, BaseException):
                raise news
            else:
                self._listen(news)

    def _work(self, assignment: Assignment, number: int) -> None:
        try:
            attempt = self._attempt(assignment, number)
            self._add(assignment, attempt)
            if attempt.superseded and assignment.live is not None:
                self._add(assignment, self._attempt(assignment.live, number + self._settings.repeat))
            self._news.put(None)
        except BaseException as error:  # noqa: BLE001 - the boundary of a worker: told to the thread that waits
            self._news.put(error)

    def _add(self, assignment: Assignment, attempt: Attempt) -> None:
        if not self._cells.closed:
            self._attempts[assignment.card.id].append(attempt)

    def _attempt(self, assignment: Assignment, number: int) -> Attempt:
        card = assignment.card
        recorder = self._recorder.attempt(card, number)

        events: list[Event] = []

        def tell(event: Event) -> None:
            recorder.append(event)
            events.append(event)
            self._news.put(event)

        tell(CardStarted(card=card.id, attempt=number, sha256=card.sha256, evaluator=assignment.evaluator))
        try:
            frame = self._frame(assignment, number)
            with open_session(
                self._cells,
                recorder,
                self._settings.services,
                frame.limits.seconds,
                card.surfaces,
                self._settings.read_all,
            ) as session:
                aids = self._aids(assignment, frame, session)
                for event in evaluate(card, assignment.perform, session, frame, aids):
                    if isinstance(event, CardFinished):
                        attempt = self._signed(assignment, event.result)
                        break
                    tell(event)
        except (MachineError, EvaluatorError) as error:
            attempt = self._signed(assignment, unable(number, error, recorder.evidence))
        tell(CardFinished(card=card.id, result=attempt))
        if self._settings.look is not None:
            self._settings.look(attempt, events, recorder)
        self._keep(assignment, attempt, events, recorder)
        return attempt

    def _signed(self, assignment: Assignment, attempt: Attempt) -> Attempt:
        """The attempt with whose it is, and whether a live one follows it."""
        followed = assignment.live is not None and self._model.model is not None and missed(attempt)
        return attempt.model_copy(update={"evaluator": assignment.evaluator, "superseded": followed})

    def _keep(
        self, assignment: Assignment, attempt: Attempt, events: Sequence[Event], recorder: AttemptRecorder
    ) -> None:
        """Keep a live pass so that it can be done again, or say why it cannot."""
        if not (self._settings.keep_replays and assignment.needs_model and attempt.verdict is Verdict.PASS):
            return
        card, model = assignment.card, self._model.name or ""
        try:
            kept = kept_replay(card, attempt, events, recorder.observation, self._recorder.id, model)
        except NotKeepable as reason:
            self.remarks.append(f"the pass of {card.id} is not kept: {reason}")
            return
        self.kept.append((card, kept))

    def _frame(self, assignment: Assignment, number: int) -> Frame:
        """What one attempt is told; its time ends with the run's. Raises EvaluatorError if that is over."""
        self._model.budget.require_time()
        frame = self._settings.frame
        wanted = frame.limits.seconds
        seconds = min(wanted, assignment.card.max_seconds or wanted, self._model.budget.seconds_left())
        return frame.model_copy(
            update={
                "attempt": number,
                "hard_limits": assignment.hard_limits,
                "broken_seal": assignment.broken_seal,
                "limits": frame.limits.model_copy(update={"seconds": seconds}),
                "fence": secrets.token_hex(_FENCE_BYTES),
            }
        )

    def _aids(self, assignment: Assignment, frame: Frame, session: CardSession) -> Aids:
        """What the evaluator may lean on: a model only if it needs one."""
        if not assignment.needs_model:
            return Aids(replay=assignment.replay)
        return Aids(model=self._model.metered(frame.limits, lambda: frame.limits.seconds - session.seconds()))


def _number(attempt: Attempt) -> int:
    return attempt.number
