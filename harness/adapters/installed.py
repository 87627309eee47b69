"""Which versions of other people's parsers and matchers are installed, told from the names of their folders alone."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache

_LEANED_ON = ("ast_grep_cli-", "google_re2-", "jsonschema-", "pyyaml-", "ruff-", "tree_sitter")


@cache
def versions() -> str:
    """A short digest that is another one as soon as one of them is upgraded, added or removed."""
    names = sorted({name for folder in sys.path for name in _below(folder) if _is_leaned_on(name)})
    return hashlib.sha256("\n".join([sys.version, *names]).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _below(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []


def _is_leaned_on(name: str) -> bool:
    return name.endswith(".dist-info") and name.lower().startswith(_LEANED_ON)
