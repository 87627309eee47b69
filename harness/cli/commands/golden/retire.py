"""Take a golden case away, with a reason that is kept."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.golden_retire import retire
from harness.cli.output import say


@click.command("retire", short_help="Take a golden case away, with a reason.")
@click.argument("case", metavar="CASE|SNAPSHOT|TEST")
@click.option("--reason", required=True, help="Why its behaviour need not be kept any more.")
@click.option("--requirement", default="", metavar="ID", help="The requirement that justifies it.")
def command(case: str, reason: str, requirement: str) -> int:
    """Remove the golden case CASE with its snapshot, or a snapshot that no case has, and log who did it and why.

    TEST is a test in Python as pytest names it (tests/test_bank.py::test_list), or a file of tests.

    Nothing else takes a golden away: where its files are only deleted, `harness golden check` says that they are missed.
    The reason goes to golden/accepted.jsonl. Refused in CI.
    """
    removed = retire(Path.cwd(), case, reason, requirement)
    for path in removed:
        say(f"removed {path}")
    if not removed:
        say(f"{case} was gone already, and is now retired")
    return 0
