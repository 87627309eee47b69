"""Lets one process after the other work in a folder; what they do there lies with them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from harness.adapters.files import is_inside


@contextmanager
def one_at_a_time(folder: Path, root: Path) -> Iterator[None]:
    """While it lasts, others wait who ask for the same folder, which is made if need be.

    Where that cannot be done, or a link leads it out of ``root``, nobody waits.
    """
    descriptor = _opened(folder) if is_inside(folder, root) else None
    try:
        if descriptor is not None:
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _opened(folder: Path) -> int | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
