"""Owns the journal, a file of one line per change, each a JSON array of events. It does not know what events mean.

A change is one line, so that it is kept whole or, when the machine stops in the middle of it, not at all: a last line
without its end is passed over, and cut off by the next writer. Writers take turns by a lock on the file (flock(2)).
"""

import fcntl
import json
import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from bank2.records.events import Event, from_array, to_array

HEADING = b'{"journal": "bank", "version": 1}\n'
SECONDS_TO_WAIT = 20
SECONDS_BETWEEN_TRIES = 0.005


class DataFault(Exception):
    """The data file cannot be used, or not now."""


class Position(NamedTuple):
    """How far a file was read: which file it was, and the bytes of its whole lines so far."""

    device: int
    inode: int
    offset: int


NOWHERE = Position(0, 0, 0)


class Journal:
    """One file, opened anew for every use, for it may be moved or removed while a service runs."""

    def __init__(self, path: str) -> None:
        self.path = path

    @contextmanager
    def opened(self) -> Iterator[int]:
        """A descriptor of the file, which is made with its folder when there is none."""
        os.makedirs(os.path.dirname(os.path.abspath(self.path)), mode=0o700, exist_ok=True)
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise DataFault("unable to open database file") from error
        try:
            yield file
        finally:
            os.close(file)

    def read_after(self, file: int, position: Position) -> tuple[list[Event], Position]:
        """The events that came after the position, and the new position; from the start when it is another file."""
        if not is_within(file, position):
            position = find_start(file)
        found = os.fstat(file)
        text = os.pread(file, found.st_size - position.offset, position.offset)
        whole = text[: text.rfind(b"\n") + 1]
        return read_lines(whole), position._replace(offset=position.offset + len(whole))

    def append(self, file: int, position: Position, events: Sequence[Event]) -> Position:
        """Write one line behind the position and make sure that it is on the disk. Call with the lock."""
        line = json.dumps([to_array(event) for event in events], separators=(",", ":")).encode() + b"\n"
        os.ftruncate(file, position.offset)
        try:
            write_whole(file, line)
            os.fsync(file)
        except OSError:
            os.ftruncate(file, position.offset)
            raise
        return position._replace(offset=position.offset + len(line))


def is_within(file: int, position: Position) -> bool:
    """Whether the position was taken in this very file, which only grows."""
    found = os.fstat(file)
    return (found.st_dev, found.st_ino) == position[:2] and found.st_size >= position.offset


def find_start(file: int) -> Position:
    """The position behind the heading, which is written when the file is new."""
    found = os.fstat(file)
    if not stat.S_ISREG(found.st_mode):
        raise DataFault("disk I/O error")
    if not found.st_size:
        with locked(file):
            if not os.fstat(file).st_size:
                write_whole(file, HEADING)
    if os.pread(file, len(HEADING), 0) != HEADING:
        raise DataFault("file is not a database")
    return Position(found.st_dev, found.st_ino, len(HEADING))


def read_lines(text: bytes) -> list[Event]:
    try:
        return [from_array(array) for line in text.splitlines() for array in json.loads(line)]
    except (ValueError, KeyError, TypeError) as error:
        raise DataFault("database disk image is malformed") from error


def write_whole(file: int, text: bytes) -> None:
    while text:
        text = text[os.write(file, text) :]


@contextmanager
def locked(file: int) -> Iterator[None]:
    """The only writer, for as long as this lasts."""
    give_up = time.monotonic() + SECONDS_TO_WAIT
    while not try_to_lock(file):
        if time.monotonic() > give_up:
            raise DataFault("database is locked")
        time.sleep(SECONDS_BETWEEN_TRIES)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def try_to_lock(file: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
