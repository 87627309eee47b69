"""What a person sees while cards run: how many are done, at which step each is, what a model used; on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column

from harness.app.run_cards import Listener
from harness.cli.output import clean
from harness.domain.conversation import Usage
from harness.domain.events import CardFinished, CardStarted, Event, ModelAnswered, StepStarted
from harness.domain.verdicts import Verdict

_MOST_SHOWN = 8


@contextmanager
def progress(of: str = "cards") -> Iterator[Listener]:
    """A listener that shows progress on standard error while the block lasts, or one that is silent.

    ``of`` is what runs. Only cards are judged while they run, so that only of them it shows how many did not pass.
    """
    console = Console(stderr=True, highlight=False)
    if not (console.is_terminal and sys.stderr.isatty()):
        yield Listener()
        return
    columns = (
        TextColumn("{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")),
        TextColumn("{task.fields[used]}", markup=False, table_column=Column(no_wrap=True, justify="right")),
        BarColumn(bar_width=10),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, expand=True) as bars:
        yield _Bars(bars, of)


@dataclass
class _Running:
    """The line of one attempt, and what its model used so far."""

    task: TaskID
    used: Usage = field(default_factory=Usage)


class _Bars(Listener):
    """One line for the whole, one below it for each card that is running and the step that it is at."""

    def __init__(self, bars: Progress, of: str) -> None:
        self._bars = bars
        self._of = of
        self._all = bars.add_task("starting", total=None, used="")
        self._running: dict[tuple[str, int], _Running] = {}
        self._used = Usage()
        self._failed = 0

    def stage(self, what: str) -> None:
        """Show what is being prepared."""
        self._bars.update(self._all, description=clean(what)[:48])

    def cards(self, count: int) -> None:
        """Show how much there is to do."""
        self._bars.update(self._all, description=self._of, total=count)

    def event(self, event: Event) -> None:
        """Follow one card."""
        if isinstance(event, CardStarted) and len(self._running) < _MOST_SHOWN:
            task = self._bars.add_task(f"  {clean(event.card)}", total=None, used="")
            self._running[event.card, event.attempt] = _Running(task)
        elif isinstance(event, StepStarted) and (event.card, event.attempt) in self._running:
            task = self._running[event.card, event.attempt].task
            self._bars.update(task, description=f"  {clean(event.card)}: {event.section.lower()} {event.number}")
        elif isinstance(event, ModelAnswered):
            self._count(event)
        elif isinstance(event, CardFinished):
            self._finish(event)

    def _count(self, event: ModelAnswered) -> None:
        self._used += event.usage
        self._bars.update(self._all, used=_shown(self._used))
        running = self._running.get((event.card, event.attempt))
        if running is not None:
            running.used += event.usage
            self._bars.update(running.task, used=_shown(running.used))

    def _finish(self, event: CardFinished) -> None:
        running = self._running.pop((event.card, event.result.number), None)
        if running is not None:
            self._bars.remove_task(running.task)
        failed = self._of == "cards" and event.result.verdict is not Verdict.PASS
        self._failed += failed and not event.result.superseded
        said = f"{self._of} ({self._failed} not passed)" if self._failed else self._of
        self._bars.update(self._all, advance=not event.result.superseded, description=said)


def _shown(used: Usage) -> str:
    """``12.3k tokens $0.04``, short enough to stand beside a card on 80 columns; no dollars where there is no price."""
    tokens = f"{used.tokens / 1000:.1f}k tokens" if used.tokens >= 1000 else f"{used.tokens} tokens"
    return f"{tokens} ${used.dollars:.2f}" if used.dollars else tokens
