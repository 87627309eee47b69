"""Write skeletons of a card, of tests and of types for requirements."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.spec_derive import ALL, KINDS, DeriveOptions, Done, Outcome, derive
from harness.cli.output import count, say
from harness.domain.verdicts import ExitCode


@click.command("derive", short_help="Write skeletons of evidence for requirements.")
@click.argument("requirements", nargs=-1, metavar="[REQ]...")
@click.option("--missing", is_flag=True, help="Every requirement that no card verifies, instead of some by name.")
@click.option(
    "--kind",
    type=click.Choice([*KINDS.names(), ALL]),
    default="card",
    show_default=True,
    help="A test card, a file of tests, a module of types for its whole feature, or all of them.",
)
@click.option("--into", metavar="DIR", help="Where to write. Default: testcards/, tests/, derived/.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def command(requirements: tuple[str, ...], missing: bool, kind: str, into: str | None, dry_run: bool) -> int:
    """Derive from a requirement and its scenarios what may show it: literal where they are concrete, <to fill> where not.

    REQ is an id, or feature/id where several features have that id. A card with something to fill in cannot pass, and a
    test fails until it is written. A derived file is written anew when its requirement changed, but never once somebody
    edited it: then this says so, and ends with 4 if the requirement changed. Nothing else is ever overwritten.
    """
    if bool(requirements) == missing:
        raise click.UsageError("name requirements, or say --missing")
    outcomes = derive(Path.cwd(), DeriveOptions(requirements, missing, kind, into, dry_run))
    for outcome in outcomes:
        _show(outcome, dry_run)
    if not outcomes:
        say("every requirement has a card")
    return max((one.done.exit_code for one in outcomes), default=ExitCode.PASS)


def _show(outcome: Outcome, dry_run: bool) -> None:
    done = outcome.done
    new = done in (Done.WRITTEN, Done.RENEWED)
    open_ = f"; {count(len(outcome.derived.to_fill), 'line')} to fill in" if new and outcome.derived.to_fill else ""
    would = "would be " if dry_run and new else ""
    say(f"{outcome.path}: {would}{done}{open_}")
    if dry_run and new:
        say(outcome.derived.text)
