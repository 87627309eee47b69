"""Answer an agent's questions over the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.output import say
from harness.domain.verdicts import ExitCode


@click.command("mcp", short_help="Answer an agent's questions over the Model Context Protocol.")
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The project that is asked about. Default: the one that this folder lies in.",
)
def command(project: Path | None) -> int:
    """Answer an agent over MCP on standard input and output: what a check, lint, the trace and the gate say of its work.

    An agent starts this by itself, see docs/mcp.md. Its tools change nothing and tell nothing of what sealed cards say.
    """
    from harness.app.mcp_tools import serve_mcp

    serve_mcp(project if project is not None else Path.cwd(), lambda text: say(text, err=True))
    return ExitCode.PASS
