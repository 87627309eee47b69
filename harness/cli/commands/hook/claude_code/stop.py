"""Check the whole change before the agent stops."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.hooking import answer, attempts_option, event_on_input, folder_of, project_option

_EVENTS = ("", "Stop", "SubagentStop", "AfterAgent")


@click.command("stop", short_help="Check the whole change before the agent stops.")
@project_option
@attempts_option
@click.option("--since", metavar="REV", help="What the change parted from; else the branch that it goes back to.")
def command(project: Path | None, attempts: int, since: str | None) -> int:
    """Check all that changed before the agent stops: code, cards and specifications. Nothing is run for it."""
    from harness.app.hook import Asked, before_stop
    from harness.errors import UsageError

    event = event_on_input()
    if event.name not in _EVENTS:
        raise UsageError(f"this is the hook for Stop, and the event is {event.name}", "correct the settings")
    asked = Asked(folder_of(project, event), event.session, attempts, active=bool(event.active))
    return answer(before_stop(asked, since), message=True)
