"""Puts new content in the place of a file that is still what it was when it was read; what to put lies elsewhere."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from pathlib import Path

from harness.adapters.files import is_inside
from harness.errors import MachineError, UsageError

_AGAIN = "run the command again"


def replace_unchanged(root: Path, path: str, sha256: str, data: bytes) -> None:
    """Write ``data`` to a file below ``root``, whole or not at all; its mode stays, and its owner where that can be kept.

    Raises:
        UsageError: if the content is no longer that of ``sha256``, or the path leads through a link.
        MachineError: if it cannot be written.
    """
    full = root / path
    if not is_inside(full.parent, root) or full.is_symlink():
        raise UsageError(f"'{path}' leads through a link", "fix by hand what the link leads to")
    try:
        _require(full, path, sha256)
        status = full.stat()
        # Not named after the file: its name may be as long as a name can be.
        descriptor, temporary = tempfile.mkstemp(dir=full.parent, prefix=".harness-")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            with contextlib.suppress(PermissionError):
                os.chown(temporary, status.st_uid, status.st_gid)
            os.chmod(temporary, stat.S_IMODE(status.st_mode))
            _require(full, path, sha256)
            os.replace(temporary, full)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise MachineError(
            f"'{path}' cannot be written: {error.strerror}", "check its folder and permissions"
        ) from error


def _require(full: Path, path: str, sha256: str) -> None:
    """Raises UsageError where a file is no longer what was read, and OSError where it cannot be read."""
    try:
        descriptor = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise UsageError(f"'{path}' is gone since it was read", _AGAIN) from None
    with os.fdopen(descriptor, "rb") as stream:
        plain = stat.S_ISREG(os.fstat(descriptor).st_mode)
        if not plain or hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
            raise UsageError(f"'{path}' has changed since it was read", _AGAIN)
