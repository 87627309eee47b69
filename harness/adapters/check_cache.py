"""Keeps what checks saw in files; it is only a cache."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, TypeVar

from harness.adapters.cache_file import CacheFile
from harness.adapters.folders import cache_folder


class _Written(Protocol):
    def model_dump_json(self, *, exclude_defaults: bool = False) -> str: ...


Kept = TypeVar("Kept", bound=_Written)
Key = tuple[str, str]


class CheckCache(Generic[Kept]):
    """Results by the digest of a file's content and that of the checks, both in hexadecimal.

    ``version`` tells results apart that another version of harness or of its tools would have given. Whatever is wrong with
    the database costs time only: it is then as if nothing were kept. ``decode`` makes a result from its JSON; ``empty`` is
    the one that says nothing, of which most rows consist.
    """

    def __init__(self, version: str, decode: Callable[[bytes], Kept], empty: Kept, folder: Path | None = None) -> None:
        self._version = version.encode()
        self._decode = decode
        self._empty = empty
        self._file = CacheFile((folder or cache_folder()) / "checks.sqlite3")

    def __enter__(self) -> CheckCache[Kept]:
        self._file.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, traceback)

    def get(self, keys: Sequence[Key]) -> Mapping[Key, Kept]:
        """What is kept of some keys."""
        digests = {self._digest(key): key for key in keys}
        found: dict[Key, Kept] = {}
        for digest, value in self._file.get(list(digests)).items():
            with contextlib.suppress(ValueError):
                found[digests[digest]] = self._decode(value) if value else self._empty
        return found

    def put(self, results: Mapping[Key, Kept]) -> None:
        """Keep results."""
        self._file.put({self._digest(key): self._encoded(value) for key, value in results.items()})

    def _digest(self, key: Key) -> bytes:
        content, checks = key
        return bytes.fromhex(content) + bytes.fromhex(checks)[:16] + self._version

    def _encoded(self, value: Kept) -> bytes:
        return b"" if value == self._empty else value.model_dump_json(exclude_defaults=True).encode()
