"""Processes that each hold one object and answer calls until they are closed; what they compute lies elsewhere.

A worker is started afresh (nothing is forked) and ends by itself when its input closes, which it does however this process
ends. It lies in a group of its own, so that Ctrl-C in a terminal reaches this process alone, which then closes it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from types import TracebackType
from typing import Any, Generic, TypeVar

from harness.errors import MachineError
from harness.ports.workers import Answer, Lost, Task

STACK = 512 * 2**20
"""Bytes of stack, of which only those are taken that are used."""
RECURSION = 30_000
_PATIENCE = 5.0
_GARBAGE = 200_000
_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from harness.adapters.workers import serve; serve({answers})"
)
Held = TypeVar("Held")
Result = TypeVar("Result")
Waited = TypeVar("Waited")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ProcessWorkers(Generic[Held]):
    """At most ``count`` processes, started when the first tasks come that are to be done apart.

    ``make`` makes the object of a worker there; it must be picklable: a function of a module, or a ``functools.partial`` of
    one with plain data.
    """

    def __init__(self, make: Callable[[], Held], count: int | None = None) -> None:
        self._make = make
        self._count = processors() if count is None else count
        self._running: list[_Process] = []
        self._own: Held | None = None

    def __enter__(self) -> ProcessWorkers[Held]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every process, whatever it does."""
        for process in self._running:
            process.end()
        self._running = []
        self._own = None

    def each(
        self, work: Callable[[Held, Task], Answer], tasks: Sequence[Task], *, apart: bool = True
    ) -> Iterator[Answer | Lost]:
        """The answers, in the order of the tasks. Raises MachineError where no process can be started."""
        if not apart or self._count < 1 or not sys.executable:
            return self._here(work, tasks)
        return self._apart(work, tasks)

    def _here(self, work: Callable[[Held, Task], Answer], tasks: Sequence[Task]) -> Iterator[Answer]:
        for task in tasks:
            yield deeply(lambda task=task: work(self._held(), task))  # type: ignore[misc]

    def _held(self) -> Held:
        if self._own is None:
            self._own = self._make()
        return self._own

    def _apart(self, work: Callable[[Held, Task], Answer], tasks: Sequence[Task]) -> Iterator[Answer | Lost]:
        running = self._started(len(tasks))
        waiting = _Waiting(tasks, len(running))
        done: queue.SimpleQueue[tuple[int, _Outcome] | None] = queue.SimpleQueue()
        for place, process in enumerate(running):
            # A thread for each process: what is written to one and what another says never wait for each other.
            threading.Thread(target=_drive, args=(process, work, waiting, place, done), daemon=True).start()
        answers: dict[int, _Outcome] = {}
        driving = len(running)
        for number in range(len(tasks)):
            while number not in answers and driving:
                told = done.get()
                if told is None:
                    driving -= 1
                else:
                    answers[told[0]] = told[1]
            outcome = answers.pop(number, None)
            yield Lost("no process is left to do it") if outcome is None else outcome.value()

    def _started(self, most: int) -> list[_Process]:
        self._running = [process for process in self._running if process.lives()]
        while len(self._running) < min(self._count, most):
            self._running.append(_Process(self._make))
        return list(self._running)


def deeply(work: Callable[[], Result]) -> Result:
    """Do something that calls itself deeply, on a stack that holds it; what it raises is raised here."""
    outcome: list[_Outcome] = []

    def run() -> None:
        outcome.append(_tried(work))

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION))
    try:
        thread = _deep_thread(run)
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
    result: Result = outcome[0].value()
    return result


def _deep_thread(run: Callable[[], None]) -> threading.Thread:
    before = threading.stack_size(STACK)
    try:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    return thread


class _Outcome:
    """What came of a call: its result, or what it raised."""

    def __init__(self, result: object = None, error: BaseException | None = None) -> None:
        self._result = result
        self._error = error

    def value(self) -> Any:
        """The result; raises what was raised."""
        if self._error is not None:
            raise self._error
        return self._result

    def pickled(self) -> bytes:
        """Itself, or where its result or error cannot be sent, that."""
        if self._error is not None:
            self._error.add_note("".join(traceback.format_exception(self._error)))
        try:
            data = pickle.dumps(self, pickle.HIGHEST_PROTOCOL)
            if self._error is not None:
                pickle.loads(data)  # many an exception can be written, but not read
        except Exception as error:  # noqa: BLE001 - what cannot be sent is told instead, whatever it is
            told = RuntimeError(f"{self._error or error!r}")
            data = pickle.dumps(_Outcome(error=told), pickle.HIGHEST_PROTOCOL)
        return data


