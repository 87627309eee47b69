"""What was received and waits for a review, below ``.harness/golden``, outside all trees that are judged."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.adapters.records.folders import HARNESS_FOLDER, safe_name
from harness.domain.base import Frozen
from harness.errors import MachineError

_FOLDER = Path(HARNESS_FOLDER, "golden")
RECEIVED = "received.golden"
RAW = "raw.golden"
_FACTS = "facts.json"
_MOST = 256 * 1024 * 1024


class Facts(Frozen):
    """Of which case it is, and from which run."""

    case: str
    run: str


@dataclass(frozen=True)
class Waiting:
    """What waits: the received snapshot as it would be written, its pictures by digest, and the run that it is from.

    ``raw`` is the same before anything in it was masked.
    """

    case: str
    text: bytes
    raw: bytes
    run: str
    folder: Path

    def picture(self, digest: str) -> bytes | None:
        """A picture that was received, by its digest; None if it is gone, or is another one."""
        path = self.folder / f"{digest.removeprefix('sha256:')}.png"
        data = path.read_bytes() if path.is_file() else b""
        return data if f"sha256:{hashlib.sha256(data).hexdigest()}" == digest else None


def store(root: Path, case: str, text: str, raw: str, pictures: Mapping[str, bytes], run: str) -> None:
    """Let what was received wait, in place of what waited from an earlier run. Raises MachineError where that is refused."""
    folder = root / _FOLDER
    try:
        if not files.is_inside(folder, root):
            raise MachineError(f"'{files.typed(folder)}' leads out of the project", "remove the link")
        folder.mkdir(parents=True, exist_ok=True)
        with (
            _alone(folder),
            tempfile.TemporaryDirectory(dir=folder, prefix=".new-", ignore_cleanup_errors=True) as draft,
        ):
            place = folder / safe_name(case)
            if (there := _facts(place)) is not None and there.run > run:
                return
            for digest, data in pictures.items():
                Path(draft, f"{digest.removeprefix('sha256:')}.png").write_bytes(data)
            Path(draft, RAW).write_bytes(_bytes(raw))
            Path(draft, RECEIVED).write_bytes(_bytes(text))
            Path(draft, _FACTS).write_text(Facts(case=case, run=run).model_dump_json())
            _clear(place)
            os.rename(draft, place)
    except OSError as error:
        what = f"'{files.typed(folder)}' cannot be written: {error.strerror}"
        raise MachineError(what, "make room, or make it writable") from error


def remove(root: Path, case: str, run: str | None = None) -> None:
    """Let nothing of a case wait any more; with ``run`` only what is not from a later one."""
    folder = root / _FOLDER
    place = folder / safe_name(case)
    if not os.path.lexists(place) or not files.is_inside(folder, root):
        return
    there = _facts(place)
    if run is None or there is None or there.run <= run:
        _clear(place)


def waiting(root: Path) -> tuple[list[Waiting], list[str]]:
    """Everything that waits, by the id of its case, and the paths of what is there and cannot be read."""
    folder = root / _FOLDER
    found, unreadable = [], []
    for path in sorted(folder.iterdir()) if folder.is_dir() and files.is_inside(folder, root) else ():
        if path.name.startswith("."):
            continue
        facts = _facts(path)
        try:
            if facts is None or path.name != safe_name(facts.case):
                raise OSError
            texts = [_read(path / name) for name in (RECEIVED, RAW)]
        except OSError:
            unreadable.append(files.typed(path))
        else:
            assert facts is not None
            found.append(Waiting(facts.case, texts[0], texts[1], facts.run, path))
    return sorted(found, key=lambda one: one.case), unreadable


def _facts(place: Path) -> Facts | None:
    """What is known of what waits in a folder; None where that cannot be read."""
    try:
        if place.is_symlink():
            return None
        return Facts.model_validate_json(_read(place / _FACTS))
    except (OSError, ValueError):
        return None


def _read(path: Path) -> bytes:
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as stream:
        return stream.read(_MOST)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _clear(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold off every other check of this project that wants to let something wait."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
