"""Where this user's files of ours lie."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """``harness`` below ``$XDG_CACHE_HOME``, or below ``~/.cache`` (XDG Base Directory Specification 0.8)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "harness"
