"""The folder on the host that a cell needs while it lives; nothing of value is ever kept there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from harness.errors import MachineError

_NAME = re.compile(r"harness-[a-z]+-([0-9]+)-")


def open_room() -> Path:
    """A new folder for one cell."""
    return Path(tempfile.mkdtemp(prefix=beginning("cell")))


def beginning(kind: str) -> str:
    """How the name of a temporary folder of ours begins: a later process can tell by it whether it was left behind."""
    return f"harness-{kind}-{os.getpid()}-"


def remove_room(room: Path) -> None:
    """Remove a room with all that is in it, however deep and whatever the modes that a product gave its folders.

    Raises MachineError where something cannot be removed.
    """
    try:
        shutil.rmtree(room)
    except FileNotFoundError:
        return
    except (OSError, RecursionError):
        _remove_stubborn(room)


def remove_abandoned_rooms() -> int:
    """Remove the temporary folders of this user whose process was killed without a chance to clean up; how many."""
    removed = 0
    for room in Path(tempfile.gettempdir()).glob("harness-*"):
        named = _NAME.match(room.name)
        if named and not os.path.exists(f"/proc/{named[1]}") and _is_ours(room):
            remove_room(room)
            removed += 1
    return removed


def _is_ours(room: Path) -> bool:
    try:
        return room.stat().st_uid == os.getuid()
    except OSError:
        return False


def _remove_stubborn(room: Path) -> None:
    """By programs that, unlike shutil, never recurse with a path: what was made a step at a time may be any depth."""
    if not room.exists():
        return
    subprocess.run(["chmod", "-R", "u+rwX", "--", str(room)], capture_output=True, check=False)
    removed = subprocess.run(["rm", "-rf", "--", str(room)], capture_output=True, text=True, check=False)
    if removed.returncode != 0 and room.exists():
        raise MachineError(f"`{room}` cannot be removed: {removed.stderr.strip()}", "remove it by hand")
