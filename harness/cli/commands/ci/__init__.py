"""Write a pipeline that verifies every change and gates it."""

from __future__ import annotations

import sys

from harness.cli.group import LazyGroup

command = LazyGroup("ci", sys.modules[__name__], help="Write a pipeline that verifies every change and gates it.")
