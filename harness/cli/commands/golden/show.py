"""Show what waits of one case: each difference from its golden."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console

from harness.app.golden_review import Reviewing
from harness.app.golden_views import pending_text
from harness.cli.output import WIDTH, say
from harness.domain.verdicts import ExitCode


@click.command("show", short_help="Show what waits of one case.")
@click.argument("case", metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def command(case: str, as_json: bool) -> int:
    """Show each difference between the golden of CASE and what was received. Exit code 5: it waits for a review."""
    one = Reviewing(Path.cwd()).named(case)
    if as_json:
        say(
            json.dumps(
                [difference.model_dump(mode="json") for difference in one.differences], ensure_ascii=False, indent=2
            )
        )
    else:
        console = Console()
        colour = console.is_terminal and not console.no_color
        click.echo(pending_text(one, console.width if console.is_terminal else WIDTH, colour), nl=False)
    return int(ExitCode.WAITING)
