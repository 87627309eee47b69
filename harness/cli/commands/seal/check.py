"""Say which sealed cards are still as their reviewers sealed them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from harness.app.seal_check import check_seals
from harness.app.sealing import hint_of, is_broken
from harness.cli.options import plain_report
from harness.cli.output import count, say, show_hint
from harness.domain.tracing import SealRow
from harness.domain.verdicts import ExitCode


@click.command("check", short_help="Say which sealed cards are still as they were sealed.")
@click.argument("cards", nargs=-1, metavar="[CARD]...")
@click.option(
    "--since", metavar="REV", help="A branch or commit: what was sealed or edited since must be sealed by a reviewer."
)
@plain_report
def command(cards: tuple[str, ...], since: str | None, report: str) -> int:
    """Say of each sealed card, or of those named, whether it and its requirements are as a reviewer sealed them.

    With `--since` the seals of a change are judged: whoever edited a card, or a requirement of it, since the work parted from
    REV cannot seal it, unless `[seal] reviewers` named them there; and the log of seals may only have grown. Ends with 0 if
    all is whole, with 1 if a seal is broken, and with 4 if git cannot tell what happened since REV.
    """
    rows = check_seals(Path.cwd(), cards, since)
    if report == "json":
        broken = sum(map(is_broken, rows))
        document = {"broken": broken, "seals": [row.model_dump(mode="json") for row in rows]}
        click.echo(json.dumps(document, indent=2))
    else:
        _show(rows)
    return ExitCode.FAIL if any(map(is_broken, rows)) else ExitCode.PASS


def _show(rows: Sequence[SealRow]) -> None:
    for row in rows:
        say(f"{row.path}: {row.card}: {row.state}" + (f": {row.reason}" if row.reason else ""))
        if is_broken(row):
            show_hint(hint_of(row))
    broken = sum(map(is_broken, rows))
    say(f"{count(len(rows), 'seal')}: {len(rows) - broken} whole, {broken} broken" if rows else "no card is sealed")
