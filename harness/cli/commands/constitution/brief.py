"""Tell what the constitution asks of files about to be written."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.constitution_brief import brief_for
from harness.cli.output import say


@click.command("brief", short_help="Tell what is asked of files about to be written.")
@click.option("--paths", multiple=True, metavar="GLOB|FILE", help="A file, folder or glob; more may follow.")
@click.argument("more", nargs=-1, metavar="[GLOB|FILE]...")
@click.option(
    "--most", type=click.IntRange(min=1), default=10, show_default=True, help="Show no more than so many principles."
)
def command(paths: tuple[str, ...], more: tuple[str, ...], most: int) -> None:
    """Print the three to ten principles that matter for some files, as Markdown: context for whoever writes them.

    The files need not exist yet. First come the principles with a check that looks at such files; among them MUST comes
    first. Without paths the whole project is meant.
    """
    say(brief_for(Path.cwd(), [*paths, *more], most).rstrip("\n"))
