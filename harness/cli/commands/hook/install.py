"""Put the hooks into an agent's settings, beside what stands there."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.output import say, show_error
from harness.domain.verdicts import ExitCode


@click.command("install", short_help="Put the hooks into an agent's settings, beside what stands there.")
@click.argument("agent", type=click.Choice(["claude-code"]))
@click.option("--print", "shown", is_flag=True, help="Show the settings as they would be, and write nothing.")
@click.option(
    "--command",
    "line",
    default="harness",
    show_default=True,
    metavar="COMMAND",
    help="How harness is called where the agent works, such as `uv run harness`.",
)
def command(agent: str, shown: bool, line: str) -> int:
    """Put the hooks into an agent's settings: of Claude Code .claude/settings.json. Nothing that stands there is lost."""
    from harness.app.hook_install import install_hooks
    from harness.errors import HarnessError

    try:
        done = install_hooks(Path.cwd(), line, write=not shown)
    except HarnessError as error:  # a person reads this, who is used to other codes than an agent
        show_error(error)
        return int(error.exit_code)
    if shown:
        click.echo(done.text, nl=False)
    else:
        say(f"{done.path}: {'added ' + ', '.join(done.added) if done.added else 'the hooks are there already'}")
    for remark in done.remarks:
        say(remark, err=True)
    return ExitCode.PASS
