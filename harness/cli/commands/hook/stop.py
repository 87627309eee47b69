"""Check the whole change before work ends; for agents with another protocol."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.hooking import answer, attempts_option, event_on_input, folder_of, project_option, session_option


@click.command("stop", short_help="Check the whole change before work ends.")
@click.argument("event_source", required=False, type=click.Choice(["-"]), metavar="[-]")
@project_option
@session_option
@attempts_option
@click.option("--since", metavar="REV", help="What the change parted from; else the branch that it goes back to.")
def command(event_source: str | None, project: Path | None, session: str, attempts: int, since: str | None) -> int:
    """Check all that changed before work ends: code, cards and specifications. Nothing is run for it.

    `-` reads an event as JSON on standard input, and takes folder and session from it.
    """
    from harness.app.hook import Asked, before_stop

    event = event_on_input() if event_source else None
    active = event.active if event else None
    asked = Asked(folder_of(project, event), session or (event.session if event else ""), attempts, active)
    return answer(before_stop(asked, since))
