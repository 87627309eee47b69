"""Take the seals of cards away, with a reason that is kept."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.seal_set import lift_seals
from harness.cli.output import say
from harness.domain.verdicts import ExitCode


@click.command("lift", short_help="Take the seals of cards away, with a reason.")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...")
@click.option("--reason", required=True, help="Why the cards need no seal any more.")
def command(cards: tuple[str, ...], reason: str) -> int:
    """Take the seals of cards away, such as of one that is to be removed.

    CARD is the id of a sealed card, or the file that it was sealed in; the card may be gone already. The lines that sealed
    it stay in testcards/seals.jsonl: one more says who lifted the seal, and why. Refused in CI.
    """
    for seal in lift_seals(Path.cwd(), cards, reason):
        say(f"lifted the seal of {seal.card}, by {seal.who}")
    say("next: commit testcards/seals.jsonl")
    return ExitCode.PASS
