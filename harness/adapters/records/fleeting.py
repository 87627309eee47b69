"""A record of what is only tried: it lies outside of the project, and is gone when that is over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.adapters.cell.rooms import beginning
from harness.adapters.records.writing import Recorder


@contextmanager
def fleeting_recorder() -> Iterator[Recorder]:
    """A recorder whose folder is removed at the end of the block."""
    with (
        tempfile.TemporaryDirectory(prefix=beginning("trial"), ignore_cleanup_errors=True) as room,
        Recorder(Path(room)) as recorder,
    ):
        yield recorder
