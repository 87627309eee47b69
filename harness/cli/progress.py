"""What a person sees while cards run: how many are done, which are running, how long it has taken; on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from harness.app.run_cards import Listener
from harness.cli.output import clean
from harness.domain.events import CardFinished, CardStarted, Event, StepStarted
from harness.domain.verdicts import Verdict

_MOST_SHOWN = 8


@contextmanager
def progress() -> Iterator[Listener]:
    """A listener that shows progress on standard error while the block lasts, or one that is silent."""
    console = Console(stderr=True, highlight=False)
    if not (console.is_terminal and sys.stderr.isatty()):
        yield Listener()
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _Bars(bars)


class _Bars(Listener):
    """One line for the whole, one below it for each card that is running and the step that it is at."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._all = bars.add_task("starting", total=None)
        self._running: dict[tuple[str, int], TaskID] = {}
        self._failed = 0

    def stage(self, what: str) -> None:
        """Show what is being prepared."""
        self._bars.update(self._all, description=clean(what)[:48])

    def cards(self, count: int) -> None:
        """Show how much there is to do."""
        self._bars.update(self._all, description="cards", total=count)

    def event(self, event: Event) -> None:
        """Follow one card."""
        if isinstance(event, CardStarted) and len(self._running) < _MOST_SHOWN:
            self._running[event.card, event.attempt] = self._bars.add_task(f"  {clean(event.card)}", total=None)
        elif isinstance(event, StepStarted) and (event.card, event.attempt) in self._running:
            task = self._running[event.card, event.attempt]
            self._bars.update(task, description=f"  {clean(event.card)}: {event.section.lower()} {event.number}")
        elif isinstance(event, CardFinished):
            self._finish(event)

    def _finish(self, event: CardFinished) -> None:
        task = self._running.pop((event.card, event.result.number), None)
        if task is not None:
            self._bars.remove_task(task)
        self._failed += event.result.verdict is not Verdict.PASS
        said = f"cards ({self._failed} not passed)" if self._failed else "cards"
        self._bars.update(self._all, advance=1, description=said)
