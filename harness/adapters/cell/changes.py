"""Which paths of a tree were written to, read off an overlay's upper folder or by comparing two folders; judges nothing."""

from __future__ import annotations

import filecmp
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from harness.domain.results import ChangeKind, TreeChange

MOST_CHANGES = 10_000
_OPAQUE = ("user.overlay.opaque", "trusted.overlay.opaque")


def overlay_changes(upper: str, lower: Path) -> tuple[TreeChange, ...]:
    """Every path that an overlay's upper folder holds: whiteouts are deletions, the rest is new or modified.

    A folder marked opaque replaced the one below it, so what that held counts as deleted. See the kernel's
    Documentation/filesystems/overlayfs.rst. At most MOST_CHANGES are returned.
    """
    return _first(_walk_upper(upper, "", lower))


def folder_changes(before: Path, after: Path) -> tuple[TreeChange, ...]:
    """The paths in which two folders differ in content, kind or mode."""
    return _first(_walk_both(before, after, ""))


def _first(changes: Iterator[TreeChange]) -> tuple[TreeChange, ...]:
    return tuple(change for change, _ in zip(changes, range(MOST_CHANGES), strict=False))


def _walk_upper(folder: str, relative: str, lower: Path) -> Iterator[TreeChange]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = os.path.join(relative, entry.name)
        below = lower / path
        if entry.is_dir(follow_symlinks=False):
            if _is_opaque(entry.path):
                yield from _everything_below(below, path, ChangeKind.DELETED)
            yield from _walk_upper(entry.path, path, lower)
            continue
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISCHR(status.st_mode) and status.st_rdev == 0:
            yield _change(ChangeKind.DELETED, path)
        elif os.path.lexists(below):
            yield _change(ChangeKind.MODIFIED, path, status.st_mode)
        else:
            yield _change(ChangeKind.CREATED, path, status.st_mode)


def _is_opaque(folder: str) -> bool:
    for name in _OPAQUE:
        try:
            if os.getxattr(folder, name, follow_symlinks=False) == b"y":
                return True
        except OSError:
            continue
    return False


def _everything_below(folder: Path, relative: str, kind: ChangeKind) -> Iterator[TreeChange]:
    if not folder.is_dir() or folder.is_symlink():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = os.path.join(relative, entry.name)
        if entry.is_dir(follow_symlinks=False):
            yield from _everything_below(Path(entry.path), path, kind)
        else:
            yield _change(kind, path)


def _walk_both(before: Path, after: Path, relative: str) -> Iterator[TreeChange]:
    old, new = _entries(before), _entries(after)
    for name in sorted(old.keys() | new.keys()):
        path = os.path.join(relative, name)
        if name not in new:
            yield from _one_sided(old[name], path, ChangeKind.DELETED)
        elif name not in old:
            yield from _one_sided(new[name], path, ChangeKind.CREATED)
        elif old[name].is_dir(follow_symlinks=False) and new[name].is_dir(follow_symlinks=False):
            yield from _walk_both(before / name, after / name, path)
        elif not _same(old[name], new[name]):
            yield _change(ChangeKind.MODIFIED, path, new[name].stat(follow_symlinks=False).st_mode)


def _entries(folder: Path) -> dict[str, os.DirEntry[str]]:
    return {entry.name: entry for entry in os.scandir(folder)}


def _one_sided(entry: os.DirEntry[str], path: str, kind: ChangeKind) -> Iterator[TreeChange]:
    if entry.is_dir(follow_symlinks=False):
        yield from _everything_below(Path(entry.path), path, kind)
    else:
        yield _change(kind, path, entry.stat(follow_symlinks=False).st_mode)


def _same(old: os.DirEntry[str], new: os.DirEntry[str]) -> bool:
    left, right = old.stat(follow_symlinks=False), new.stat(follow_symlinks=False)
    if left.st_mode != right.st_mode:
        return False
    if stat.S_ISLNK(left.st_mode):
        return os.readlink(old.path) == os.readlink(new.path)
    if not stat.S_ISREG(left.st_mode):
        return True
    return filecmp.cmp(old.path, new.path, shallow=False)


def _change(kind: ChangeKind, path: str, mode: int = 0) -> TreeChange:
    shown = path.encode(errors="surrogateescape").decode(errors="backslashreplace")
    return TreeChange(kind=kind, path=shown, executable=stat.S_ISREG(mode) and bool(mode & 0o111))
