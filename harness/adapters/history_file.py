"""The file that keeps one line for each trace: appended to under a lock, read whole or not at all; counts nothing itself."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from harness.adapters import files
from harness.adapters.deciding import parse_log
from harness.adapters.records.folders import HARNESS_FOLDER
from harness.domain.codes import Code
from harness.domain.tracing import HistoryLine
from harness.errors import MachineError, UsageError

HISTORY = f"{HARNESS_FOLDER}/history.jsonl"
_MOST_BYTES = 64 * 1024 * 1024
_HINT = "check its folder and permissions"


def read_history(path: Path, name: str, broken: Code) -> tuple[HistoryLine, ...]:
    """The lines of a history, oldest first; ``name`` is its path as it is told.

    Raises:
        DocumentError: with every line that is none.
        UsageError: if there is no such file.
    """
    return parse_log(files.read_bytes(path, _MOST_BYTES), name, HistoryLine, broken)


def append_line(
    root: Path, line: HistoryLine, broken: Code, is_same: Callable[[HistoryLine, HistoryLine], bool]
) -> bool:
    """Append a line to the history of a project, unless the last one is the same; whether it was. Several may do so at once.

    Raises:
        DocumentError: if a line of the history is none: then nothing is appended.
        UsageError: if the history leads out of the project.
        MachineError: if it cannot be written; then it is as it was before.
    """
    path = root / HISTORY
    if not files.is_inside(path, root):
        raise UsageError(f"'{HISTORY}' leads out of the project", "remove the link")
    try:
        path.parent.mkdir(exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not os.path.lexists(ignore):
            ignore.write_text("*\n")
        log = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise MachineError(f"'{HISTORY}' cannot be written: {error.strerror}", _HINT) from error
    try:
        fcntl.flock(log, fcntl.LOCK_EX)
        lines = parse_log(_content(log), HISTORY, HistoryLine, broken)
        if lines and is_same(lines[-1], line):
            return False
        _append(log, line)
    except OSError as error:
        raise MachineError(f"'{HISTORY}' cannot be written: {error.strerror}", _HINT) from error
    finally:
        os.close(log)
    return True


def _content(log: int) -> bytes:
    with os.fdopen(os.dup(log), "rb") as stream:
        stream.seek(0)
        return stream.read(_MOST_BYTES)


def _append(log: int, line: HistoryLine) -> None:
    size = os.fstat(log).st_size
    ended = not size or os.pread(log, 1, size - 1) == b"\n"
    data = f"{'' if ended else chr(10)}{line.model_dump_json()}\n".encode()
    try:
        if os.write(log, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(log)
    except BaseException:
        os.ftruncate(log, size)
        raise
