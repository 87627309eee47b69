"""Reads and writes the project's own files, never through a link that leads out of it; what they hold lies elsewhere."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from harness.errors import MachineError, UsageError

_MOST_BYTES = 8 * 1024 * 1024


def read_bytes(path: Path, most: int = _MOST_BYTES) -> bytes:
    """The content of a file, by default at most 8 MiB of it: more is refused by every reader anyway.

    Raises:
        UsageError: if there is no such file, or it cannot be read.
    """
    try:
        if not path.is_file():
            raise UsageError(f"'{path}' is not a file", "name a file")
        with path.open("rb") as stream:
            # To ask for `most` takes that much memory first, which for a small file is nearly all of the time.
            return stream.read() if os.fstat(stream.fileno()).st_size < most else stream.read(most)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read: {error.strerror}", "check its path and permissions") from error


def end_of(path: Path) -> Path:
    """Where a path leads to, all links followed; a link in a circle leads to where it lies."""
    return Path(os.path.realpath(path))  # `Path.resolve` raises on such a link before Python 3.13


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path, all links followed, is the root or lies below it; a link in a circle counts for where it lies."""
    return end_of(path).is_relative_to(end_of(root))


def documents(folder: Path, root: Path, suffix: str = ".md", skipped: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Every file with the suffix below a folder, sorted; hidden ones and those that lead out of the root are left out.

    Folders with a ``skipped`` name are not entered.
    """
    inside = is_inside(folder, root)  # and so is all below it that is no link, as links to folders are not followed
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in skipped)
        for name in sorted(names):
            path = Path(parent, name)
            if not name.endswith(suffix) or name.startswith("."):
                continue
            if is_inside(path, root) if os.path.islink(path) else inside:
                yield path


def links(folder: Path) -> Iterator[Path]:
    """The folder if it is a link, and every link below it, sorted; hidden ones are left out."""
    if folder.is_symlink():
        yield folder
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = (Path(parent, name) for name in sorted((*folders, *names)) if not name.startswith("."))
        yield from (path for path in below if path.is_symlink())


def files_below(folder: Path, skipped: frozenset[str] = frozenset()) -> Iterator[str]:
    """The relative path of every plain file below a folder; hidden folders and those with a skipped name are left out."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in skipped)
        above = os.path.relpath(parent, folder)
        for name in sorted(names):
            yield name if above == "." else f"{above}/{name}"


def write_new(path: Path, text: str) -> None:
    """Write a file that does not exist yet, whole or not at all, with the folders above it.

    Raises:
        UsageError: if it exists.
        MachineError: if it cannot be written.
    """
    if os.path.lexists(path):
        raise UsageError(f"'{path}' exists already", "choose another name, or remove it first")
    # A hard link fails where somebody took the name meanwhile; a rename would overwrite it.
    _write(path, text, os.link)


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, with the permissions that it had; a link stays one, and what it leads to is written.

    Raises:
        MachineError: if it cannot be written.
    """
    end = Path(os.path.realpath(path))
    try:
        end.parent.mkdir(parents=True, exist_ok=True)
        mode = end.stat().st_mode & 0o777 if end.exists() else 0o644
        descriptor, temporary = tempfile.mkstemp(dir=end.parent, prefix=f".{end.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            os.chmod(temporary, mode)
            os.replace(temporary, end)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise MachineError(
            f"'{path}' cannot be written: {error.strerror}", "check its folder and permissions"
        ) from error


def remove(path: Path) -> None:
    """Remove a file. Raises MachineError if that is refused."""
    try:
        path.unlink()
    except OSError as error:
        raise MachineError(f"'{path}' cannot be removed: {error.strerror}", "check its folder") from error


def write_over(path: Path, text: str) -> None:
    """Write a file, whole or not at all, in place of what was there.

    Raises:
        MachineError: if it cannot be written.
    """
    _write(path, text, os.replace)


def _write(path: Path, text: str, put: Callable[[str, Path], None]) -> None:
    """Write under a temporary name beside the file, then put it in its place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            os.chmod(temporary, 0o644)
            put(temporary, path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise MachineError(
            f"'{path}' cannot be written: {error.strerror}", "check its folder and permissions"
        ) from error


def keep_newest(folder: Path, most: int) -> None:
    """Remove the plain files of a folder but for the ``most`` that were written last; nothing below it is looked at."""
    try:
        with os.scandir(folder) as found:
            aged = sorted(
                (entry.stat(follow_symlinks=False).st_mtime_ns, entry.path) for entry in found if entry.is_file()
            )
        for _, path in aged[: max(len(aged) - most, 0)]:
            os.unlink(path)
    except OSError:
        return


def typed(path: Path) -> str:
    """A path as one would type it here: relative where it lies below the current folder, if that is still there."""
    try:
        here = Path.cwd()
    except OSError:
        return str(path)
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def seen_from(path: Path, file: Path) -> str:
    """A path relative to the folder of a file, for links in it; with forward slashes."""
    return Path(os.path.relpath(path.resolve(), file.resolve().parent)).as_posix()


def bytes_below(folder: Path) -> int:
    """How much disk a folder takes, in bytes."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_blocks * 512
            except OSError:
                continue
    return total
