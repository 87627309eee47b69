"""Which processes run on this machine, by their command lines: a number may belong to somebody else by now."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path


def is_gone(*words: str, tries: int = 500) -> bool:
    """Whether no process has this command line, or soon has it no more: one that was killed takes a moment to vanish."""
    command_line = "".join(f"{word}\0" for word in words)
    for _ in range(tries):
        if command_line not in _command_lines():
            return True
        time.sleep(0.02)
    return False


def _command_lines() -> set[str]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.add(path.read_text(errors="replace"))
    return found
