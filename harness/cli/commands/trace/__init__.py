"""Trace every requirement to the evidence that shows it."""

from __future__ import annotations

import sys

from harness.cli.group import LazyGroup

command = LazyGroup(
    "trace",
    sys.modules[__name__],
    help="Trace every requirement to the evidence that shows it. Without a command: `harness trace show`.",
    default="show",
)
