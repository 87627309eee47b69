"""Runs one process of a view to its end and keeps what it printed, within limits; judges nothing."""

from __future__ import annotations

import contextlib
import hashlib
import os
import selectors
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from harness.adapters import clock
from harness.adapters.cell.view import Process, View

MOST_OUTPUT = 16 << 20
MOST_READ = 1 << 30
"""The most that is read of a stream of which only the beginning is kept, for its size and digest."""

_PIPE_CAPACITY = 1 << 16
_CHUNK = 1 << 18
_MOST_SEGMENTS = 100_000
"""Turns between the two streams that are kept apart: a product that takes many millions of them must not fill our memory."""

_LINGER = 0.25
"""Seconds to go on reading when the process has ended but something that it left behind holds its output open."""

STDOUT, STDERR = 1, 2


@dataclass(frozen=True)
class Captured:
    """Raw output and end of a process. ``segments`` are (stream, bytes) in the order they came; wall seconds.

    ``status`` is the exit code or minus the signal; ``stopped`` says why it was ended from outside, if it was, and
    ``timed_out`` that it was for taking too long. ``longer`` are the streams that were read beyond what is kept of them, with
    the size and the SHA-256 of all of it.
    """

    stdout: bytes
    stderr: bytes
    segments: tuple[tuple[int, int], ...]
    status: int
    stopped: str | None
    seconds: float
    timed_out: bool = False
    longer: Mapping[int, tuple[int, str]] = field(default_factory=dict)


def capture(
    view: View,
    argv: Sequence[str],
    folder: str,
    seconds: float,
    typed: bytes = b"",
    environment: Mapping[str, str] | None = None,
    extra: Mapping[int, int] | None = None,
    read_all: bool = False,
) -> Captured:
    """Run ``argv`` to its end, at most ``seconds`` and MOST_OUTPUT bytes a stream; ``extra`` are more descriptors.

    With ``read_all`` it may print more, up to MOST_READ: of that are kept the first MOST_OUTPUT bytes, the size and the digest.

    Raises Refusal if it cannot be executed, ViewLost if the view ends meanwhile.
    """
    started = clock.seconds()
    with contextlib.ExitStack() as cleanup:
        reading = [_Stream(number, cleanup) for number in (STDOUT, STDERR)]
        source = _source(typed)
        try:
            process = view.start(
                argv, folder, {0: source, 1: reading[0].sink, 2: reading[1].sink, **(extra or {})}, environment
            )
        finally:
            os.close(source)
            for stream in reading:
                os.close(stream.sink)
        cleanup.callback(process.close)
        reader = _Reader(process, reading, started + seconds, seconds, MOST_READ if read_all else MOST_OUTPUT)
        reader.read()
        ending = process.wait(_LINGER * 4) if process.ending is None else process.ending
    return Captured(
        bytes(reading[0].data),
        bytes(reading[1].data),
        (*reader.segments, *reader.rest.items()),
        ending.status if ending else -signal.SIGKILL,
        reader.stopped,
        clock.seconds() - started,
        reader.timed_out,
        {stream.number: (stream.size, stream.digest.hexdigest()) for stream in reading if stream.size > MOST_OUTPUT},
    )


class _Stream:
    def __init__(self, number: int, cleanup: contextlib.ExitStack) -> None:
        self.number = number
        self.data = bytearray()
        self.size = 0
        self.digest = hashlib.sha256()
        self.descriptor, self.sink = os.pipe()
        cleanup.callback(os.close, self.descriptor)

    def fileno(self) -> int:
        return self.descriptor

    def take(self, chunk: bytes) -> int:
        """Keep what there is room for; returns how much that was."""
        kept = chunk[: MOST_OUTPUT - len(self.data)]
        if len(kept) < len(chunk) and self.size == len(self.data):
            self.digest.update(self.data)
        self.data += kept
        self.size += len(chunk)
        if self.size > MOST_OUTPUT:
            self.digest.update(chunk)
        return len(kept)


class _Reader:
    """Reads both streams and the news of a process until all have ended."""

    def __init__(
        self, process: Process, streams: Sequence[_Stream], deadline: float, seconds: float, most: int
    ) -> None:
        self.process = process
        self.deadline = deadline
        self.seconds = seconds
        self.most = most
        self.segments: list[tuple[int, int]] = []
        self.rest: dict[int, int] = {}
        self.stopped: str | None = None
        self.timed_out = False
        self.selector = selectors.DefaultSelector()
        self.selector.register(process, selectors.EVENT_READ)
        for stream in streams:
            self.selector.register(stream, selectors.EVENT_READ)

    def read(self) -> None:
        with self.selector:
            while self.selector.get_map():
                left = self.deadline - time.monotonic()
                ready = self.selector.select(max(left, 0))
                if not ready:
                    if self.process.ending is None and self.stopped is None:
                        self.timed_out = True
                        self.stop(f"still running after {self.seconds:.3g} s")
                        continue
                    return
                for key, _ in sorted(ready, key=lambda item: item[0].fileobj is self.process):
                    self.take(key.fileobj)

    def take(self, source: object) -> None:
        if isinstance(source, _Stream):
            self.take_output(source)
        else:
            self.process.news()
            self.selector.unregister(self.process)
            self.deadline = min(self.deadline, time.monotonic() + _LINGER)

    def take_output(self, stream: _Stream) -> None:
        chunk = os.read(stream.descriptor, _CHUNK)
        if not chunk:
            self.selector.unregister(stream)
            return
        if kept := stream.take(chunk):
            self.note(stream.number, kept)
        if stream.size > self.most and self.stopped is None:
            self.stop(f"printed more than {self.most >> 20} MiB")

    def note(self, number: int, count: int) -> None:
        if self.segments and self.segments[-1][0] == number:
            count += self.segments.pop()[1]
        if len(self.segments) < _MOST_SEGMENTS:
            self.segments.append((number, count))
        else:
            self.rest[number] = self.rest.get(number, 0) + count

    def stop(self, reason: str) -> None:
        self.stopped = reason
        self.process.signal(signal.SIGKILL)
        self.deadline = time.monotonic() + _LINGER * 4


def _source(typed: bytes) -> int:
    """A descriptor to read ``typed`` from: a pipe if it fits into one, else an anonymous file."""
    if len(typed) >= _PIPE_CAPACITY:
        descriptor = os.memfd_create("typed", os.MFD_CLOEXEC)
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(typed)
        os.lseek(descriptor, 0, os.SEEK_SET)
        return descriptor
    source, sink = os.pipe()
    with os.fdopen(sink, "wb") as file:
        file.write(typed)
    return source
