"""Other programs in the place of those of this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def replaced(tmp_path: Path, program: str, text: str | None = None) -> list[str]:
    """What to put before a command so that it meets another ``program`` on this machine; one that is none without text."""
    other = tmp_path / "other"
    other.write_text(text or "")
    other.chmod(0o755 if text else 0o644)
    path = os.path.realpath(str(shutil.which(program)))
    return ["bwrap", "--dev-bind", "/", "/", "--bind", str(other), path, "--"]
