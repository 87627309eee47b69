"""Run test cards in isolated cells and say what holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.app.reports import rendered, require_report
from harness.app.run_cards import Finished, RunOptions, run_cards
from harness.app.selection import Selection
from harness.cli.interrupts import interrupt_once
from harness.cli.output import say
from harness.cli.progress import progress
from harness.cli.reporting import show_report
from harness.domain.cards import Tier
from harness.domain.verdicts import Isolation


@click.command("run-cards", short_help="Run test cards in isolated cells and say what holds.")
@click.argument("names", nargs=-1, metavar="[PATH|ID]...")
@click.option(
    "--tier", "tiers", multiple=True, type=click.Choice([tier.value for tier in Tier]), help="Only cards of this tier."
)
@click.option("--verifies", multiple=True, metavar="REQUIREMENT", help="Only cards that verify this requirement.")
@click.option("--only-failed", is_flag=True, help="Only cards that did not pass in the latest run.")
@click.option(
    "--at", "revision", metavar="REV", help="Run on this git revision instead of the working tree (cards stay today's)."
)
@click.option("-j", "--workers", type=click.IntRange(1, 256), metavar="N", help="How many cards run at a time.")
@click.option(
    "--repeat",
    type=click.IntRange(1, 1000),
    default=1,
    metavar="N",
    help="Run each card N times; one that disagrees with itself is flaky.",
)
@click.option(
    "--evaluator",
    metavar="NAME",
    help="Who carries cards out: literal (code), blind (a model that sees only the card), replay (what a blind pass did), "
    "auto (literal where the phrasebook allows it, else replay of a kept pass, else blind). Default: harness.toml, else auto.",
)
@click.option(
    "--isolation",
    type=click.Choice([level.value for level in Isolation]),
    help="Run at exactly this level and accept it. Default: the strongest there is, at least what harness.toml asks for.",
)
@click.option(
    "--keep-replay",
    is_flag=True,
    help="Keep what a blind pass did, so that `replay` and `auto` can do it again without a model.",
)
@click.option(
    "--report",
    default="terminal",
    metavar="FORMAT",
    help="terminal, github, gitlab, html, json, junit, markdown, rdjson or sarif.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
def command(
    names: tuple[str, ...],
    tiers: tuple[str, ...],
    verifies: tuple[str, ...],
    only_failed: bool,
    revision: str | None,
    workers: int | None,
    repeat: int,
    evaluator: str | None,
    isolation: str | None,
    keep_replay: bool,
    report: str,
    output: Path | None,
) -> int:
    """Run the cards of testcards/, or those named, each in a throw-away cell, and say what holds.

    A name is a card's file, a folder of cards, or a card's id. Exit code 0 only if every card passed; 1 if the product failed;
    4 if anything could not be decided. The record of the run, with all evidence, lies in .harness/runs/.
    """
    require_report(report)
    options = RunOptions(
        selection=Selection(names, tuple(Tier(tier) for tier in tiers), verifies, only_failed),
        revision=revision,
        workers=workers,
        repeat=repeat,
        evaluator=evaluator,
        isolation=Isolation(isolation) if isolation else None,
        keep_replays=keep_replay,
        command=("harness", *sys.argv[1:]),
    )
    interrupt_once()
    with progress() as listener:
        finished = run_cards(Path.cwd(), options, listener)
    _show(finished, report, output)
    for remark in finished.remarks:
        say(remark, err=True)
    return int(finished.exit_code)


def _show(finished: Finished, report: str, output: Path | None) -> None:
    show_report(lambda look: rendered(finished.run, finished.folder, report, look), output)
