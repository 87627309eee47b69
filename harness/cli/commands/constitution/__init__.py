"""Look after a constitution: lint it, compare it, draw from it."""

from __future__ import annotations

import sys

from harness.cli.group import LazyGroup

command = LazyGroup(
    "constitution",
    sys.modules[__name__],
    help="Look after the constitution: the principles that `harness check` holds the code to.",
)
