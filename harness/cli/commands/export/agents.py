"""Write the constitution where coding agents read it: AGENTS.md, CLAUDE.md, and rules for some files."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.output import count, say
from harness.domain.verdicts import ExitCode


@click.command("agents", short_help="Write the constitution where coding agents read it.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Write nothing, and end with 1 if a file is not as it would be written.")
@click.option("--force", is_flag=True, help="Write over blocks that were edited by hand.")
@click.option(
    "--tool",
    "tools",
    multiple=True,
    metavar="NAME",
    help="Write rules for some files for claude, cursor or copilot, though nothing shows that the project uses it.",
)
def command(paths: tuple[str, ...], check: bool, force: bool, tools: tuple[str, ...]) -> int:
    """Write the constitution, and how to verify, as a marked block to AGENTS.md and CLAUDE.md, or to the PATHs.

    AGENTS.md is made where there is neither. What stands outside the marks is never touched. Agents that read rules for some
    files (.claude/rules/, .cursor/rules/, .github/instructions/) are given what `Applies to` says, if the project uses them.
    """
    from harness.app.export_agents import ExportOptions, export_agents

    found = export_agents(Path.cwd(), ExportOptions(paths, tools, check, force))
    for one in found:
        done = ": removed" if one.state == "no longer needed" else ": written"
        said = f": {one.said}" if one.said else done if one.written else ""
        say(f"{one.path}: {one.state}{said}", err=not one.is_right)
    wrong = [one for one in found if not one.is_right]
    if wrong:
        say(
            f"{count(len(wrong), 'file')} of {len(found)} {'is' if len(wrong) == 1 else 'are'} not as the constitution has it",
            err=True,
        )
        return ExitCode.FAIL if check else ExitCode.USAGE
    return ExitCode.PASS
