"""Check the file that a tool has just written."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.hooking import answer, attempts_option, event_on_input, folder_of, project_option

_EVENTS = ("", "PostToolUse", "AfterTool")


@click.command("post-tool-use", short_help="Check the file that a tool has just written.")
@project_option
@attempts_option
@click.option("--all", "everything", is_flag=True, help="Tell also of what was wrong at the last commit.")
def command(project: Path | None, attempts: int, everything: bool) -> int:
    """Check the file that a tool has just written, by all that the file alone can break; the rest waits for the stop."""
    from harness.app.hook import Asked, after_edit
    from harness.errors import UsageError

    event = event_on_input()
    if event.name not in _EVENTS:
        raise UsageError(f"this is the hook for PostToolUse, and the event is {event.name}", "correct the settings")
    if not event.paths:
        return 0
    asked = Asked(folder_of(project, event), event.session, attempts)
    return answer(after_edit(asked, event.paths, everything))
