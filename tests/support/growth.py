"""How the time of a piece of work grows with its size, on a machine whose clock may be slow and uneven."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

TRIES = 10
NOISE = 0.15
"""CPU seconds below which nothing is told apart."""
PATIENCE = 120.0
"""CPU seconds after which what was written to hang is taken to hang: hundreds of times what is needed."""


@dataclass
class Clock:
    """A clock that stands until some work spends time on it: for a test in which work has to be told to be slow.

    On the processor's own clock a test may only ask that work is quick, for a busy machine makes the small look slow too.
    """

    now: float = 0.0

    def spend(self, seconds: float) -> None:
        self.now += seconds

    def thread_time(self) -> float:
        return self.now

    process_time = thread_time


def own_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that this module reads until the end of the test."""
    clock = Clock()
    monkeypatch.setattr(f"{__name__}.time", clock)
    return clock


def cpu_seconds(work: Callable[[], object]) -> float:
    """The CPU seconds that this thread spends on `work`, without any collection of garbage in between."""
    collects = gc.isenabled()
    gc.disable()
    try:
        began = time.thread_time()
        work()
        return time.thread_time() - began
    finally:
        if collects:
            gc.enable()


def in_proportion(work: Callable[[int], object], small: int, large: int) -> bool:
    """Whether the time of work grows less than with the power 1.5 of its size, half-way between line and square.

    What the machine does besides only ever adds time: the least of several tries is compared, and one try that is in
    proportion is enough. Work that takes less than `NOISE` at `large` is not told apart.
    """
    most = (large / small) ** 1.5
    least = cpu_seconds(lambda: work(large))
    for _ in range(TRIES):
        if least <= max(NOISE, most * cpu_seconds(lambda: work(small))):
            return True
        least = min(least, cpu_seconds(lambda: work(large)))
    return False


@contextmanager
def ending() -> Iterator[None]:
    """What is done inside ends, however slow the machine: it takes less than `PATIENCE` of this process's time."""
    began = time.process_time()
    yield
    assert time.process_time() - began < PATIENCE
