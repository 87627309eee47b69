"""A file of lines that only grows: locked while it is read and appended to; what a line says lies elsewhere.

Its end is noted beside it, so that lines which somebody takes away are missed, which no chain of hashes tells by itself.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.adapters.records.folders import HARNESS_FOLDER
from harness.errors import HarnessError, MachineError

_MOST_BYTES = 1024 * 1024 * 1024
_SUFFIX = ".end"
_BEGINNING = b'{"'


@dataclass(frozen=True)
class End:
    """How many lines there were after the last appending, and the SHA-256 (hex) of the last."""

    count: int
    sha256: str


@dataclass(frozen=True)
class Content:
    """The whole lines of a file without their ends, and where it ended, as it was noted (None: it was not).

    A last line without an end, as a sudden stop leaves one, is not among them. ``unnoted`` says that what was noted is there
    and cannot be read: it is only ever written whole.
    """

    lines: tuple[bytes, ...] = ()
    end: End | None = None
    unnoted: bool = False

    @property
    def cut(self) -> str:
        """Why the file does not end where it did; empty where it does, or has grown since its end was noted."""
        lines, end = self.lines, self.end
        if self.unnoted:
            return f"where the log ended cannot be read in its '{_SUFFIX}' file: that was changed"
        if end is None:
            return ""
        if len(lines) < end.count:
            return f"the log ends after {len(lines)} lines, and had {end.count}: lines were taken away"
        if end.count > 0 and sha256(lines[end.count - 1]) != end.sha256:
            return f"line {end.count} was the end of the log and is another now: lines were changed or taken away"
        return ""


class OpenFile:
    """A file of lines that nobody else appends to meanwhile."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor
        lines, self._length = _whole(_read(descriptor))
        self._count = len(lines)
        self.content = _content(path, lines)

    def append(self, line: bytes) -> None:
        """Append a line, in the place of one that was not written to its end, and note where the file ends now.

        What was noted of a file that was cut stays, so that the cut is told ever after.
        """
        os.ftruncate(self._descriptor, self._length)
        try:
            if os.write(self._descriptor, line + b"\n") <= len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._descriptor)
        except BaseException:
            os.ftruncate(self._descriptor, self._length)
            raise
        self._length, self._count = self._length + len(line) + 1, self._count + 1
        if not self.content.cut:
            end = {"count": self._count, "sha256": sha256(line)}
            files.write_over(_beside(self._path), f"{json.dumps(end)}\n")


def sha256(line: bytes) -> str:
    """The SHA-256 (hex) of a line without its end."""
    return hashlib.sha256(line).hexdigest()


def content(path: Path) -> Content:
    """What a file holds; nothing where there is none. Raises UsageError where it cannot be read."""
    if not os.path.lexists(path):
        return _content(path, ())
    return _content(path, _whole(files.read_bytes(path, _MOST_BYTES))[0])


def is_another(path: Path) -> bool:
    """Whether a file is there that was never one of ours: its end is not noted, and it begins with no JSON object.

    Raises:
        MachineError: where it cannot be read.
    """
    if not path.is_file() or os.path.lexists(_beside(path)):
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(_BEGINNING)) not in (b"", _BEGINNING)
    except OSError as error:
        raise _refused(path, error) from error


@contextmanager
def opened(path: Path) -> Iterator[OpenFile]:
    """The file, made if need be, for reading and appending; others wait meanwhile. Raises MachineError."""
    try:
        _make_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield OpenFile(path, descriptor)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """Make a folder; what lies below ``.harness`` is kept out of git."""
    folder.mkdir(parents=True, exist_ok=True)
    ours = next((one for one in (folder, *folder.parents) if one.name == HARNESS_FOLDER), None)
    if ours is not None and not os.path.lexists(ours / ".gitignore"):
        (ours / ".gitignore").write_text("*\n")


def _read(descriptor: int) -> bytes:
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        stream.seek(0)
        return stream.read(_MOST_BYTES)


def _whole(data: bytes) -> tuple[tuple[bytes, ...], int]:
    """The lines that were written to their ends, and how many bytes they take."""
    length = data.rfind(b"\n") + 1
    return tuple(data[:length].split(b"\n")[:-1]), length


def _content(path: Path, lines: tuple[bytes, ...]) -> Content:
    end = _noted(path)
    return Content(lines, end, unnoted=end is None and os.path.lexists(_beside(path)))


def _noted(path: Path) -> End | None:
    with suppress(HarnessError, ValueError, KeyError, TypeError):
        found = json.loads(files.read_bytes(_beside(path)))
        return End(int(found["count"]), str(found["sha256"]))
    return None


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _SUFFIX)


def _refused(path: Path, error: OSError) -> MachineError:
    what = f"'{files.typed(path)}' cannot be written: {error.strerror}"
    return MachineError(what, "check its folder and permissions, or name another log with --log FILE")
