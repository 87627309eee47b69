"""Take a golden case away, with a reason that is kept."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.golden_review import Reviewing
from harness.cli.output import say


@click.command("retire", short_help="Take a golden case away, with a reason.")
@click.argument("case", metavar="CASE|SNAPSHOT")
@click.option("--reason", required=True, help="Why its behaviour need not be kept any more.")
@click.option("--requirement", default="", metavar="ID", help="The requirement that justifies it.")
def command(case: str, reason: str, requirement: str) -> int:
    """Remove the golden case CASE with its snapshot, or a snapshot that no case has, and log who did it and why."""
    reviewing = Reviewing(Path.cwd())
    for path in reviewing.retire(case, reviewing.signed(reason, requirement)):
        say(f"removed {path}")
    return 0
