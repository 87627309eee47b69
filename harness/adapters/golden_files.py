"""The files of goldens: snapshots and pictures in one go, and the log of who accepted what; decides nothing."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.adapters import files
from harness.domain.codes import Code
from harness.domain.golden import AcceptRecord
from harness.domain.places import Mistake, Place
from harness.errors import DocumentError, MachineError, RecordError

LOG = "accepted.jsonl"
LOG_BROKEN = Code(
    code="GOLD106",
    title="log of what was accepted cannot be read",
    reason="It tells for every snapshot who accepted it; without it nobody knows whether somebody did.",
)
_MOST_OF_A_LOG = 256 * 1024 * 1024
_MOST_OF_A_PICTURE = 64 * 1024 * 1024
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class BrokenPicture(RecordError):
    """A picture beside a snapshot that is missing, or that is another one."""


def may_accept() -> str:
    """Why nothing may be accepted here; empty where a person sits at a terminal."""
    if in_ci():
        return "nothing is accepted in CI"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "nothing is accepted without a terminal: it is for a person to look at"
    return ""


def in_ci() -> bool:
    """Whether this is a pipeline."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def who(root: Path) -> str:
    """Who decides here: as git knows them, else the user's name on this machine."""
    told = [_configured(root, key) for key in ("user.name", "user.email")]
    if all(told):
        return f"{told[0]} <{told[1]}>"
    return told[0] or told[1] or os.environ.get("USER") or "unknown"


def _configured(root: Path, key: str) -> str:
    try:
        found = subprocess.run(["git", "config", key], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return found.stdout.strip()


@contextmanager
def logged(folder: Path, *records: AcceptRecord) -> Iterator[None]:
    """Log decisions, and carry them out in the block; if either fails, the log is as it was before.

    Raises:
        MachineError: where writing is refused.
    """
    path = folder / LOG
    try:
        folder.mkdir(parents=True, exist_ok=True)
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


def _append(log: int, records: Sequence[AcceptRecord], size: int) -> None:
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


@contextmanager
def removed(paths: Sequence[Path]) -> Iterator[None]:
    """Files that are not there in the block, nor afterwards; all are there again if any refuses, or if the block fails.

    Raises:
        MachineError: where a folder refuses.
    """
    aside: list[tuple[Path, Path]] = []
    try:
        for path in paths:
            other = path.with_name(f".{path.name}.retired")
            path.rename(other)
            aside.append((path, other))
        yield
    except BaseException as error:
        for path, other in aside:
            other.rename(path)
        if isinstance(error, OSError):
            what = f"'{files.typed(Path(error.filename or paths[0]))}' cannot be removed: {error.strerror}"
            raise MachineError(what, "check its folder and permissions") from error
        raise
    for _, other in aside:
        other.unlink(missing_ok=True)


def decisions(folder: Path, name: str) -> tuple[AcceptRecord, ...]:
    """What was decided so far, in the order of the log; ``name`` is the log's path as it is told.

    Raises:
        DocumentError: with every line that is none of a log's.
    """
    path = folder / LOG
    found, mistakes = [], []
    for number, line in enumerate(files.read_bytes(path, _MOST_OF_A_LOG).splitlines() if path.is_file() else (), 1):
        try:
            found.append(AcceptRecord.model_validate_json(line))
        except ValueError:
            what = "this is no line of the log of what was accepted"
            hint = "after a merge keep the lines of both sides; otherwise take the log back from git"
            mistakes.append(Mistake(place=Place(path=name, line=number), what=what, hint=hint, code=LOG_BROKEN.code))
    if mistakes:
        raise DocumentError(mistakes)
    return tuple(found)


def accepted_last(decided: Sequence[AcceptRecord]) -> dict[str, str | None]:
    """The digest of what was accepted last, by case: what was accepted before that holds no more. None of what was retired."""
    return {one.case: one.after for one in decided}


def put_picture(folder: Path, case: str, digest: str, data: bytes) -> None:
    """Keep a picture beside the snapshots. Raises MachineError where that is refused."""
    path = picture_path(folder, case, digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise MachineError(
            f"'{path}' cannot be written: {error.strerror}", "check its folder and permissions"
        ) from error


def picture_path(folder: Path, case: str, digest: str) -> Path:
    """Where a picture of a case lies."""
    return folder / "pictures" / case / f"{digest.removeprefix('sha256:')}.png"


def picture(folder: Path, case: str, digest: str) -> bytes:
    """A golden picture. Raises BrokenPicture if it is not there, or is not the one that the snapshot names."""
    hint = "take it back from git, or accept what is received: `harness golden review`"
    if not _DIGEST.fullmatch(digest):
        raise BrokenPicture(f"the snapshot of {case} names no picture: '{digest}'", hint)
    path = picture_path(folder, case, digest)
    if not path.is_file() or not files.is_inside(path, folder):
        raise BrokenPicture(f"the picture '{files.typed(path)}' is not there", hint)
    data = files.read_bytes(path, _MOST_OF_A_PICTURE)
    if f"sha256:{hashlib.sha256(data).hexdigest()}" != digest:
        raise BrokenPicture(f"the picture '{files.typed(path)}' is not the one that was accepted", hint)
    return data


def keep_pictures(folder: Path, case: str, digests: Collection[str]) -> None:
    """Take away the pictures of a case but those. Raises MachineError where that is refused."""
    kept = {picture_path(folder, case, digest) for digest in digests}
    parent = folder / "pictures" / case
    try:
        for path in parent.glob("*.png"):
            if path not in kept:
                path.unlink()
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
    except OSError as error:
        raise MachineError(
            f"'{parent}' cannot be cleared: {error.strerror}", "check its folder and permissions"
        ) from error
