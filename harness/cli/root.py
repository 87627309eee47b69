"""The command ``harness`` itself: its help and its version; its commands are the modules of ``commands``."""

from __future__ import annotations

import textwrap

import click

from harness import __doc__ as SENTENCE
from harness import __version__
from harness.cli import commands
from harness.cli.group import LazyGroup
from harness.domain.verdicts import ExitCode

_CODES = "\n".join(
    textwrap.fill(code.sentence, 74, initial_indent=f"  {code.value}  ", subsequent_indent="     ") for code in ExitCode
)
_EPILOG = f"\b\nExit codes, the same for every command:\n{_CODES}"

root = click.version_option(__version__, prog_name="harness", message="%(prog)s %(version)s")(
    LazyGroup("harness", commands, help=SENTENCE or "", epilog=_EPILOG)
)
