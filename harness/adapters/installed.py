"""Which versions of other people's parsers and matchers are installed, and what our own files are, told without reading any."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import sys
from functools import cache

_NAME = "spec-harness"
_LEANED_ON = ("ast_grep_cli-", "google_re2-", "jsonschema-", "pyyaml-", "ruff-", "tree_sitter")


@cache
def versions() -> str:
    """A short digest that is another one as soon as one of them is upgraded, added, removed or installed again."""
    found = sorted(
        {
            f"{name} {file_state(os.path.join(folder, name, 'RECORD'))}"
            for folder in sys.path
            for name in _below(folder)
            if _is_leaned_on(name)
        }
    )
    return hashlib.sha256("\n".join([sys.version, *found]).encode("utf-8", "surrogateescape")).hexdigest()[:16]


@cache
def state_of(package: str) -> str:
    """A short digest that is another one as soon as a file of a package of ours is another: results do not outlive rules."""
    spec = importlib.util.find_spec(package)
    found = []
    for top in (spec.submodule_search_locations if spec else None) or ():
        for folder, _, names in os.walk(top):
            for name in names:
                if name.endswith((".py", ".yaml")):
                    found.append(f"{folder[len(top) :]}/{name} {file_state(os.path.join(folder, name))}")
    return hashlib.sha256("\n".join(sorted(found)).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def file_state(path: str) -> str:
    """The size of a file and when it was written; empty where there is none."""
    try:
        state = os.stat(path)
    except OSError:
        return ""
    return f"{state.st_size} {state.st_mtime_ns}"


def _below(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []


def _is_leaned_on(name: str) -> bool:
    return name.endswith(".dist-info") and name.lower().startswith(_LEANED_ON)


def requirement() -> str | None:
    """What pip can install this very tool from elsewhere: its version, or the commit that it was installed from (PEP 610).

    None where it was installed from a folder, which no other machine has.
    """
    from importlib.metadata import PackageNotFoundError, distribution  # late: it weighs, and hardly anybody asks

    try:
        ours = distribution(_NAME)
    except PackageNotFoundError:
        return None
    told = ours.read_text("direct_url.json")
    if told is None:
        return f"{_NAME}[all]=={ours.version}"
    try:
        origin = json.loads(told)
        return f"{_NAME}[all] @ {origin['vcs_info']['vcs']}+{origin['url']}@{origin['vcs_info']['commit_id']}"
    except (ValueError, KeyError, TypeError):
        return None


def on_path(program: str) -> bool:
    """Whether a program is found by its name, or lies where its path says."""
    return shutil.which(program) is not None
