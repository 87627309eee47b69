"""What was kept of a run, for whoever shows it: never outside the run's folder, and no error for what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from harness.adapters.records.folders import OBSERVATIONS_FOLDER
from harness.adapters.records.stored import STREAMS, Stored, whole
from harness.domain.observations import Observation


class RunEvidence:
    """The files of the attempts of the run in ``folder``. ``attempt`` is ``Attempt.evidence``, which nobody has checked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def observation(self, attempt: str, id: str) -> Observation | None:
        """One observation with all its text; None where it is missing or broken."""
        name = f"{OBSERVATIONS_FOLDER}/{id}"
        try:
            stored = Stored.model_validate_json(self.file(attempt, f"{name}.json") or b"")
        except ValidationError:
            return None
        beside = {stream: self.file(attempt, f"{name}.{stream}") for stream in STREAMS}
        return whole(stored, {stream: data for stream, data in beside.items() if data is not None})

    def file(self, attempt: str, name: str) -> bytes | None:
        """A file below an attempt's folder; None where it is missing, unreadable, or lies elsewhere."""
        path = self._inside(attempt, name)
        try:
            return path.read_bytes() if path and path.is_file() else None
        except OSError:
            return None

    def files(self, attempt: str) -> tuple[str, ...]:
        """The plain files below an attempt's folder, sorted by path."""
        folder = self._inside(attempt)
        return tuple(sorted(_names(folder))) if folder and folder.is_dir() else ()

    def _inside(self, *parts: str) -> Path | None:
        try:
            path = self._folder.joinpath(*parts).resolve()
        except (OSError, ValueError):  # a NUL in the name, a circle of links
            return None
        return path if path.is_relative_to(self._folder) else None


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix()
