"""Begin: look at this repository, write harness.toml and the folders."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.init import CONSTITUTION, Beginning, init
from harness.app.project import CONFIGURATION
from harness.cli.output import say
from harness.domain.verdicts import ExitCode


@click.command("init", short_help="Look at this repository, write harness.toml and the folders.")
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
def command(dry_run: bool) -> int:
    """Look at this repository and write a first harness.toml, a first constitution of principles that fit, and the folders.

    Says what it guessed and from which file. Nothing that exists is ever overwritten, and nothing is run.
    """
    beginning = init(Path.cwd(), dry_run=dry_run)
    _show_guesses(beginning)
    for one in beginning.proposals:
        say(f"fits {one.what}, such as {one.source}: {', '.join(one.constitutions)}")
    for path in beginning.kept:
        say(f"kept    {path}")
    for path in beginning.written:
        say(f"{'would write' if dry_run else 'wrote  '} {path}")
    if dry_run and CONFIGURATION in beginning.written:
        say(f"\n{beginning.written[CONFIGURATION].rstrip()}")
    elif beginning.written:
        written = " and ".join(path for path in (CONFIGURATION, CONSTITUTION) if path in beginning.written)
        say(f"\nnext: check {written or CONFIGURATION}, keep .harness/ out of git, then {_next(beginning)}")
    return ExitCode.PASS


def _next(beginning: Beginning) -> str:
    return "`harness check` and `harness new card ID`" if beginning.proposals else "`harness new card ID`"


def _show_guesses(beginning: Beginning) -> None:
    for guess in beginning.guesses:
        say(f"guessed from {guess.source}: {guess.what}")
    if not beginning.guesses:
        say("nothing here says how the product is built or used: fill in harness.toml")
