"""Writes a folder of pages whole, in the place of what it wrote there before and of nothing else; makes no page itself."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from harness.errors import MachineError, UsageError

MARKER = ".harness-site"
"""The file that tells a site of ours from any other folder: its first line says so, the others name every file in it."""
_FIRST = "a site that harness wrote; it may be replaced as a whole"
_HINT = "name a folder that is not there yet, is empty, or holds a site that harness wrote"


def require_place(folder: Path) -> None:
    """Raise UsageError, before any work is done, unless a site may be written to ``folder``."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise UsageError(f"'{folder}' is not a folder", _HINT)
    found = _files(folder)
    if not found and not any(folder.iterdir()):
        return
    strange = next((name for name in found if name not in _own(folder)), None)
    if MARKER not in found or strange is not None:
        what = f"holds '{strange}', which is no part of a site" if MARKER in found else "is no site of harness"
        raise UsageError(f"'{folder}' {what}: it is left as it is", _HINT)


def write_site(folder: Path, files: Iterable[tuple[str, str | bytes]]) -> None:
    """Write files, by their relative paths, into ``folder``: all of them or none; what was there before is replaced.

    Raises:
        UsageError: if something else lies there.
        MachineError: if it cannot be written.
    """
    require_place(folder)
    place = Path(os.path.realpath(folder))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    except OSError as error:
        raise _refused(folder, error) from error
    try:
        _fill(room / "new", files)
        _put(room, place)
    except OSError as error:
        raise _refused(folder, error) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _fill(folder: Path, files: Iterable[tuple[str, str | bytes]]) -> None:
    folder.mkdir()
    names = []
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content)
        names.append(name)
    (folder / MARKER).write_text("\n".join([_FIRST, *sorted(names)]) + "\n", encoding="utf-8")


def _put(room: Path, place: Path) -> None:
    """Move the new folder to its place; if that fails, the old one is there again."""
    if not os.path.lexists(place):
        os.rename(room / "new", place)
        return
    os.rename(place, room / "old")
    try:
        os.rename(room / "new", place)
    except OSError:
        os.rename(room / "old", place)
        raise


def _own(folder: Path) -> frozenset[str]:
    try:
        lines = (folder / MARKER).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset((MARKER, *lines[1:])) if lines and lines[0] == _FIRST else frozenset()


def _files(folder: Path) -> frozenset[str]:
    """The relative paths of all that lies in a folder and is no folder."""
    found = set()
    for parent, folders, names in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        found |= {Path(parent, name).relative_to(folder).as_posix() for name in (*names, *links)}
    return frozenset(found)


def _refused(folder: Path, error: OSError) -> MachineError:
    return MachineError(f"'{folder}' cannot be written: {error.strerror}", "check its folder and permissions")
