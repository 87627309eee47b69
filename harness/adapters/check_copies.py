"""Copies of trees in folders of this machine, for tools that need one; each goes when its tree does."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from harness.adapters.cell.rooms import beginning, remove_room
from harness.errors import MachineError
from harness.ports.sources import Entry, SourceFile, SourceTree, Unread

_CHECKS = "constitutions/checks/"


@dataclass(frozen=True)
class TreeCopy:
    """A folder with the files of a tree; ``missing`` are those that could not be read."""

    folder: Path
    missing: tuple[Unread, ...] = ()


class TreeCopies:
    """The copies made so far. ``project`` is the tree whose checks' own files lie in the copy of any other tree, too."""

    def __init__(self, project: SourceTree | None = None) -> None:
        self._project = project
        self._made: weakref.WeakKeyDictionary[SourceTree, TreeCopy] = weakref.WeakKeyDictionary()
        self._ends: list[weakref.finalize[..., SourceTree]] = []

    def of(self, tree: SourceTree) -> TreeCopy:
        """The copy of a tree, made now if there is none yet. Raises MachineError where it cannot be made."""
        if tree not in self._made:
            self._made[tree] = self._make(tree)
        return self._made[tree]

    def close(self) -> None:
        """Remove every copy."""
        for end in self._ends:
            end()
        self._made.clear()

    def _make(self, tree: SourceTree) -> TreeCopy:
        folder = Path(tempfile.mkdtemp(prefix=beginning("copy")))
        self._ends = [end for end in self._ends if end.alive]
        self._ends.append(weakref.finalize(tree, remove_room, folder))
        try:
            return TreeCopy(folder, tuple(self._fill(folder, tree)))
        except OSError as error:
            raise MachineError(
                f"the tree cannot be copied to `{folder}`: {error.strerror}", "make room there"
            ) from error

    def _fill(self, folder: Path, tree: SourceTree) -> Iterator[Unread]:
        project = self._project if tree is not self._project else None
        yield from _fill(folder, tree, [one for one in tree.entries() if not (project and _is_of_checks(one))])
        if project:
            yield from _fill(folder, project, [one for one in project.entries() if _is_of_checks(one)])


def _is_of_checks(entry: Entry) -> bool:
    return entry.path.startswith(_CHECKS)


def _fill(folder: Path, tree: SourceTree, entries: list[Entry]) -> Iterator[Unread]:
    """Write files, then links, so that nothing is ever written through a link."""
    for file in tree.read(entry.path for entry in entries if entry.target is None):
        if isinstance(file, Unread):
            yield file
        else:
            _write(_place(folder, file.path), file)
    for entry in entries:
        if entry.target is not None:
            _place(folder, entry.path).symlink_to(entry.target)


def _place(folder: Path, path: str) -> Path:
    """Where a path of the tree lies in the copy, with the folders above it."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise MachineError(f"`{path}` is no path within a tree", "name a path relative to the project, without `..`")
    place = folder / pure
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _write(place: Path, file: SourceFile) -> None:
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(file.data)
        os.fchmod(stream.fileno(), 0o600 | (file.mode & 0o777))
