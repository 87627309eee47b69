"""Follows a record while it is written, as far as whole lines reach; what it tells is not judged here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.adapters.records.folders import EVENTS_FILE, RUN_FILE
from harness.domain.events import Event, Link

_MOST_AT_ONCE = 8 * 1024 * 1024


class Following:
    """One record, read on from where it was left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._at = 0

    @property
    def is_finished(self) -> bool:
        """Whether the run is over and recorded."""
        return (self.folder / RUN_FILE).is_file()

    def events(self) -> Iterator[Event]:
        """What happened since the last look. A line that is no event of this version is left out: this is only for looking."""
        try:
            with (self.folder / EVENTS_FILE).open("rb") as file:
                file.seek(self._at)
                data = file.read(_MOST_AT_ONCE)
        except OSError:
            return
        whole = data[: data.rfind(b"\n") + 1]
        self._at += len(whole)
        for line in whole.splitlines():
            try:
                yield Link.model_validate_json(line).event
            except ValueError:
                continue
