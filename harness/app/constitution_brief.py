"""``harness constitution brief``: what a project's constitution asks of some files; choosing lies in the engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from harness.app.constitutions import load_constitutions
from harness.app.project import find_root
from harness.app.waiving import waiving
from harness.constitution.brief import brief, render
from harness.errors import UsageError


def brief_for(start: Path, paths: Sequence[str], most: int) -> str:
    """The principles for files or globs of files, relative to ``start``, as Markdown; the files need not exist.

    Raises:
        DocumentError: if a constitution is invalid.
        UsageError: if there is none, or a path lies outside the project.
    """
    root = find_root(start)
    principles = load_constitutions(root, waiving(root).weakened()).require_valid().principles
    asked = list(dict.fromkeys(_in_project(path, start.resolve(), root) for path in paths))
    return render(brief(principles, asked, most))


def _in_project(path: str, start: Path, root: Path) -> str:
    """A path or glob as the project has it; a folder means all below it."""
    parts: list[str] = []
    for part in PurePosixPath(start.as_posix(), path).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    full = PurePosixPath(*parts)
    if not full.is_relative_to(root.as_posix()):
        raise UsageError(f"'{path}' lies outside the project", f"the project is '{root}'")
    name = full.relative_to(root.as_posix()).as_posix()
    if name == ".":
        return "**"
    return f"{name}/**" if path.endswith("/") or Path(full).is_dir() else name