def _tried(work: Callable[[], object]) -> _Outcome:
    try:
        return _Outcome(work())
    except BaseException as error:  # noqa: BLE001 - the boundary of a thread or process: it is raised on the other side
        return _Outcome(error=error)


class _Waiting(Generic[Waited]):
    """Tasks that nobody has taken: each process has neighbouring ones, which lead to the same further work, and takes from
    the end of what most is left of when its own are done."""

    def __init__(self, tasks: Sequence[Waited], processes: int) -> None:
        numbered = list(enumerate(tasks))
        bounds = [len(numbered) * place // max(processes, 1) for place in range(processes + 1)]
        self._left = [deque(numbered[start:end]) for start, end in pairwise(bounds)]
        self._lock = threading.Lock()

    def take(self, place: int) -> tuple[int, Waited] | None:
        """The next task for the process in a place, with its number; None if none is left."""
        with self._lock:
            if self._left[place]:
                return self._left[place].popleft()
            most = max(self._left, key=len)
            return most.pop() if most else None


def _drive(
    process: _Process,
    work: Callable[..., object],
    waiting: _Waiting[Task],
    place: int,
    done: queue.SimpleQueue[tuple[int, _Outcome] | None],
) -> None:
    """Give a process one task after the other until none is left, or it is gone; then say None."""
    try:
        while (taken := waiting.take(place)) is not None:
            number, task = taken
            outcome = process.call(work, task)
            done.put((number, outcome))
            if not process.lives():
                return
    finally:
        done.put(None)


class _Process:
    """One process and the two pipes to it."""

    def __init__(self, make: Callable[[], object]) -> None:
        reading, writing = os.pipe()
        # Isolated: nothing of the project that is looked at may be imported, only what this process would import.
        words = [
            sys.executable,
            "-I",
            *(["-B"] if sys.dont_write_bytecode else []),
            "-c",
            _START.format(answers=writing),
        ]
        try:
            self._process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=(writing,), process_group=0
            )
        except OSError as error:
            os.close(reading)
            raise MachineError(f"no process can be started for the analysis: {error.strerror}") from None
        finally:
            os.close(writing)
        assert self._process.stdin is not None
        self._requests = self._process.stdin
        self._answers = os.fdopen(reading, "rb")
        self._make: Callable[[], object] | None = make

    def lives(self) -> bool:
        """Whether it can be given tasks."""
        return not self._requests.closed and self._process.poll() is None

    def call(self, work: Callable[..., object], task: object) -> _Outcome:
        """What comes of a task."""
        try:
            if self._make is not None:
                pickle.dump(sys.path, self._requests, pickle.HIGHEST_PROTOCOL)
                pickle.dump(self._make, self._requests, pickle.HIGHEST_PROTOCOL)
                self._make = None
            pickle.dump((work, task), self._requests, pickle.HIGHEST_PROTOCOL)
            self._requests.flush()
            outcome = pickle.load(self._answers)
        except (OSError, EOFError, pickle.UnpicklingError):
            return _Outcome(Lost(f"its process {self._ended()}"))
        assert isinstance(outcome, _Outcome)
        return outcome

    def end(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()
        self._ended()

    def _ended(self) -> str:
        """Wait for its end, which is near; how it ended."""
        try:
            code = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):  # what was not written yet cannot be
                pipe.close()
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


def serve(answers: int) -> None:
    """Be a worker: make the object, then answer calls until the input closes. Never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_GARBAGE)  # most of what an analysis makes stays
    requests: queue.SimpleQueue[tuple[Callable[..., object], object]] = queue.SimpleQueue()
    sys.setrecursionlimit(RECURSION)
    try:
        make = pickle.load(sys.stdin.buffer)
        _deep_thread(lambda: _work(make, requests, answers))
        while True:
            requests.put(pickle.load(sys.stdin.buffer))
    except EOFError:
        os._exit(0)  # without waiting for what is still being worked on: nobody is there to be told


def _work(
    make: Callable[[], object], requests: queue.SimpleQueue[tuple[Callable[..., object], object]], answers: int
) -> None:
    made = _tried(make)
    with os.fdopen(answers, "wb") as out:
        while True:
            work, task = requests.get()
            outcome = _tried(lambda: work(made.value(), task))  # noqa: B023
            out.write(outcome.pickled())
            out.flush()
