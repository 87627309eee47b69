"""Runs attempts at cards side by side, each in its own cell, and gathers their results; an interrupt ends them all."""

from __future__ import annotations

import queue
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from harness.adapters.records import Recorder
from harness.adapters.sessions import OpenCells, open_session
from harness.app.assignment import Assignment
from harness.domain.configuration import PagePolicy, Service
from harness.domain.events import CardFinished, CardStarted, Event
from harness.domain.results import Attempt, CardResult
from harness.domain.verdicts import Isolation
from harness.errors import MachineError
from harness.evaluation.attempts import evaluate, unable
from harness.evaluation.frame import Frame


@dataclass(frozen=True)
class PoolSettings:
    """How many cards at a time, how often each, and what holds for every one; ``seconds`` is a card's limit."""

    workers: int
    repeat: int
    least: Isolation
    services: Mapping[str, Service]
    data: tuple[str, ...]
    page: PagePolicy
    seconds: float


class CardPool:
    """``listen`` hears every event, in the thread that called ``run``. ``interrupted`` says whether all was done."""

    def __init__(
        self, cells: OpenCells, recorder: Recorder, settings: PoolSettings, listen: Callable[[Event], None]
    ) -> None:
        self._cells = cells
        self._recorder = recorder
        self._settings = settings
        self._listen = listen
        self._news: queue.SimpleQueue[Event | BaseException | None] = queue.SimpleQueue()
        self._attempts: dict[str, list[Attempt]] = defaultdict(list)
        self.interrupted = False

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
                workers.shutdown(wait=False, cancel_futures=True)
                self._cells.close()
            except BaseException:
                workers.shutdown(wait=False, cancel_futures=True)
                self._cells.close()
                raise
        complete = [one for one in assignments if len(self._attempts[one.card.id]) == self._settings.repeat]
        return {one.card.id: one.concluded(sorted(self._attempts[one.card.id], key=_number)) for one in complete}

    @property
    def _numbers(self) -> range:
        return range(1, self._settings.repeat + 1)

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
            if not self._cells.closed:
                self._attempts[assignment.card.id].append(attempt)
            self._news.put(None)
        except BaseException as error:  # noqa: BLE001 - the boundary of a worker: told to the thread that waits
            self._news.put(error)

    def _attempt(self, assignment: Assignment, number: int) -> Attempt:
        card = assignment.card
        recorder = self._recorder.attempt(card, number)

        def tell(event: Event) -> None:
            recorder.append(event)
            self._news.put(event)

        tell(CardStarted(card=card.id, attempt=number, sha256=card.sha256, evaluator=assignment.evaluator))
        frame = Frame(
            attempt=number,
            least=self._settings.least,
            hard_limits=assignment.hard_limits,
            data=self._settings.data,
            page=self._settings.page,
        )
        seconds = min(self._settings.seconds, card.max_seconds or self._settings.seconds)
        try:
            with open_session(self._cells, recorder, self._settings.services, seconds) as session:
                events = evaluate(card, assignment.perform, session, frame)
                for event in events:
                    tell(event)
                    if isinstance(event, CardFinished):
                        return event.result
        except MachineError as error:
            attempt = unable(number, error, recorder.evidence)
            tell(CardFinished(card=card.id, result=attempt))
            return attempt
        raise AssertionError("an evaluation ends with CardFinished")


def _number(attempt: Attempt) -> int:
    return attempt.number
