"""What a person sees while a tree is verified: on a terminal one display for all stages, elsewhere a line for each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from harness.app.verify import VerifyListener
from harness.cli.output import clean, say
from harness.domain.events import CardFinished, CardStarted, Event, StepStarted

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_WIDEST = 12
_MOST_SHOWN = 8


@contextmanager
def verifying() -> Iterator[VerifyListener]:
    """A listener that tells of each stage on standard error while the block lasts; on a terminal it shows how far it is."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    # Imported late: it weighs, and in a pipeline nobody looks.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    console = Console(stderr=True, highlight=False)
    text = TextColumn(
        "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
    )
    columns = (text, BarColumn(bar_width=10), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, expand=True) as bars:
        yield _Bars(bars)


class _Lines(VerifyListener):
    """One line for each stage, once it is over, with the seconds that it took."""

    def ended(self, stage: str, said: str, seconds: float | None = None) -> None:
        """Say what came of it."""
        say(_line(stage, said, seconds), err=True)


def _line(stage: str, said: str, seconds: float | None) -> str:
    took = f" in {seconds:.1f} s" if seconds is not None else ""
    return f"{stage.ljust(_WIDEST)}  {said}{took}"


class _Bars(VerifyListener):
    """One line for the stage at hand, one below it for each card or case that is running; above stays what is over."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._now = ""
        self._all = bars.add_task("reading the documents", total=None)
        self._running: dict[tuple[str, int], TaskID] = {}

    def begun(self, stage: str) -> None:
        """Begin its line."""
        self._now = stage
        self._bars.remove_task(self._all)  # a task that has a total keeps it
        self._all = self._bars.add_task(stage, total=None)

    def ended(self, stage: str, said: str, seconds: float | None = None) -> None:
        """Leave a line of what came of it above the others."""
        for task in self._running.values():
            self._bars.remove_task(task)
        self._running.clear()
        self._bars.console.print(clean(_line(stage, said, seconds)), markup=False, highlight=False, soft_wrap=True)

    def stage(self, what: str) -> None:
        """Show what is being done."""
        self._bars.update(self._all, description=f"{self._now}: {clean(what)[:48]}")

    def files(self, done: int, all: int) -> None:
        """Show how many files are checked."""
        self._bars.update(self._all, description=self._now, completed=done, total=all)

    def cards(self, count: int) -> None:
        """Show how much there is to do."""
        self._bars.update(self._all, description=self._now, total=count)

    def event(self, event: Event) -> None:
        """Follow one card."""
        if isinstance(event, CardStarted) and len(self._running) < _MOST_SHOWN:
            task = self._bars.add_task(f"  {clean(event.card)}", total=None)
            self._running[event.card, event.attempt] = task
        elif isinstance(event, StepStarted) and (event.card, event.attempt) in self._running:
            at = f"  {clean(event.card)}: {event.section.lower()} {event.number}"
            self._bars.update(self._running[event.card, event.attempt], description=at)
        elif isinstance(event, CardFinished):
            self._finish(event)

    def _finish(self, event: CardFinished) -> None:
        task = self._running.pop((event.card, event.result.number), None)
        if task is not None:
            self._bars.remove_task(task)
        self._bars.update(self._all, advance=not event.result.superseded)
