"""Pin today's behaviour in golden cases, and compare tomorrow's with it."""

from __future__ import annotations

import sys

from harness.cli.group import LazyGroup

command = LazyGroup(
    "golden",
    sys.modules[__name__],
    help="Pin today's behaviour in golden cases (golden/*.md), and compare a regenerated implementation with it.",
)
