"""Which folder is a project's: the nearest one upwards that says so; what it says is read in ``project``."""

from __future__ import annotations

from pathlib import Path

from harness.adapters import files

CONFIGURATION = "harness.toml"


def find_root(start: Path) -> Path:
    """The nearest folder from ``start`` upwards that holds a configuration, or ``start``."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if is_project(folder):
            return folder
    return start


def is_project(folder: Path) -> bool:
    """Whether a folder holds a configuration."""
    return (folder / CONFIGURATION).is_file() or in_pyproject(folder)


def in_pyproject(folder: Path) -> bool:
    """Whether a folder holds a ``pyproject.toml`` with a configuration in it."""
    path = folder / "pyproject.toml"
    return path.is_file() and b"[tool.harness" in files.read_bytes(path)
