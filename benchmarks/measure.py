"""Stopwatch and figures: what is compared is measured in turns, so that a slow moment hits both sides."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).parents[1]
HARNESS = (sys.executable, "-m", "harness")


@dataclass(frozen=True)
class Figure:
    """One measured value beside its bound (None: for orientation). ``detail`` says what it was made of."""

    family: str
    name: str
    value: float
    unit: str
    bound: float | None = None
    detail: str = ""

    @property
    def verdict(self) -> str:
        """Whether the bound holds."""
        if self.bound is None:
            return ""
        return "PASS" if self.value <= self.bound else "OVER"


def seconds_of(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def alternate(times: int, *works: Callable[[], object], warm: bool = True) -> list[list[float]]:
    """Wall seconds of each work, ``times`` times, the order turned round each time; if ``warm``, after one round more."""
    taken: list[list[float]] = [[] for _ in works]
    for work in works if warm else ():
        work()
    for turn in range(times):
        order = range(len(works)) if turn % 2 == 0 else reversed(range(len(works)))
        for number in order:
            taken[number].append(seconds_of(works[number]))
    return taken


def medians(times: int, *works: Callable[[], object]) -> list[float]:
    """The median seconds of each work, measured in turns."""
    return [median(taken) for taken in alternate(times, *works)]


def run(
    argv: Sequence[str | Path],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    accept: Sequence[int] = (0,),
) -> None:
    """Run a command to its end; an exit code that is not accepted ends the benchmark."""
    done = subprocess.run(
        list(map(str, argv)),
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    if done.returncode not in accept:
        told = (done.stdout + done.stderr).decode(errors="replace")
        raise SystemExit(f"{' '.join(map(str, argv))} ended with {done.returncode}:\n{told[-2000:]}")
