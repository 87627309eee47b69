"""Write a new document: a test card."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.new_card import NewCard, new_card
from harness.cli.output import say
from harness.domain.actions import Surface
from harness.domain.cards import Tier
from harness.domain.verdicts import ExitCode


@click.group("new", short_help="Write a new test card.")
def command() -> None:
    """Write a new document that is complete but for what only a person can fill in."""


@command.command("card")
@click.argument("id_", metavar="ID")
@click.option("--title", default="", help="What a user can do, in a few words.")
@click.option("--verifies", multiple=True, metavar="REQUIREMENT", help="A requirement that the card shows; repeatable.")
@click.option(
    "--surface",
    "surfaces",
    multiple=True,
    type=click.Choice([surface.value for surface in Surface]),
    help="Where the user meets the product; repeatable. Default: terminal.",
)
@click.option(
    "--tier",
    type=click.Choice([tier.value for tier in Tier]),
    default=Tier.FOUNDATION.value,
    show_default=True,
    help="How much of the product the card exercises.",
)
def card(id_: str, title: str, verifies: tuple[str, ...], surfaces: tuple[str, ...], tier: str) -> int:
    """Write testcards/<id>.md, with <placeholders> where only a person knows what belongs there."""
    wanted = NewCard(id_, title, verifies, tuple(Surface(surface) for surface in surfaces), Tier(tier))
    path = new_card(Path.cwd(), wanted)
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    say(f"wrote {shown}")
    say("next: fill in its <placeholders>; `harness lint` names those that are left")
    return ExitCode.PASS
