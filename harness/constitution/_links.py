"""Where the symbolic links of a tree lead, told from its listing alone; nothing is opened or followed on the machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from harness.ports.sources import Entry

_MOST_LINKS = 40  # as the kernel has it (path_resolution(7))


class End(Enum):
    """Where a link ends that does not end at a file of the tree."""

    OUTSIDE = "leads out of the tree"
    NOWHERE = "leads to no file of the tree"


class Links:
    """The entries of a tree, to follow links among them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: Mapping[str, Entry] = {entry.path: entry for entry in entries}

    def followed(self, entry: Entry) -> Entry | End:
        """The file that an entry is, or leads to."""
        if entry.target is None:
            return entry
        path = self.resolved(entry)
        return path if isinstance(path, End) else self._entries.get(path, End.NOWHERE)

    def leads_outside(self, entry: Entry) -> bool:
        """Whether a link leads out of the tree; one to an absolute path does, wherever the tree lies."""
        return self.resolved(entry) is End.OUTSIDE

    def resolved(self, entry: Entry) -> str | End:
        """The path that an entry leads to, whether or not the listing has it."""
        pending, at = entry.path.split("/")[::-1], list[str]()
        links = 0
        while pending:
            name = pending.pop()
            if name == ".." and not at:
                return End.OUTSIDE
            if name == "..":
                at.pop()
            elif name not in ("", "."):
                at.append(name)
            found = self._entries.get("/".join(at))
            if found is None or found.target is None:
                continue
            links += 1
            if found.target.startswith("/"):
                return End.OUTSIDE
            if links > _MOST_LINKS:
                return End.NOWHERE
            at.pop()
            pending.extend(found.target.split("/")[::-1])
        return "/".join(at)
