"""Read specifications, say what is wrong in them, and derive evidence from them."""

from __future__ import annotations

import sys

from harness.cli.group import LazyGroup

command = LazyGroup(
    "spec",
    sys.modules[__name__],
    help="Read the specifications of a project, say what is wrong in them, and derive evidence from them.",
)
