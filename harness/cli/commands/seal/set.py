"""Seal cards as a reviewer found them."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.seal_set import seal_cards
from harness.cli.output import count, say
from harness.domain.verdicts import ExitCode


@click.command("set", short_help="Seal cards as a reviewer found them.")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...")
@click.option("--reason", required=True, help="What was looked at, and why it is right.")
def command(cards: tuple[str, ...], reason: str) -> int:
    """Seal cards, each with the hashes of its text and of the requirements that it verifies.

    CARD is a card's file, a folder of cards, or a card's id. From then on the card cannot pass once it or one of its
    requirements was edited, until a reviewer seals it again. Who sealed it, when and why goes to testcards/seals.jsonl;
    commit that. It is for a person at a terminal, and refused in CI.
    """
    for seal in (sealed := seal_cards(Path.cwd(), cards, reason)):
        verified = ", ".join(seal.requirements)
        say(f"sealed {seal.card} with {verified}, by {seal.who}")
    say("next: commit testcards/seals.jsonl" if sealed else f"{count(len(cards), 'name')}: all sealed by you already")
    return ExitCode.PASS
