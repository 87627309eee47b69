"""Workers are real processes: they answer in order, keep their object, and are gone however this process ends."""

from __future__ import annotations

import functools
import os
import select
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.adapters.workers import ProcessWorkers, _Waiting, deeply, processors
from harness.domain.verdicts import ExitCode
from harness.errors import HarnessError, MachineError
from harness.ports.workers import Lost, Workers


class Counter:
    """What a worker holds in these tests."""

    def __init__(self, start: int) -> None:
        self.count = start

    def add(self, more: int) -> tuple[int, int]:
        self.count += more
        return os.getpid(), self.count

    def double(self, number: int) -> int:
        return number * 2

    def fall(self, sign: int) -> int:
        if sign:
            os.kill(os.getpid(), sign)
        return sign

    def leave(self, code: int) -> None:
        os._exit(code)

    def fail(self, how: str) -> None:
        if how == "user":
            raise HarnessError("the user can put it right", "so")
        if how == "odd":
            raise OddError(1, 2)
        raise KeyError(how)

    def lock(self, _: int) -> object:
        return threading.Lock()

    def dive(self, depth: int) -> int:
        return self.dive(depth - 1) + 1 if depth else 0

    def say(self, text: str) -> None:
        print(text, flush=True)  # noqa: T201 - it must not be seen

    def wait(self, pipe: str) -> None:
        with open(pipe, "w") as out:
            out.write(f"{os.getpid()}\n")
        while True:
            signal.pause()

    def limit(self, _: int) -> list[str]:
        return sys.path


class OddError(Exception):
    """It can be written by pickle, but not read."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__("odd")


def refuse() -> Counter:
    raise ValueError("nothing can be made")


@pytest.fixture
def workers() -> Iterator[ProcessWorkers[Counter]]:
    with ProcessWorkers(functools.partial(Counter, 10), 2) as opened:
        yield opened


def test_answers_come_in_the_order_of_the_tasks(workers: Workers[Counter]) -> None:
    assert list(workers.each(Counter.double, range(100))) == [number * 2 for number in range(100)]


def test_workers_are_other_processes_that_keep_their_object(workers: Workers[Counter]) -> None:
    answers = [answer for answer in workers.each(Counter.add, [1] * 50) if not isinstance(answer, Lost)]
    pids = {pid for pid, _ in answers}
    assert os.getpid() not in pids
    assert 1 <= len(pids) <= 2
    assert sum(max(count for other, count in answers if other == pid) - 10 for pid in pids) == 50
    again = {answer[0] for answer in workers.each(Counter.add, [1] * 50) if not isinstance(answer, Lost)}
    assert len(again | pids) <= 2, "no more are started"


def test_little_work_is_done_here(workers: Workers[Counter]) -> None:
    assert list(workers.each(Counter.add, [1, 2], apart=False)) == [(os.getpid(), 11), (os.getpid(), 13)]


def test_without_processes_work_is_done_here() -> None:
    with ProcessWorkers(functools.partial(Counter, 0), 0) as none:
        assert list(none.each(Counter.add, [1])) == [(os.getpid(), 1)]


def test_a_worker_that_is_killed_loses_its_task_and_the_other_goes_on(workers: Workers[Counter]) -> None:
    answers = list(workers.each(Counter.fall, [0, 0, signal.SIGKILL, 0, 0, 0]))
    assert answers == [0, 0, Lost("its process was ended by SIGKILL"), 0, 0, 0]
    assert list(workers.each(Counter.double, [1, 2, 3])) == [2, 4, 6], "a new one takes its place"


def test_tasks_that_no_process_is_left_for_are_lost(workers: Workers[Counter]) -> None:
    answers = list(workers.each(Counter.leave, [3, 4, 5]))
    lost = [answer.reason if isinstance(answer, Lost) else "" for answer in answers]
    assert lost == ["its process ended with 3", "its process ended with 4", "no process is left to do it"]


@pytest.mark.parametrize("apart", [True, False])
def test_what_a_task_raises_is_raised_here(workers: Workers[Counter], apart: bool) -> None:
    with pytest.raises(HarnessError) as told:
        list(workers.each(Counter.fail, ["user"], apart=apart))
    assert (told.value.what, told.value.hint) == ("the user can put it right", "so")
    with pytest.raises(KeyError, match="bug"):
        list(workers.each(Counter.fail, ["bug"], apart=apart))
    assert list(workers.each(Counter.double, [4], apart=apart)) == [8]


def test_where_a_defect_lies_is_told(workers: Workers[Counter]) -> None:
    with pytest.raises(KeyError) as told:
        list(workers.each(Counter.fail, ["bug"]))
    assert "raise KeyError(how)" in "\n".join(told.value.__notes__)


def test_what_cannot_be_sent_is_told(workers: Workers[Counter]) -> None:
    with pytest.raises(RuntimeError, match="odd"):
        list(workers.each(Counter.fail, ["odd"]))
    with pytest.raises(RuntimeError, match="cannot pickle"):
        list(workers.each(Counter.lock, [0]))


def test_an_object_that_cannot_be_made_is_told_for_every_task() -> None:
    with ProcessWorkers(refuse, 1) as broken, pytest.raises(ValueError, match="nothing can be made"):
        list(broken.each(Counter.double, [1]))


def test_deep_calls_are_possible(workers: Workers[Counter]) -> None:
    limit = sys.getrecursionlimit()
    assert list(workers.each(Counter.dive, [20_000])) == [20_000]
    assert list(workers.each(Counter.dive, [20_000], apart=False)) == [20_000]
    assert sys.getrecursionlimit() == limit
    with pytest.raises(RecursionError):
        deeply(lambda: Counter(0).dive(10**6))


def test_workers_leave_standard_output_alone(workers: Workers[Counter], capfd: pytest.CaptureFixture[str]) -> None:
    assert list(workers.each(Counter.say, ["hello"])) == [None]
    assert capfd.readouterr().out == ""


def test_workers_import_what_this_process_would(workers: Workers[Counter]) -> None:
    assert list(workers.each(Counter.limit, [0])) == [sys.path]


def test_a_program_that_cannot_be_started_is_the_machines_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    none = ProcessWorkers(functools.partial(Counter, 0), 1)
    with pytest.raises(MachineError, match="no process can be started"):
        list(none.each(Counter.double, [1]))
    assert MachineError.exit_code is ExitCode.UNDECIDED


def test_there_is_at_least_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processors() >= 1
    monkeypatch.delattr(os, "sched_getaffinity")
    assert processors() >= 1


PROGRAM = """
import functools, sys
sys.path[:] = {path!r}
from harness.adapters.workers import ProcessWorkers
from tests.adapters.test_workers import Counter
with ProcessWorkers(functools.partial(Counter, 0), 2) as workers:
    list(workers.each(Counter.wait, [{pipe!r}, {pipe!r}]))
