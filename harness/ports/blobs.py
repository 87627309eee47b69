"""What an engine keeps from one run for the next; losing it costs time only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Blobs(Protocol):
    """Bytes by digests, in hexadecimal."""

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What is kept of some keys."""
        ...

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Keep bytes."""
        ...
