"""Answer an agent's questions over the Model Context Protocol."""

from __future__ import annotations

import click

from harness.domain.verdicts import ExitCode


@click.command("mcp", short_help="Answer an agent's questions over the Model Context Protocol.", hidden=True)
def command() -> int:
    """Answer an agent's questions about the project over MCP; nothing is written."""
    return ExitCode.UNDECIDED
