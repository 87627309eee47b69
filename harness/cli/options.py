"""Options that several commands have; what a command does with one lies with the command."""

from __future__ import annotations

import click

plain_report = click.option(
    "--report",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    show_default=True,
    help="How the result is written: for people, or for machines.",
)
"""For commands that have no run to report of."""
