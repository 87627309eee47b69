"""Asks ruff, which parses Python ten times faster than a grammar does, which files parse; without it none is known to."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import sysconfig
import tempfile
import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from harness.ports.sources import SourceFile

_PROGRAM = "ruff"
_ENDINGS = (".py", ".pyi")
_COMMAND = ("check", "--isolated", "--no-cache", "--ignore-noqa", "--select", "E9", "--output-format", "json")
_FINISHED = (0, 1)
_SECONDS = 120.0
_TICK = 50_000_000
"""Nanoseconds by which the time of a change may seem earlier than it was (file systems keep the time of the last tick)."""


def _beside_us() -> str:
    folders = (sysconfig.get_path("scripts"), os.path.dirname(sys.executable))
    paths = (os.path.join(folder, _PROGRAM) for folder in folders)
    return next((path for path in paths if os.access(path, os.X_OK)), "")


@dataclass(frozen=True)
class Ruff:
    """ruff, where it lies beside our interpreter.

    A file that did not change since ``since`` (nanoseconds, made before the files are read) is on disk what was read.
    """

    since: int = field(default_factory=time.time_ns)
    program: str = field(default_factory=_beside_us)

    def begin(self, files: Sequence[SourceFile]) -> Asked:
        """Start it on the Python files among these that lie on disk as they were read."""
        named = [file for file in files if self.program and _can_be_named(file)]
        asked = {file.origin: (file.path, state) for file in named if (state := self._state_as_read(file))}
        return Asked(self.program, asked)

    def _state_as_read(self, file: SourceFile) -> tuple[int, ...] | None:
        state = _state(file.origin)
        return state if state and state[0] < self.since - _TICK and state[1] == len(file.data) else None


class Asked:
    """Files that ruff was asked about: by where they lie, their paths and their state at that time."""

    def __init__(self, program: str, files: Mapping[str, tuple[str, tuple[int, ...]]]) -> None:
        self._files = files
        self._process: subprocess.Popen[bytes] | None = None
        if files:
            self._list = tempfile.NamedTemporaryFile(prefix="harness-ruff-")  # noqa: SIM115 - it lives as long as the process
            self._list.write("\n".join(files).encode())
            self._list.flush()
            self._process = _start(program, self._list.name)
            weakref.finalize(self, _end, self._process)

    def parsed(self) -> frozenset[str]:
        """The paths of the files that parse, as far as ruff can tell: those that changed meanwhile are not among them."""
        if self._process is None:
            return frozenset()
        try:
            output, _ = self._process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            return frozenset()
        finally:
            _end(self._process)
            self._list.close()
        doubted = _doubted(output) if self._process.returncode in _FINISHED else None
        if doubted is None or not doubted <= self._files.keys():
            return frozenset()
        fine = ((origin, known) for origin, known in self._files.items() if origin not in doubted)
        return frozenset(path for origin, (path, state) in fine if _state(origin) == state)


def _start(program: str, names: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [program, *_COMMAND, f"@{names}"],
        cwd="/",
        env={"PATH": os.defpath},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()


def _can_be_named(file: SourceFile) -> bool:
    """Whether it is Python that lies on disk under a name that fits on a line of its own."""
    origin = file.origin
    return (
        origin.startswith("/") and origin.endswith(_ENDINGS) and origin.isprintable() and file.path.endswith(_ENDINGS)
    )


def _state(origin: str) -> tuple[int, ...] | None:
    """What changes when a file (no link) does; first the time of its last change, which no program can set, then its size."""
    try:
        known = os.lstat(origin)
    except OSError:
        return None
    if not stat.S_ISREG(known.st_mode):
        return None
    return known.st_ctime_ns, known.st_size, known.st_mtime_ns, known.st_ino, known.st_dev


def _doubted(output: bytes) -> set[str] | None:
    """The files that ruff found anything in; None where its answer cannot be read."""
    try:
        return {str(found["filename"]) for found in json.loads(output)}
    except (ValueError, TypeError, KeyError):
        return None
