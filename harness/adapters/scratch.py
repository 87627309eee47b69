"""A record that nobody keeps: for attempts that only lead to those that are recorded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.adapters.cell.rooms import beginning
from harness.adapters.records import Recorder


@contextmanager
def scratch_recorder() -> Iterator[Recorder]:
    """A recorder below a temporary folder, which is gone in the end."""
    with (
        tempfile.TemporaryDirectory(prefix=beginning("scratch"), ignore_cleanup_errors=True) as room,
        Recorder(Path(room)) as recorder,
    ):
        yield recorder


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A temporary folder, which is gone in the end; whoever cleans up later knows it by its name."""
    with tempfile.TemporaryDirectory(prefix=beginning("scratch"), ignore_cleanup_errors=True) as room:
        yield Path(room)
