"""The folder on the host that a cell needs while it lives; nothing of value is ever kept there."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

_PREFIX = "harness-cell-"


def open_room() -> Path:
    """A new folder for one cell, named for this process so that a later one can tell whether it was left behind."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def remove_room(room: Path) -> None:
    """Remove a room with all that is in it, whatever the modes that a product gave its folders."""
    shutil.rmtree(room, onerror=_unlock_and_retry)


def remove_abandoned_rooms() -> int:
    """Remove the rooms of this user whose process is gone (killed without a chance to clean up); how many."""
    removed = 0
    for room in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        process = room.name.removeprefix(_PREFIX).partition("-")[0]
        if room.stat().st_uid == os.getuid() and process.isdigit() and not os.path.exists(f"/proc/{process}"):
            remove_room(room)
            removed += 1
    return removed


def _unlock_and_retry(function: object, path: str, _: object) -> None:
    for locked in (os.path.dirname(path), path):
        if os.path.lexists(locked) and not os.path.islink(locked):
            os.chmod(locked, stat.S_IRWXU)
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        os.unlink(path)
