"""Lets several processes write the record of one run: each attempt in its own folder, and every event in one chain.

Whoever finishes the run is one of them; nobody may write any more then.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.adapters.records.folders import EVENTS_FILE, attempt_folder, join_run_folder
from harness.adapters.records.writing import EventLog, Recorder, written
from harness.domain.events import Event
from harness.domain.results import ChainRecord


class JoinedLog(EventLog):
    """``events.jsonl`` as several processes append to it, each taking up first what the others wrote."""

    def __init__(self, path: Path) -> None:
        self._read = 0
        super().__init__(path)

    def _open(self) -> None:
        self._file = self._path.open("a+b", buffering=0)

    @property
    def chain(self) -> ChainRecord:
        """How many lines there are now, and the SHA-256 of the last."""
        with self._lock, self._alone():
            return ChainRecord(count=self._count, head=self._previous)

    def append(self, event: Event) -> None:
        """Write one line after all those of others. Raises RecordError."""
        with self._lock, written(self._path), self._alone():
            self._read += self._write(event)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            self._take_up()
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _take_up(self) -> None:
        """Follow what others wrote. A line that has no end is of a process that was killed: nothing of it counts."""
        file = self._file.fileno()
        size = os.fstat(file).st_size
        *lines, rest = os.pread(file, size - self._read, self._read).split(b"\n")
        for line in lines:
            self._previous = hashlib.sha256(line).hexdigest()
            self._count += 1
            self._read += len(line) + 1
        if rest:
            os.ftruncate(file, self._read)


class JoinedRecorder(Recorder):
    """The record of the run with this id below ``<root>/.harness/runs``, which other processes may write as well."""

    def __init__(self, root: Path, id: str) -> None:
        with written(root):
            self.folder = join_run_folder(root, id)
            self._log = JoinedLog(self.folder / EVENTS_FILE)

    def lines(self) -> list[bytes]:
        """The lines of the chain so far."""
        with written(self.folder):
            return (self.folder / EVENTS_FILE).read_bytes().splitlines()

    def next_attempt(self, card: str) -> int:
        """The number of the first attempt at a card of which nothing is recorded yet."""
        number = 1
        while (self.folder / attempt_folder(card, number)).exists():
            number += 1
        return number
