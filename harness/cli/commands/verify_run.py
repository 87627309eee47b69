"""Check a recorded run against itself: its chain, its files and its verdicts."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.verify_run import verify_run
from harness.cli.output import count, say
from harness.domain.verification import Verification


@click.command("verify-run", short_help="Check a recorded run against itself: its chain, its files and its verdicts.")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--report", type=click.Choice(["terminal", "json"]), default="terminal", help="For people, or for machines."
)
def command(folder: Path | None, report: str) -> int:
    """Recompute the hash chain, every digest and every literal verdict of a run, and say where they differ.

    Golden cases are compared again with the goldens of that time, which the record holds.

    DIR is the folder of a run; default: the newest one. Exit code 0 if everything agrees, 1 if anything differs, 2 if
    it is no record, 4 if something cannot be judged again. Compare the head of the chain that is printed with the one
    that was printed when the run ended: a record written anew as a whole agrees with itself, but has another head.
    """
    where, verification = verify_run(Path.cwd(), folder)
    if report == "json":
        click.echo(verification.model_dump_json(indent=2))
    else:
        _tell(where, verification)
    return int(verification.exit_code)


def _tell(where: str, verification: Verification) -> None:
    for difference in verification.differences:
        say(f"differs: {difference}")
    for doubt in verification.doubts:
        say(f"cannot tell: {doubt}")
    say(f"{where}: {_sum(verification)}")
    say(f"{count(verification.chain.count, 'event')}, head of the chain")
    say(f"  {verification.chain.head}")


def _sum(verification: Verification) -> str:
    if verification.differences:
        return f"{count(len(verification.differences), 'difference')}, so nothing in it counts"
    judged = f"{count(verification.cards, 'card')}, {count(verification.judged, 'expectation')} judged again"
    if verification.cases:
        judged = f"{count(verification.cases, 'golden case')} compared again"
    if verification.doubts:
        return f"{judged}, and {count(len(verification.doubts), 'doubt')}"
    return f"{judged}, and everything agrees"
