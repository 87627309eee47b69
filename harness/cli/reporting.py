"""Puts a report on the screen or into a file, as wide and as colourful as that allows; what it says lies elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

from harness.app.reports import Look, write_report
from harness.cli.output import WIDTH, say


def show_report(render: Callable[[Look], str], output: Path | None) -> None:
    """Render for where it goes, and put it there."""
    console = Console()
    shown = output is None and console.is_terminal
    width = console.width if shown else WIDTH
    text = render(Look(output=output, colour=shown and not console.no_color, width=width))
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        write_report(output, text)
        say(f"report written to {output}", err=True)
