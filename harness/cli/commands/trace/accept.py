"""Accept that evidence shows a requirement, after something moved."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.trace_accept import Accepting
from harness.cli.output import say, show_hint
from harness.cli.trace_session import Sitting
from harness.domain.verdicts import ExitCode
from harness.errors import UsageError


@click.command("accept", short_help="Accept that evidence shows a requirement, after something moved.")
@click.argument("requirements", nargs=-1, metavar="[REQ]...")
@click.option("--reason", default="", help="Why what you accept is right; asked for where it is missing.")
def command(requirements: tuple[str, ...], reason: str) -> int:
    """Go through the requirements of which a link moved since someone accepted it, or that nobody ever accepted.

    What moved is shown: the requirement, the card, the golden case, the principle or the marked code. Keys: a accept, s skip,
    A accept all that is left, q quit, ? help. Who accepted, when and why is kept in trace.lock, which belongs into git.

    Only what passes on this tree may be accepted: a requirement with evidence that fails, is stale or was not run is refused.
    So is everything without a terminal and in CI (exit code 2). Exit code 0 if nothing is left to look at, 5 if something was
    skipped, 4 if something was refused.
    """
    accepting = Accepting(Path.cwd())
    if accepting.refused:
        raise UsageError(
            accepting.refused, "`harness trace` tells what moved; run this in a terminal, with a whole lock"
        )
    found = accepting.offers(requirements)
    for offer, why in found.refused:
        if offer.suspect or requirements:
            say(f"{offer.row.requirement.qualified} cannot be accepted: {why}", err=True)
    if found.refused:
        show_hint("run what does not pass, see `harness trace`; then accept", err=True)
    if not found.open and not found.refused:
        say("nothing is to be looked at")
        return 0
    sitting = Sitting(accepting, reason)
    left = sitting.through(found.open)
    say(f"{sitting.accepted} accepted, {left} left, {len(found.refused)} refused")
    if left:
        return int(ExitCode.WAITING)
    return int(ExitCode.UNDECIDED if found.refused else ExitCode.PASS)
