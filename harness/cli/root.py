"""The command ``harness`` itself: its help and its version; its commands are the modules of ``commands``."""

from __future__ import annotations

import click

from harness import __doc__ as SENTENCE
from harness import __version__
from harness.cli import commands
from harness.cli.group import LazyGroup

_EPILOG = """\
\b
Exit codes, the same for every command:
  0  nothing holds
  1  a product failure, a MUST violation, an unaccepted difference, tampering
  2  wrong flags, or a document, configuration or record that is invalid
  3  a gate sends the work back with a bundle of reasons
  4  cannot tell: missing evidence, environment, card or evaluator at fault
  5  an approval is pending
"""

root = click.version_option(__version__, prog_name="harness", message="%(prog)s %(version)s")(
    LazyGroup("harness", commands, help=SENTENCE or "", epilog=_EPILOG)
)
