"""Let a line of work go on whose cycles are used up."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.gate_log import renew
from harness.cli.output import say
from harness.domain.verdicts import ExitCode


@click.command("renew", short_help="Let a line of work go on whose cycles are used up.")
@click.option("--line", required=True, metavar="NAME", help="The line of work, as `harness gate log` names it.")
@click.option("--gate", default="", metavar="NAME", help="Only at this gate. By default at all of them.")
@click.option("--reason", required=True, metavar="TEXT", help="Why it may go on.")
@click.option(
    "--log", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Another log of decisions."
)
def command(line: str, gate: str, reason: str, file: Path | None) -> int:
    """Let work go on that was sent back so many times that the gate says FAIL: its cycles are counted anew from here.

    Who renewed it, when and why stays in the log. It is for a person at a terminal, and refused in CI.
    """
    renewal = renew(Path.cwd(), line, gate, reason, file)
    say(f"{renewal.line} may go on, by {renewal.who}")
    return ExitCode.PASS
