"""Who decides here, whether anybody may, and the logs of what was decided; what is decided lies with its own subject."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from harness.adapters import files
from harness.domain.base import Frozen
from harness.domain.codes import Code
from harness.domain.places import Mistake, Place
from harness.errors import DocumentError, MachineError

_MOST_OF_A_LOG = 256 * 1024 * 1024
Record = TypeVar("Record", bound=Frozen)


def may_decide(done: str) -> str:
    """Why nothing may be ``done`` here, such as ``accepted``; empty where a person sits at a terminal."""
    if in_ci():
        return f"nothing is {done} in CI"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return f"nothing is {done} without a terminal: it is for a person to look at"
    return ""


def in_ci() -> bool:
    """Whether this is a pipeline."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def who(root: Path) -> str:
    """Who decides here: as git is configured, whatever the environment says, else the user's name on this machine."""
    told = [_configured(root, key) for key in ("user.name", "user.email")]
    if all(told):
        return f"{told[0]} <{told[1]}>"
    return told[0] or told[1] or os.environ.get("USER") or "unknown"


def _configured(root: Path, key: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        found = subprocess.run(
            ["git", "config", key], cwd=root, env=environment, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return found.stdout.strip()


@contextmanager
def logged(path: Path, *records: Frozen) -> Iterator[None]:
    """Log decisions, one line each, and carry them out in the block; if either fails, the log is as it was before.

    Raises:
        MachineError: where writing is refused.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        log = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        fcntl.flock(log, fcntl.LOCK_EX)
        before, done = os.fstat(log).st_size, False
        try:
            _append(log, records, before)
            yield
            done = True
        finally:
            if not done:
                os.ftruncate(log, before)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        os.close(log)


def read_log(path: Path, name: str, kind: type[Record], broken: Code) -> tuple[Record, ...]:
    """What was decided so far, in the order of the log; ``name`` is the log's path as it is told.

    Raises:
        DocumentError: with every line that is none of a log's.
    """
    if not path.is_file():
        return ()
    return parse_log(files.read_bytes(path, _MOST_OF_A_LOG), name, kind, broken)


def parse_log(data: bytes, name: str, kind: type[Record], broken: Code) -> tuple[Record, ...]:
    """The lines of a log. Raises DocumentError with every line that is none of its."""
    found, mistakes = [], []
    for number, line in enumerate(data.splitlines(), 1):
        try:
            found.append(kind.model_validate_json(line))
        except ValueError:
            what = f"this is no line of the {broken.title.partition(' cannot')[0]}"
            hint = "after a merge keep the lines of both sides; otherwise take the log back from git"
            mistakes.append(Mistake(place=Place(path=name, line=number), what=what, hint=hint, code=broken.code))
    if mistakes:
        raise DocumentError(mistakes)
    return tuple(found)


def _append(log: int, records: Sequence[Frozen], size: int) -> None:
    ended = not size or os.pread(log, 1, size - 1) == b"\n"
    told = "".join(f"{record.model_dump_json(exclude_defaults=True)}\n" for record in records)
    lines = f"{'' if ended else chr(10)}{told}".encode()
    if os.write(log, lines) < len(lines):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(log)


def _refused(path: Path, error: OSError) -> MachineError:
    return MachineError(
        f"'{files.typed(path)}' cannot be written: {error.strerror}", "check its folder and permissions"
    )
