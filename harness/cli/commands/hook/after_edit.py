"""Check the files that were just edited; for agents with another protocol."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.hooking import answer, attempts_option, event_on_input, folder_of, project_option, session_option


@click.command("after-edit", short_help="Check the files that were just edited.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@project_option
@session_option
@attempts_option
@click.option("--all", "everything", is_flag=True, help="Tell also of what was wrong at the last commit.")
def command(paths: tuple[str, ...], project: Path | None, session: str, attempts: int, everything: bool) -> int:
    """Check the files that were just edited; `-` reads an event as JSON on standard input and takes the files from it."""
    from harness.app.hook import Asked, after_edit

    event = event_on_input() if paths == ("-",) else None
    wanted = event.paths if event else paths
    if not wanted:
        return 0
    asked = Asked(folder_of(project, event), session or (event.session if event else ""), attempts)
    return answer(after_edit(asked, wanted, everything))
