"""Files of the project as they lie there now, for reports that quote or hash them; judging them lies elsewhere."""

from __future__ import annotations

from pathlib import Path

from harness.adapters import files
from harness.adapters.source_files import read_source
from harness.ports.sources import SourceFile


class QuotedFiles:
    """The plain files below a folder. A path leads neither out of it nor to anything but a file, whatever it says."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None where it is gone, has more than 8 MiB, or lies elsewhere."""
        try:
            inside = files.is_inside(self._root / path, self._root)
            found = read_source(self._root, path) if inside else None
        except ValueError:  # a NUL or a lone surrogate in the name
            return None
        return found.data if isinstance(found, SourceFile) else None
