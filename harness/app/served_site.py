"""The report's site to a browser, written anew when there is something new to show; what it shows lies in ``site``."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from harness.adapters import files
from harness.adapters.installed import file_state
from harness.adapters.records import finished_runs
from harness.adapters.serving import Answer
from harness.app.gate_log import LOG
from harness.app.site_options import SiteOptions

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_OTHER = "text/plain; charset=utf-8"
_POLICY = "frame-ancestors 'none'"
_EVIDENCE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
_MOST_BYTES = 256 * 1024 * 1024


class ServedSite:
    """The site of one project, in folders below ``room``."""

    def __init__(self, root: Path, room: Path) -> None:
        self._root = root
        self._folders = cycle((room / "one", room / "other"))  # whoever still reads the site before may read on
        self._lock = threading.Lock()
        self._written = ""
        self._folder: Path | None = None

    def version(self) -> str:
        """Names the state of what the site shows: it is another one as soon as a run was finished or a gate decided."""
        newest = next(finished_runs(self._root), None)
        return f"{newest.name if newest else ''} {file_state(str(self._root / LOG))}"

    def answer(self, parts: Sequence[str]) -> Answer:
        """A file of the site; evidence, which the product wrote, may do nothing in the browser."""
        if not parts:
            return Answer(to="/site/index.html")  # from elsewhere the links of the page would lead astray
        folder = self._current()
        path = folder.joinpath(*parts)
        if not _is_page(path, folder):
            return Answer(b"there is no such page\n", _OTHER, 404)
        policy = _EVIDENCE_POLICY if parts[:1] == ("evidence",) else _POLICY
        return Answer(files.read_bytes(path, _MOST_BYTES), _TYPES.get(path.suffix, _OTHER), policy=policy)

    def _current(self) -> Path:
        from harness.app.site import write_site  # late: it weighs, and the page of what goes on does not need it

        with self._lock:
            now = self.version()
            if self._folder is None or now != self._written:
                folder = next(self._folders)
                write_site(self._root, SiteOptions(folder))
                self._folder, self._written = folder, now
            return self._folder


def _is_page(path: Path, folder: Path) -> bool:
    try:
        return files.is_inside(path, folder) and path.is_file()
    except OSError:  # a name that is too long for any file
        return False
