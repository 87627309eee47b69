"""Keeps what analyses of flows found out about files; it is only a cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from harness.adapters.cache_file import CacheFile
from harness.adapters.folders import cache_folder


class FlowCache:
    """Bytes by digests, in hexadecimal. Whatever is wrong with the database costs time only."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = CacheFile((folder or cache_folder()) / "flows.sqlite3")

    def __enter__(self) -> FlowCache:
        self._file.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, traceback)

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What is kept of some keys."""
        return {key.hex(): value for key, value in self._file.get([bytes.fromhex(key) for key in keys]).items()}

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Keep bytes."""
        self._file.put({bytes.fromhex(key): value for key, value in blobs.items()})
