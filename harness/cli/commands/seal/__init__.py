"""Seal cards with the hashes of the requirements that they verify."""

from __future__ import annotations

import sys

from harness.cli.group import LazyGroup

command = LazyGroup(
    "seal",
    sys.modules[__name__],
    help="Seal cards with the hashes of the requirements that they verify. Without a command: `harness seal set`.",
    default="set",
)
