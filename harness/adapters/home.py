"""What a product leaves in the user's folder: every path there, as it was and as it is; judges nothing."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from harness.adapters.cell.capture import MOST_OUTPUT, MOST_READ
from harness.adapters.cell.plan import Cell
from harness.adapters.cell.view import Refusal
from harness.domain.observations import EntryKind, FolderChange
from harness.errors import MachineError

MOST_ENTRIES = 20_000
MOST_KEPT = 64 << 20
"""The most bytes that are kept of all files that changed in one step; of what is beyond, size and digest."""
_DEEPEST = 64
_REFUSED = (errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class Entry:
    """One path below home. ``stamp`` changes whenever the content may have; ``target`` is of a link."""

    kind: EntryKind
    executable: bool
    stamp: tuple[int, ...]
    target: str = ""


@dataclass(frozen=True)
class Content:
    """What a file holds: its first bytes (at most MOST_OUTPUT), all its size, and the SHA-256 of all of it."""

    data: bytes
    size: int
    sha256: str


@dataclass
class Changes:
    """What has changed by path, and what the files that were made or changed hold, ``kept`` bytes of all of them."""

    changes: list[FolderChange] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    kept: int = 0


class Home:
    """The user's folder of one cell. Links are never followed, so nothing outside of it is ever looked at."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._before: dict[str, Entry] | None = None
        self._digests: dict[str, str] = {}
        self._left = MOST_READ

    def changes(self) -> Changes:
        """What has changed since the time before; nothing the first time.

        A file that was written again with the same content has not changed. Raises MachineError as ``entries`` and
        ``content`` do; of all that changed at most MOST_READ bytes are read.
        """
        now, before = self.entries(), self._before
        self._left = MOST_READ
        self._before = now
        found = Changes()
        if before is None:
            before = now
            for path in now:
                self._look(path, now[path])
        for path in sorted({*before, *now}):
            if before.get(path) != now.get(path):
                self._compare(path, before.get(path), now.get(path), found)
        return found

    def _compare(self, path: str, before: Entry | None, now: Entry | None, found: Changes) -> None:
        if now is None:
            assert before is not None
            digest = self._digests.pop(path, None)
            found.changes.append(_change("deleted", path, before, None, digest))
            return
        earlier = self._digests.get(path)
        content = self._look(path, now)
        same = before is not None and before.kind is now.kind and before.executable == now.executable
        if same and before is not None and before.target == now.target and earlier == self._digests.get(path):
            return
        found.changes.append(_change("created" if before is None else "changed", path, now, content, None))
        if content is not None and content.size == len(content.data) and found.kept + content.size <= MOST_KEPT:
            found.contents[path] = content.data
            found.kept += content.size

    def _look(self, path: str, entry: Entry) -> Content | None:
        content = self.content(path) if entry.kind is EntryKind.FILE else None
        self._digests.pop(path, None)
        if content is not None:
            self._left -= content.size
            self._digests[path] = content.sha256
        return content

    def entries(self) -> dict[str, Entry]:
        """Every path below home, relative, sorted. Raises MachineError if there are too many to look at."""
        with self._opened() as root:
            found = dict(_walked(root, "", 0))
        return dict(sorted(found.items()))

    def content(self, path: str) -> Content | None:
        """What a file holds; None where it is gone, or is no file any more.

        Raises:
            MachineError: if it may not be read, or if with it too much would be: then nobody can tell what it holds.
        """
        with self._opened() as root, contextlib.ExitStack() as opened:
            folder = root
            *parents, name = path.split("/")
            try:
                for parent in parents:
                    folder = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
                    opened.callback(os.close, folder)
                descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
                opened.callback(os.close, descriptor)
                return _content(descriptor, path, self._left)
            except OSError as error:
                if error.errno in _REFUSED:
                    raise _unreadable(path) from error
                return None

    @contextlib.contextmanager
    def _opened(self) -> Iterator[int]:
        try:
            descriptor = self._cell.product.open(self._cell.home, os.O_RDONLY | os.O_DIRECTORY)
        except Refusal as refusal:
            raise MachineError(f"the user's folder cannot be looked at: {refusal.strerror}") from refusal
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def _walked(folder: int, prefix: str, depth: int, count: list[int] | None = None) -> Iterator[tuple[str, Entry]]:
    count = [0] if count is None else count
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        count[0] += 1
        if count[0] > MOST_ENTRIES or depth > _DEEPEST:
            raise MachineError(
                f"the user's folder holds more than {MOST_ENTRIES:,} files", "have the product write less of them"
            )
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        path = f"{prefix}{entry.name}"
        yield path, _entry(entry, status, folder)
        if stat.S_ISDIR(status.st_mode):
            yield from _below(entry.name, folder, path, depth, count)


def _below(name: str, folder: int, path: str, depth: int, count: list[int]) -> Iterator[tuple[str, Entry]]:
    try:
        inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
    except OSError as error:
        if error.errno in _REFUSED:
            raise _unreadable(path) from error
        return
    try:
        yield from _walked(inner, f"{path}/", depth + 1, count)
    finally:
        os.close(inner)


def _entry(entry: os.DirEntry[str], status: os.stat_result, folder: int) -> Entry:
    mode = status.st_mode
    stamp = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    if stat.S_ISLNK(mode):
        with contextlib.suppress(OSError):
            return Entry(EntryKind.LINK, False, stamp, os.readlink(entry.name, dir_fd=folder))
    if stat.S_ISDIR(mode):
        return Entry(EntryKind.FOLDER, False, ())
    return Entry(EntryKind.FILE if stat.S_ISREG(mode) else EntryKind.OTHER, bool(mode & stat.S_IXUSR), stamp)


def _change(
    what: Literal["created", "changed", "deleted"], path: str, entry: Entry, content: Content | None, digest: str | None
) -> FolderChange:
    return FolderChange(
        change=what,
        path=path,
        entry=entry.kind,
        executable=entry.executable,
        size=content.size if content else 0,
        sha256=content.sha256 if content else digest,
        target=entry.target or None,
    )


def _unreadable(path: str) -> MachineError:
    what = f"'{path}' in the user's folder may not be read"
    return MachineError(what, "have the product leave it readable: what it holds cannot be told")


def _content(descriptor: int, path: str, most: int) -> Content | None:
    """What an open file holds. One that is mostly holes may be larger than any disk, so that its size is looked at first."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return None
    digest, data, size = hashlib.sha256(), bytearray(), 0
    while status.st_size <= most and (chunk := os.read(descriptor, 1 << 20)):
        digest.update(chunk)
        data += chunk[: MOST_OUTPUT - len(data)]
        size += len(chunk)
        if size > most:
            break
    if max(size, status.st_size) > most:
        what = f"'{path}' and what else changed in the user's folder hold more than {MOST_READ:,} bytes"
        raise MachineError(what, "have the product write less in one step")
    return Content(bytes(data), size, digest.hexdigest())
