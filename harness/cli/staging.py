"""What a person sees while something is drawn up: the stage that it is at; on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.status import Status

from harness.app.trace import TraceListener
from harness.cli.output import clean


class _Stages(TraceListener):
    def __init__(self, status: Status) -> None:
        self._status = status

    def stage(self, what: str) -> None:
        """Show the stage."""
        self._status.update(escape(clean(what)))


@contextmanager
def staging() -> Iterator[TraceListener]:
    """A listener that shows stages on standard error while the block lasts, or one that is silent."""
    console = Console(stderr=True, highlight=False)
    if not (console.is_terminal and sys.stderr.isatty()):
        yield TraceListener()
        return
    with console.status("starting") as status:
        yield _Stages(status)