"""


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_workers_that_are_busy_are_gone_when_their_program_is_ended(tmp_path: Path, sign: signal.Signals) -> None:
    pipe = str(tmp_path / "pids")
    os.mkfifo(pipe)
    program = textwrap.dedent(PROGRAM).format(path=sys.path, pipe=pipe)
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, process_group=0) as running:
        pids: list[int] = []
        while len(pids) < 2:
            with open(pipe) as told:
                pids += [int(line) for line in told]
        watched = [os.pidfd_open(pid) for pid in pids]
        os.killpg(running.pid, sign)  # as a terminal does it: the whole group
        running.communicate(timeout=20)
        for one in watched:
            assert select.select([one], [], [], 20.0)[0], "it ended"
            os.close(one)
    assert running.returncode == -sign


def test_closing_ends_workers_that_are_busy(tmp_path: Path) -> None:
    pipe = str(tmp_path / "pids")
    os.mkfifo(pipe)
    workers = ProcessWorkers(functools.partial(Counter, 0), 1)
    answers = workers.each(Counter.wait, [pipe])
    waiting = threading.Thread(target=lambda: lost.extend(answers))
    lost: list[object] = []
    waiting.start()
    with open(pipe) as told:
        pid = int(told.read())
    watched = os.pidfd_open(pid)
    workers.close()
    waiting.join(20)
    assert select.select([watched], [], [], 20.0)[0]
    os.close(watched)
    assert lost == [Lost("its process was ended by SIGKILL")]


def test_neighbouring_tasks_are_for_one_process_and_what_is_left_is_shared() -> None:
    waiting = _Waiting("abcdefgh", 2)
    assert [waiting.take(place) for place in (0, 1, 0, 0)] == [(0, "a"), (4, "e"), (1, "b"), (2, "c")]
    assert [waiting.take(0), waiting.take(0)] == [(3, "d"), (7, "h")], "the last of those of the other one"
    assert [waiting.take(place) for place in (1, 0, 1, 0)] == [(5, "f"), (6, "g"), None, None]


def test_more_processes_than_tasks_leave_some_idle() -> None:
    waiting = _Waiting("a", 3)
    assert sorted(filter(None, (waiting.take(place) for place in (0, 1, 2)))) == [(0, "a")]
