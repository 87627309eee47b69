"""What a person sees while a tree is checked: how many of its files are done; on a terminal only."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from harness.app.check import CheckListener

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def checking() -> Iterator[CheckListener]:
    """A listener that shows progress on standard error while the block lasts, or one that is silent.

    A request to end is taken for an interrupt, so that nothing is left behind; a second one of either does not disturb that.
    """
    with _interrupted_once(), _shown() as listener:
        yield listener


@contextmanager
def _interrupted_once() -> Iterator[None]:
    def interrupt(number: int, frame: object) -> None:
        for one in before:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupt) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def _shown() -> Iterator[CheckListener]:
    if not sys.stderr.isatty():
        yield CheckListener()
        return
    # Imported late: it weighs, and in a pipeline nobody looks.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, highlight=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=10),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _Bar(bars)


class _Bar(CheckListener):
    """One line for all files."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._all = bars.add_task("reading the constitution", total=None)

    def stage(self, what: str) -> None:
        """Show what is being done."""
        self._bars.update(self._all, description=what)

    def files(self, done: int, all: int) -> None:
        """Show how far it is."""
        self._bars.update(self._all, completed=done, total=all)
