"""Reads one file of a folder, whole and following no link; which files a folder has is told by ``sources``."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from harness.ports.sources import SourceFile, Unread

MOST_BYTES = 8 * 1024 * 1024
"""The largest file that is read, in bytes."""


def read_source(root: Path, path: str) -> SourceFile | Unread:
    """The file of that path below a folder, opened once; nothing but a plain file is opened."""
    full = f"{root}/{path}"
    try:
        descriptor = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return Unread(path, f"cannot be read: {error.strerror}")
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Unread(path, "no longer a plain file")
        if status.st_size > MOST_BYTES:
            return Unread(path, _too_large(status.st_size))
        data = _all_of(descriptor, status.st_size)
    except OSError as error:
        return Unread(path, f"cannot be read: {error.strerror}")
    finally:
        os.close(descriptor)
    if len(data) > MOST_BYTES:
        return Unread(path, _too_large(len(data)))
    return SourceFile(path, data, hashlib.sha256(data).hexdigest(), stat.S_IMODE(status.st_mode), full)


def _too_large(size: int) -> str:
    """The reason why a file of so many bytes is not read."""
    return f"too large to be checked: {size / 1024 / 1024:.1f} MiB, more than {MOST_BYTES // 1024 // 1024} MiB"


def _all_of(descriptor: int, size: int) -> bytes:
    parts = [os.read(descriptor, size + 1)]
    while parts[-1] and sum(map(len, parts)) <= MOST_BYTES:
        parts.append(os.read(descriptor, 1024 * 1024))
    return b"".join(parts)
