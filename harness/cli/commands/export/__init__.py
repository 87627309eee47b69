"""Write what people own where other tools read it."""

from __future__ import annotations

import sys

from harness.cli.group import LazyGroup

command = LazyGroup("export", sys.modules[__name__], help="Write what people own where other tools read it.")
