"""Which versions of other people's parsers and matchers are installed, and what our own files are, told without reading any."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from functools import cache

_LEANED_ON = ("ast_grep_cli-", "google_re2-", "jsonschema-", "pyyaml-", "ruff-", "tree_sitter")


@cache
def versions() -> str:
    """A short digest that is another one as soon as one of them is upgraded, added or removed."""
    names = sorted({name for folder in sys.path for name in _below(folder) if _is_leaned_on(name)})
    return hashlib.sha256("\n".join([sys.version, *names]).encode("utf-8", "surrogateescape")).hexdigest()[:16]


@cache
def state_of(package: str) -> str:
    """A short digest that is another one as soon as a file of a package of ours is another: results do not outlive rules."""
    spec = importlib.util.find_spec(package)
    found = []
    for top in (spec.submodule_search_locations if spec else None) or ():
        for folder, _, names in os.walk(top):
            for name in names:
                if name.endswith((".py", ".yaml")):
                    state = os.stat(os.path.join(folder, name))
                    found.append(f"{os.path.relpath(folder, top)}/{name} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(found)).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _below(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []


def _is_leaned_on(name: str) -> bool:
    return name.endswith(".dist-info") and name.lower().startswith(_LEANED_ON)
