"""A folder that is written whole or not at all and replaces only its own kind; what is in it is told elsewhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from harness.adapters.git import Git
from harness.errors import MachineError, TreeError, UsageError

_HINT = "name another folder, or one that is not there yet"
_MOST_BYTES = 4096


def require_free(folder: Path, names: frozenset[str], mark: str) -> None:
    """Go on only if nothing lies at ``folder``, or an empty folder, or one that was written by ``put``.

    That has files of these ``names`` alone, and ``mark`` stands near the beginning of each of the ``.json`` ones.

    Raises:
        UsageError: if anything else lies there.
    """
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise UsageError(f"'{folder}' is no folder", _HINT)
    try:
        there = {path.name: path for path in folder.iterdir()}
        own = set(there) <= names and all(_is_marked(path, mark) for path in there.values())
    except OSError as error:
        raise UsageError(f"'{folder}' cannot be read: {error.strerror}", _HINT) from error
    if not own:
        raise UsageError(f"'{folder}' holds something else, which is not written over", _HINT)


def _is_marked(path: Path, mark: str) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    if path.suffix != ".json":
        return True
    with path.open("rb") as stream:
        return mark.encode() in stream.read(_MOST_BYTES)


def require_outside(folder: Path, root: Path, own: str) -> None:
    """Go on only if what is written to ``folder`` is no part of the project's tree: outside, below ``own``, or ignored by git.

    Raises:
        UsageError: if it would be.
    """
    here, top = Path(os.path.realpath(folder)), Path(os.path.realpath(root))
    if top.is_relative_to(here):
        raise UsageError(f"'{folder}' holds the project itself", _HINT)
    if not here.is_relative_to(top) or here.is_relative_to(top / own) or _is_ignored(here / "file", top):
        return
    what = f"'{folder}' lies in the tree that is judged, and would make it another one"
    raise UsageError(what, f"name a folder below {own}/, one outside the project, or let git ignore it")


def _is_ignored(path: Path, root: Path) -> bool:
    try:
        Git(root).line("check-ignore", "--quiet", "--", str(path))
    except (TreeError, MachineError):  # it is not, or nobody can tell
        return False
    return True


def put(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files to a folder, in place of those that lie there; what lies there was looked at by ``require_free``.

    Raises:
        MachineError: if they cannot be written; then all is as it was.
    """
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            fresh, old = room / "fresh", room / "old"
            fresh.mkdir(mode=0o755)
            for name, text in texts.items():
                (fresh / name).write_text(text, encoding="utf-8", newline="\n")
            _swap(folder, fresh, old)
        finally:
            shutil.rmtree(room, ignore_errors=True)


def _swap(folder: Path, fresh: Path, old: Path) -> None:
    """Put one folder in the place of another, which comes back where that fails."""
    with suppress(FileNotFoundError):
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def remove(folder: Path) -> None:
    """Take away what ``put`` wrote; what lies there was looked at by ``require_free``. Raises MachineError."""
    with _told(folder):
        if folder.is_dir() and any(folder.iterdir()):
            shutil.rmtree(folder)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn an error of the file system into one that tells the user."""
    try:
        yield
    except OSError as error:
        what = f"'{folder}' cannot be written: {error.strerror}"
        raise MachineError(what, "check its folder and permissions") from error
