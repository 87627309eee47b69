"""Speak the hook protocol of Claude Code, and of agents that share it."""

from __future__ import annotations

import sys

from harness.cli.hooking import HookGroup

command = HookGroup(
    "claude-code",
    sys.modules[__name__],
    help="Speak the hook protocol of Claude Code, and of agents that share it: an event as JSON on standard input.",
)
