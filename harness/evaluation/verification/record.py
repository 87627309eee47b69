"""The recorded run as verification needs it; reading it from disk lies in an adapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from harness.domain.observations import Observation
from harness.domain.results import Run


class Record(Protocol):
    """The files of one run. Methods raise RecordError where one is broken;"""

    @property
    def run(self) -> Run:
        """What ``run.json`` holds."""
        ...

    def lines(self) -> Iterator[bytes]:
        """The lines of ``events.jsonl`` without their line ends."""
        ...

    def evidence(self, card: str, attempt: int) -> str:
        """Where the files of an attempt lie, relative to the run's folder."""
        ...

    def files(self, card: str, attempt: int) -> Mapping[str, bytes]:
        """Every file of an attempt but what services printed, by its path below its folder."""
        ...

    def observation(self, where: str, files: Mapping[str, bytes], id: str) -> Observation:
        """One observation, rebuilt from the ``files`` of its attempt; ``where`` is the attempt's ``evidence``."""
        ...
