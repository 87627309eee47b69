"""Blobs that lie in memory, for tests of what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Memory:
    """Bytes by their keys, in ``kept``."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What is kept of some keys."""
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Keep bytes."""
        self.kept.update(blobs)
