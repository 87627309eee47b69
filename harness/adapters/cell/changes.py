"""Which paths of a tree were written to, read off an overlay's upper folder or by comparing two folders; judges nothing."""

from __future__ import annotations

import filecmp
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from harness.domain.results import ChangeKind, TreeChange

MOST_CHANGES = 10_000
MOST_LEVELS = 100
"""Folders in folders that are looked into; no tree has more, and who makes more has something to hide."""
_OPAQUE = ("user.overlay.opaque", "trusted.overlay.opaque")


def overlay_changes(upper: int, lower: Path) -> tuple[TreeChange, ...]:
    """Every path that an overlay's upper folder (a descriptor) holds: whiteouts are deletions, the rest is new or modified.

    A folder marked opaque replaced the one below it, so what that held counts as deleted. See the kernel's
    Documentation/filesystems/overlayfs.rst. At most MOST_CHANGES are returned.

    What runs in the cell may change the folder meanwhile, so every step down goes by descriptor and follows no link.
    """
    return _first(_walk_upper(upper, "", lower, MOST_LEVELS))


def folder_changes(before: Path, after: Path) -> tuple[TreeChange, ...]:
    """The paths in which two folders differ in content, kind or mode."""
    return _first(_walk_both(before, after, "", MOST_LEVELS))


def _first(changes: Iterator[TreeChange]) -> tuple[TreeChange, ...]:
    return tuple(change for change, _ in zip(changes, range(MOST_CHANGES), strict=False))


def _walk_upper(folder: int, relative: str, lower: Path, levels: int) -> Iterator[TreeChange]:
    for name in sorted(os.listdir(folder)):
        path = os.path.join(relative, name)
        try:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            continue
        below = _status(lower / path)
        if stat.S_ISDIR(status.st_mode):
            yield from _walk_upper_folder(folder, name, path, lower, levels)
            if below is None or below.st_mode == status.st_mode:
                continue
        if stat.S_ISCHR(status.st_mode) and status.st_rdev == 0:
            yield _change(ChangeKind.DELETED, path)
        else:
            yield _change(ChangeKind.CREATED if below is None else ChangeKind.MODIFIED, path, status.st_mode)


def _walk_upper_folder(parent: int, name: str, path: str, lower: Path, levels: int) -> Iterator[TreeChange]:
    """What a folder of the upper folder holds; one that cannot be looked into counts as modified itself."""
    try:
        folder = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)
    except OSError:
        yield _change(ChangeKind.MODIFIED, path)
        return
    try:
        if levels == 0:
            yield _change(ChangeKind.MODIFIED, path)
            return
        if _is_opaque(folder):
            yield from _everything_below(lower / path, path, ChangeKind.DELETED)
        yield from _walk_upper(folder, path, lower, levels - 1)
    finally:
        os.close(folder)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except OSError:
        return None


def _is_opaque(folder: int) -> bool:
    for name in _OPAQUE:
        try:
            if os.getxattr(folder, name) == b"y":
                return True
        except OSError:
            continue
    return False


def _everything_below(folder: Path, relative: str, kind: ChangeKind, levels: int = MOST_LEVELS) -> Iterator[TreeChange]:
    if not folder.is_dir() or folder.is_symlink():
        return
    entries = _entries(folder)
    if entries is None or levels == 0:
        yield _change(ChangeKind.MODIFIED, relative)
        return
    for name, entry in sorted(entries.items()):
        path = os.path.join(relative, name)
        if entry.is_dir(follow_symlinks=False):
            yield from _everything_below(Path(entry.path), path, kind, levels - 1)
        else:
            yield _change(kind, path)


def _walk_both(before: Path, after: Path, relative: str, levels: int) -> Iterator[TreeChange]:
    old, new = _entries(before), _entries(after)
    if old is None or new is None or levels == 0:
        yield _change(ChangeKind.MODIFIED, relative)
        return
    for name in sorted(old.keys() | new.keys()):
        path = os.path.join(relative, name)
        if name not in new:
            yield from _one_sided(old[name], path, ChangeKind.DELETED)
        elif name not in old:
            yield from _one_sided(new[name], path, ChangeKind.CREATED)
        elif old[name].is_dir(follow_symlinks=False) and new[name].is_dir(follow_symlinks=False):
            if _mode(old[name]) != _mode(new[name]):
                yield _change(ChangeKind.MODIFIED, path)
            yield from _walk_both(before / name, after / name, path, levels - 1)
        elif not _same(old[name], new[name]):
            yield _change(ChangeKind.MODIFIED, path, new[name].stat(follow_symlinks=False).st_mode)


def _entries(folder: Path) -> dict[str, os.DirEntry[str]] | None:
    """What a folder holds by name; None if it cannot be looked into."""
    try:
        return {entry.name: entry for entry in os.scandir(folder)}
    except OSError:
        return None


def _mode(entry: os.DirEntry[str]) -> int:
    return entry.stat(follow_symlinks=False).st_mode


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
