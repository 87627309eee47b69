"""The command line: flags in, exit code out; what a command does lies in ``app``.

Nothing heavy is imported here: the models, the readers and the rest come with the command that needs them.
"""

from __future__ import annotations

import sys

from harness.cli.boundary import guarded
from harness.cli.root import root


def main() -> None:
    """Run the command line of this process and end the process with its exit code."""
    sys.exit(guarded(root, sys.argv[1:]))
