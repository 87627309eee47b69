"""Collects the waivers of a project while its files are read, and tells which the change under check brought along."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import clock, files
from harness.adapters.git import Git
from harness.adapters.revisions import files_at
from harness.constitution.waivers import PATH as WAIVERS
from harness.constitution.waivers import accepted, added, inline_waivers, read_waivers
from harness.domain.findings import Excuse, Waiver
from harness.errors import HarnessError
from harness.markdown.text import decode
from harness.ports.sources import SourceFile


@dataclass
class Waiving:
    """The waivers of one check: those of the file of waivers, and those beside code as ``read`` meets them."""

    root: Path
    of_file: tuple[Waiver, ...]
    inline: list[Waiver] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)

    def read(self, file: SourceFile) -> None:
        """Look for waivers in a file that is being checked."""
        if file.path not in self.paths and file.path != WAIVERS:
            self.inline.extend(inline_waivers(file))
        self.paths.add(file.path)

    def looked_at(self, path: str) -> bool:
        """Whether the file of that path was read, so that a waiver for it could have been used."""
        return path in self.paths

    def weakened(self) -> frozenset[str]:
        """The ids of inherited principles that the project may weaken today."""
        return accepted(self.of_file, Excuse.WEAKENED, clock.today())

    def told(self, since: str | None) -> tuple[Waiver, ...]:
        """All waivers, those marked that are not in the revision before the change.

        That is ``since``, else the last commit where something is not committed yet, else the one before it.
        """
        now = (*self.of_file, *self.inline)
        return added(now, self._before(now, since)) if now else ()

    def _before(self, now: Sequence[Waiver], since: str | None) -> tuple[Waiver, ...]:
        paths = sorted({waiver.place.path for waiver in now})
        try:
            contents = files_at(self.root, since or revision_before(self.root), paths)
        except HarnessError:
            return ()  # outside git, or in its first commit, everything is new
        found: list[Waiver] = []
        for path, data in contents.items():
            if path == WAIVERS:
                with contextlib.suppress(HarnessError):
                    found.extend(read_waivers(decode(data, path), path))
            else:
                found.extend(inline_waivers(SourceFile(path, data, hashlib.sha256(data).hexdigest())))
        return tuple(found)


def waiving(root: Path) -> Waiving:
    """Begin to collect, with the file of waivers already read.

    Raises:
        DocumentError: if that file is no document.
    """
    path = root / WAIVERS
    if not path.is_file() or not files.is_inside(path, root):
        return Waiving(root, ())
    return Waiving(root, read_waivers(decode(files.read_bytes(path), WAIVERS), WAIVERS))


def revision_before(root: Path) -> str:
    """The commit before the change under check: the last one where something is not committed yet, else the one before it.

    Raises:
        HarnessError: outside git.
    """
    changed = Git(root).run("status", "--porcelain", "-z", "--untracked-files=normal", "--", ".")
    return "HEAD" if changed.strip(b"\0") else "HEAD~1"
