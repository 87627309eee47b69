"""Keeps what analyses of flows found out about files, in one database of this user; it is only a cache."""

from __future__ import annotations

import contextlib
import sqlite3
import time
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from harness.adapters.folders import cache_folder

MOST_BYTES = 512 * 2**20
"""How much of it is kept: beyond that, all is forgotten."""
UNUSED_DAYS = 30
_CHUNK = 400
_SMALL = 200
_SCHEMA = """
CREATE TABLE IF NOT EXISTS blobs (
  digest BLOB NOT NULL PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL
) WITHOUT ROWID
"""


class FlowCache:
    """Bytes by digests, in hexadecimal. Whatever is wrong with the database costs time only."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or cache_folder()) / "flows.sqlite3"
        self._connection: sqlite3.Connection | None = None
        self._today = int(time.time() // 86_400)

    def __enter__(self) -> FlowCache:
        self._connection = self._opened()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._prune(self._connection)
            self._connection.close()
            self._connection = None

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What is kept of some keys."""
        found: dict[str, bytes] = {}
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error, zlib.error, ValueError):
                for start in range(0, len(keys), _CHUNK):
                    self._chunk(self._connection, keys[start : start + _CHUNK], found)
        return found

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Keep bytes."""
        if self._connection is None or not blobs:
            return
        rows = [(bytes.fromhex(key), _packed(value), self._today) for key, value in blobs.items()]
        with contextlib.suppress(sqlite3.Error), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO blobs VALUES (?, ?, ?)", rows)

    def _chunk(self, connection: sqlite3.Connection, keys: Sequence[str], found: dict[str, bytes]) -> None:
        marks = ",".join("?" * len(keys))
        rows = connection.execute(
            f"SELECT digest, value, day FROM blobs WHERE digest IN ({marks})", list(map(bytes.fromhex, keys))
        ).fetchall()
        old = [digest for digest, _, day in rows if day != self._today]
        if old:
            with connection:
                connection.executemany(
                    "UPDATE blobs SET day = ? WHERE digest = ?", [(self._today, digest) for digest in old]
                )
        found.update((digest.hex(), _unpacked(value)) for digest, value, _ in rows)

    def _opened(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                connection = sqlite3.connect(self._path, timeout=10.0)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute(_SCHEMA)
                return connection
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # locked for long, or no room: not broken
                    return None
                self._remove()
            except OSError:
                return None
        return None

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink()

    def _prune(self, connection: sqlite3.Connection) -> None:
        """Once a day: forget what was not used for a month, and all of it where there is far too much."""
        (pruned,) = connection.execute("PRAGMA user_version").fetchone()
        if pruned == self._today:
            return
        with connection:
            connection.execute("DELETE FROM blobs WHERE day < ?", [self._today - UNUSED_DAYS])
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (free,) = connection.execute("PRAGMA freelist_count").fetchone()
            (size,) = connection.execute("PRAGMA page_size").fetchone()
            if (pages - free) * size > MOST_BYTES:
                connection.execute("DELETE FROM blobs")
            connection.execute(f"PRAGMA user_version = {self._today}")


def _packed(value: bytes) -> bytes:
    return b"\1" + zlib.compress(value, 1) if len(value) > _SMALL else b"\0" + value


def _unpacked(value: bytes) -> bytes:
    return zlib.decompress(value[1:]) if value[:1] == b"\1" else value[1:]
