"""Decide on this tree: PASS, REWORK, FAIL or UNDECIDED, from what was recorded."""

from __future__ import annotations

import sys

from harness.cli.group import LazyGroup

command = LazyGroup(
    "gate",
    sys.modules[__name__],
    help="Decide on this tree from what was recorded: PASS, REWORK, FAIL or UNDECIDED. Without a command: `gate decide`.",
    default="decide",
)
