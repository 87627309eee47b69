"""The files of goldens: snapshots and pictures in one go, and the log of who accepted what; decides nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from harness.adapters import files
from harness.adapters.deciding import in_ci as in_ci
from harness.adapters.deciding import logged as logged_in
from harness.adapters.deciding import may_decide, read_log
from harness.adapters.deciding import who as who
from harness.domain.codes import Code
from harness.domain.golden import AcceptRecord
from harness.errors import MachineError, RecordError

LOG = "accepted.jsonl"
LOG_BROKEN = Code(
    code="GOLD106",
    title="log of what was accepted cannot be read",
    reason="It tells for every snapshot who accepted it; without it nobody knows whether somebody did.",
)
_MOST_OF_A_PICTURE = 64 * 1024 * 1024
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class BrokenPicture(RecordError):
    """A picture beside a snapshot that is missing, or that is another one."""


def may_accept() -> str:
    """Why nothing may be accepted here; empty where a person sits at a terminal."""
    return may_decide("accepted")


def logged(folder: Path, *records: AcceptRecord) -> AbstractContextManager[None]:
    """Log decisions, and carry them out in the block; if either fails, the log is as it was before.

    Raises:
        MachineError: where writing is refused.
    """
    return logged_in(folder / LOG, *records)


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
    return read_log(folder / LOG, name, AcceptRecord, LOG_BROKEN)


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
