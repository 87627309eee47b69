"""What a cell is made from and what every level of cell offers; how each level is built lies elsewhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from harness.adapters.cell.browsing import BrowserView
from harness.adapters.cell.calls import CallServer, Command
from harness.adapters.cell.view import View
from harness.domain.results import TreeChange
from harness.domain.verdicts import Isolation

DISK_BYTES = 512 << 20
DISK_FILES = 200_000
MOST_PROCESSES = 512
MOST_DATA = 8 << 30


def process_limits() -> tuple[tuple[str, int], ...]:
    """Limits of each process in a cell: processes of the cell's user, open files, bytes of a file and of data, core dump."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return (
        ("RLIMIT_NPROC", MOST_PROCESSES),
        ("RLIMIT_NOFILE", 4096),
        ("RLIMIT_FSIZE", DISK_BYTES),
        ("RLIMIT_DATA", min(MOST_DATA, memory // 2)),
        ("RLIMIT_CORE", 0),
    )


@dataclass(frozen=True)
class CellPlan:
    """One prepared tree and what runs on it. ``lower`` is never written to; ``toolchains`` are bound read-only.

    ``hidden`` are folders of the host that must not be seen even where they lie in one that is.
    """

    lower: Path
    commands: Mapping[str, str]
    environment: Mapping[str, str] = field(default_factory=dict)
    toolchains: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    disk_bytes: int = DISK_BYTES


class Cell(Protocol):
    """One throw-away machine-in-miniature; ``close``, which may be called twice and from any thread, ends all that is in it."""

    level: Isolation
    home: str
    tree: str
    commands: Mapping[str, Command]
    product: View

    def user(self) -> View:
        """The view of the user's shell."""
        ...

    def calls(self) -> CallServer | None:
        """The server of the launchers, if the user's view was ever opened."""
        ...

    def browser(self, program: str) -> BrowserView:
        """A view for a browser, which whoever asked closes. Raises MachineError when the cell is closed."""
        ...

    def look(self) -> None:
        """Note what is written below the tree just now, where that can be told cheaply."""
        ...

    def changes(self) -> tuple[TreeChange, ...]:
        """What was written below the tree, by path."""
        ...

    def close(self) -> None:
        """End every process and leave nothing behind."""
        ...
