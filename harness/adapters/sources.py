"""Lists and reads the files of a folder for the constitution's engine, following no link; judging them lies elsewhere."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from harness.adapters.git import Git, top_of
from harness.adapters.git_listing import LISTING, Absence, tracked_and_new
from harness.adapters.source_files import read_source
from harness.errors import MachineError, TreeError
from harness.ports.sources import Entry, LinkEnd, SourceFile, Unread

_RECORDS = ".harness"
_OF_RECORDS = frozenset({".gitignore", "gate", "hooks", "replays", "runs"})
_NOT_THE_PROJECT = frozenset(
    {".git", ".hg", ".svn", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache", ".ruff_cache"}
    | {".pytest_cache", ".hypothesis", "site-packages"}
)
_ENVIRONMENT = "pyvenv.cfg"
_OF_ENVIRONMENT = frozenset({"bin", "include", "lib", "lib64", "share", "Include", "Lib", "Scripts"})
"""What an environment consists of; whatever else lies beside its settings may be the project's own."""
_NOT_OWN = "not the project's own"
_NOT_CHECKED_OUT = "a submodule that is not checked out"


class FolderTree:
    """The files of a folder: of a git repository those that git tracks or would track, else all but well-known debris.

    ``excluded`` says of a path why it is left out; empty where it is not.
    """

    def __init__(self, root: Path, excluded: Callable[[str], str] = lambda path: "") -> None:
        self._root = root
        self._top = f"{root}/"
        self._excluded = excluded
        self._skipped: list[Unread] = []
        self._absent: dict[str, Absence] = {}

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
            yield read_source(self._root, path)

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
            top_of(git)
            prefix = git.line("rev-parse", "--show-prefix")
            listed = git.run(*LISTING, "--", ".")
            # Unlike `ls-files`, it also tells of what is ignored within a folder of which nothing is tracked yet.
            status = git.run("status", "--porcelain", "-z", "--ignored=matching", "--untracked-files=all", "--", ".")
        except (TreeError, MachineError):
            return None
        ignored = [name[3:].removeprefix(prefix) for name in _names(status) if name.startswith("!! ")]
        self._skipped += [Unread(path.rstrip("/"), "ignored by git") for path in ignored if self._is_told(path)]
        self._absent = tracked_and_new(listed)
        return list(self._absent)

    def _is_told(self, ignored: str) -> bool:
        """Whether what git ignores is worth a line in a record: caches that hold nothing else are not, nor are records."""
        name = ignored.rstrip("/").rpartition("/")[2]
        if name == "__pycache__":
            return not all(below.endswith((".pyc", ".pyo")) for below in self._names_below(ignored))
        if ignored.rstrip("/") == _RECORDS:
            return not _OF_RECORDS.issuperset(self._names_below(ignored))
        if ignored.startswith(f"{_RECORDS}/"):
            return ignored.split("/")[1] not in _OF_RECORDS
        return ignored.endswith("/") or not name.endswith((".pyc", ".pyo"))

    def _names_below(self, folder: str) -> list[str]:
        try:
            return os.listdir(self._top + folder)
        except OSError:
            return []

    def _walked(self, start: str) -> Iterator[str]:
        """Every file and link below a folder; ``start`` is empty for the root, else a relative path."""
        waiting = [start]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(f"{self._top}{folder}") as found:
                    entries = list(found)
            except OSError as error:
                reason = f"cannot be read: {error.strerror}"
                self._skipped.append(Unread(folder or ".", reason, hides=True))
                continue
            foreign = _foreign(folder, {entry.name for entry in entries})
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if folder == _RECORDS and entry.name in _OF_RECORDS:
                    continue
                if not entry.is_dir(follow_symlinks=False):
                    yield path
                elif entry.name not in foreign:
                    waiting.append(path)
                elif entry.name != ".git":
                    self._skipped.append(Unread(path, _NOT_OWN))

    def _listed(self) -> Iterator[Entry]:
        for path in self._paths():
            if reason := self._excluded(path):
                self._skipped.append(Unread(path, reason))
                continue
            try:
                status = os.lstat(self._top + path)
            except OSError as error:
                yield from self._without(path, error)
                continue
            if stat.S_ISREG(status.st_mode):
                yield Entry(path, status.st_size, stat.S_IMODE(status.st_mode))
            elif stat.S_ISLNK(status.st_mode):
                full = self._top + path
                yield Entry(path, 0, stat.S_IMODE(status.st_mode), os.readlink(full), _end_of(full))
            elif stat.S_ISDIR(status.st_mode):  # a submodule
                yield from self._of_submodule(path)
            else:
                self._skipped.append(Unread(path, "neither a file nor a folder"))

    def _without(self, path: str, error: OSError) -> Iterator[Entry]:
        """What there is in the place of a file that is not to be seen; git lists what was just deleted as well."""
        absence = self._absent.get(path, Absence.DELETED)
        if not isinstance(error, FileNotFoundError) or absence is Absence.SPARSE:
            yield Entry(path, 0)  # to read it will tell why it cannot be read
        elif absence is Absence.SUBMODULE:
            self._skipped.append(Unread(path, _NOT_CHECKED_OUT, hides=True))

    def _of_submodule(self, path: str) -> Iterator[Entry]:
        if self._absent.get(path) is Absence.SUBMODULE and not os.listdir(self._top + path):
            self._skipped.append(Unread(path, _NOT_CHECKED_OUT, hides=True))
            return
        below = FolderTree(self._root / path, lambda name: self._excluded(f"{path}/{name}"))
        for entry in below.entries():
            yield replace(entry, path=f"{path}/{entry.path}")
        self._skipped += [Unread(f"{path}/{one.path}", one.reason, one.hides) for one in below.skipped()]


def _names(listed: bytes) -> list[str]:
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def _end_of(link: str) -> LinkEnd:
    try:
        mode = os.stat(link).st_mode
    except OSError:
        return LinkEnd.NOWHERE
    return LinkEnd.FOLDER if stat.S_ISDIR(mode) else LinkEnd.FILE


def _foreign(folder: str, names: AbstractSet[str]) -> AbstractSet[str]:
    """Which names in a folder are not the project's own, where they are those of folders."""
    return _NOT_THE_PROJECT | _OF_ENVIRONMENT if folder and _ENVIRONMENT in names else _NOT_THE_PROJECT
