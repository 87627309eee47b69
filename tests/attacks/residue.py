"""What a run may leave behind on the host: processes, mounts, files; a look before and after tells."""

from __future__ import annotations

import ctypes
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support import forks

_PATIENCE = 10.0
_PR_SET_CHILD_SUBREAPER = 36


@contextmanager
def nothing_left() -> Iterator[None]:
    """Fail if the block leaves a process, a mount or a file behind.

    As subreaper (prctl(2)) we inherit every orphan below us, so whatever a block leaves running is found by descent.
    """
    forks.begun()  # it stays, and is no residue of whatever a block starts first
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = _mounts(), _files()
    known = set(descendants(os.getpid()))
    yield
    until = time.monotonic() + _PATIENCE
    while (left := _running(known)) and time.monotonic() < until:
        time.sleep(0.01)
    assert not left, f"processes are left: {left}"
    assert (_mounts(), _files()) == before, "mounts or files are left"


def _running(known: set[int]) -> dict[int, str]:
    running = {}
    for pid in set(descendants(os.getpid())) - known:
        if _state(pid) in "ZX":
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        else:
            running[pid] = _command(pid)
    return running


def descendants(pid: int) -> Iterator[int]:
    """Every process below one, its children's children included."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from descendants(child)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return "?"


def _mounts() -> list[str]:
    return Path("/proc/self/mounts").read_text().splitlines()


def _files() -> list[str]:
    """Ours among the temporary files and in /run; the temporary folder is this test's own."""
    temporary = Path(tempfile.gettempdir())
    return sorted([path.name for path in temporary.iterdir()] + [str(path) for path in Path("/run").glob("harness*")])
