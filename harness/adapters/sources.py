"""Lists and reads the files of a folder for the constitution's engine, following no link; judging them lies elsewhere."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from harness.adapters.git import Git
from harness.errors import MachineError, TreeError
from harness.ports.sources import Entry, SourceFile, Unread

MOST_BYTES = 8 * 1024 * 1024
"""The largest file that is read, in bytes."""

_RECORDS = ".harness"
_NOT_THE_PROJECT = frozenset(
    {".git", ".hg", ".svn", _RECORDS, "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache", ".ruff_cache"}
    | {".pytest_cache", ".hypothesis", "site-packages"}
)
_ENVIRONMENT = "pyvenv.cfg"
_NOT_OWN = "not the project's own"


class FolderTree:
    """The files of a folder: of a git repository those that git tracks or would track, else all but well-known debris.

    ``excluded`` says of a path why it is left out; empty where it is not.
    """

    def __init__(self, root: Path, excluded: Callable[[str], str] = lambda path: "") -> None:
        self._root = root
        self._top = f"{root}/"
        self._excluded = excluded
        self._skipped: list[Unread] = []

    def entries(self) -> Sequence[Entry]:
        """Every plain file and link, sorted by path."""
        return self._entries

    def skipped(self) -> Sequence[Unread]:
        """What was left out, and why; known after ``entries``."""
        assert self._entries is not None
        return sorted(self._skipped, key=lambda one: one.path)

    def read(self, paths: Iterable[str]) -> Iterator[SourceFile | Unread]:
        """The named files, each opened once and read whole; nothing but plain files is opened."""
        for path in paths:
            yield self._read(path)

    def folder(self) -> str:
        """The folder itself."""
        return str(self._root)

    @cached_property
    def _entries(self) -> Sequence[Entry]:
        return sorted(self._listed(), key=lambda entry: entry.path)

    def _paths(self) -> Iterator[str]:
        tracked = self._of_git()
        if tracked is None:
            yield from self._walked("")
            return
        for path in tracked:
            if path.endswith("/"):  # an untracked repository within this one
                yield from self._walked(path[:-1])
            else:
                yield path

    def _of_git(self) -> Sequence[str] | None:
        git = Git(self._root)
        try:
            listed = git.run("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", ".")
            prefix = git.line("rev-parse", "--show-prefix")
            # Unlike `ls-files`, it also tells of what is ignored within a folder of which nothing is tracked yet.
            status = git.run("status", "--porcelain", "-z", "--ignored=matching", "--untracked-files=all", "--", ".")
        except (TreeError, MachineError):
            return None
        ignored = [name[3:].removeprefix(prefix).rstrip("/") for name in _names(status) if name.startswith("!! ")]
        self._skipped += [Unread(path, "ignored by git") for path in ignored if _told(path)]
        return [path for path in _names(listed) if not path.startswith(f"{_RECORDS}/")]

    def _walked(self, folder: str) -> Iterator[str]:
        """Every file and link below a folder; ``folder`` is empty for the root, else a relative path."""
        above = f"{folder}/" if folder else ""
        try:
            with os.scandir(f"{self._top}{folder}") as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self._skipped.append(Unread(folder or ".", f"cannot be read: {error.strerror}"))
            return
        if folder and any(entry.name == _ENVIRONMENT for entry in entries):
            self._skipped.append(Unread(folder, _NOT_OWN))
            return
        for entry in entries:
            path = above + entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif self._is_entered(path, entry.name):
                yield from self._walked(path)

    def _is_entered(self, path: str, name: str) -> bool:
        if name in _NOT_THE_PROJECT and name not in (".git", _RECORDS):
            self._skipped.append(Unread(path, _NOT_OWN))
        return name not in _NOT_THE_PROJECT

    def _listed(self) -> Iterator[Entry]:
        for path in self._paths():
            if reason := self._excluded(path):
                self._skipped.append(Unread(path, reason))
                continue
            try:
                status = os.lstat(self._top + path)
            except OSError as error:
                if not isinstance(error, FileNotFoundError):  # git lists what was just deleted as well
                    self._skipped.append(Unread(path, f"cannot be read: {error.strerror}"))
                continue
            if stat.S_ISREG(status.st_mode):
                yield Entry(path, status.st_size, stat.S_IMODE(status.st_mode))
            elif stat.S_ISLNK(status.st_mode):
                yield Entry(path, 0, stat.S_IMODE(status.st_mode), os.readlink(self._top + path))
            elif stat.S_ISDIR(status.st_mode):  # a submodule
                yield from self._of_submodule(path)
            else:
                self._skipped.append(Unread(path, "neither a file nor a folder"))

    def _of_submodule(self, path: str) -> Iterator[Entry]:
        below = FolderTree(self._root / path, lambda name: self._excluded(f"{path}/{name}"))
        for entry in below.entries():
            yield Entry(f"{path}/{entry.path}", entry.size, entry.mode, entry.target)
        self._skipped += [Unread(f"{path}/{one.path}", one.reason) for one in below.skipped()]

    def _read(self, path: str) -> SourceFile | Unread:
        full = self._top + path
        try:
            descriptor = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            return Unread(path, f"cannot be read: {error.strerror}")
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return Unread(path, "no longer a plain file")
            if status.st_size > MOST_BYTES:
                return Unread(path, too_large(status.st_size))
            data = _all_of(descriptor, status.st_size)
        except OSError as error:
            return Unread(path, f"cannot be read: {error.strerror}")
        finally:
            os.close(descriptor)
        if len(data) > MOST_BYTES:
            return Unread(path, too_large(len(data)))
        return SourceFile(path, data, hashlib.sha256(data).hexdigest(), stat.S_IMODE(status.st_mode), full)


def too_large(size: int) -> str:
    """The reason why a file of so many bytes is not read."""
    return f"too large to be checked: {size / 1024 / 1024:.1f} MiB, more than {MOST_BYTES // 1024 // 1024} MiB"


def _all_of(descriptor: int, size: int) -> bytes:
    parts = [os.read(descriptor, size + 1)]
    while parts[-1] and sum(map(len, parts)) <= MOST_BYTES:
        parts.append(os.read(descriptor, 1024 * 1024))
    return b"".join(parts)


def _names(listed: bytes) -> list[str]:
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def _told(path: str) -> bool:
    """What is no source in any project is not worth a line in a record."""
    return path.rpartition("/")[2] not in ("__pycache__", _RECORDS) and not path.endswith((".pyc", ".pyo"))
