"""One database file of this user that keeps bytes by their keys, for several runs at once; what it loses costs time only."""

from __future__ import annotations

import contextlib
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

UNUSED_DAYS = 30
MOST_BYTES = 512 * 2**20
"""How much one file keeps: beyond that, all is forgotten."""
_CHUNK = 400
_SMALL = 200
_SUM = 4
_SCHEMA = """
CREATE TABLE IF NOT EXISTS blobs (
  digest BLOB NOT NULL PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL
) WITHOUT ROWID
"""


class CacheFile:
    """Values by keys. Whatever is wrong with the file, it is as if nothing were kept; a broken one is made anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._useless = False
        self._today = int(time.time() // 86_400)

    def __enter__(self) -> CacheFile:
        self._connection = self._opened()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._working() as connection:
            if connection is not None:
                self._prune(connection)
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._useless:
            self._remove()

    def get(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """What is kept of some keys."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _CHUNK):
            with self._working() as connection:
                if connection is not None:
                    found.update(self._chunk(connection, keys[start : start + _CHUNK]))
        return found

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values."""
        rows = [(key, _packed(key, value), self._today) for key, value in values.items()]
        with self._working() as connection:
            if connection is not None and rows:
                with connection:
                    connection.executemany("INSERT OR REPLACE INTO blobs VALUES (?, ?, ?)", rows)

    def _chunk(self, connection: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        marks = ",".join("?" * len(keys))
        rows = connection.execute(
            f"SELECT digest, value, day FROM blobs WHERE digest IN ({marks})", list(keys)
        ).fetchall()
        old = [(self._today, key) for key, _, day in rows if day != self._today]
        if old:
            with connection:
                connection.executemany("UPDATE blobs SET day = ? WHERE digest = ?", old)
        for key, packed, _ in rows:
            with contextlib.suppress(ValueError, zlib.error):
                yield key, _unpacked(key, packed)

    def _opened(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                return _connected(self._path)
            except sqlite3.OperationalError:  # locked for long, or no room: not broken
                return None
            except sqlite3.DatabaseError:
                self._remove()
            except OSError:
                return None
        return None

    @contextlib.contextmanager
    def _working(self) -> Iterator[sqlite3.Connection | None]:
        try:
            yield self._connection
        except sqlite3.OperationalError:
            pass
        except sqlite3.DatabaseError:
            self._useless = True

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink()

    def _prune(self, connection: sqlite3.Connection) -> None:
        """Once a day: forget what was not used for a month, and all of it where there is far too much."""
        if _pragma(connection, "user_version") == self._today:
            return
        with connection:
            connection.execute("DELETE FROM blobs WHERE day < ?", [self._today - UNUSED_DAYS])
            used = _pragma(connection, "page_count") - _pragma(connection, "freelist_count")
            self._useless |= used * _pragma(connection, "page_size") > MOST_BYTES
            connection.execute(f"PRAGMA user_version = {self._today}")


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10.0)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _packed(key: bytes, value: bytes) -> bytes:
    packed = b"\1" + zlib.compress(value, 1) if len(value) > _SMALL else b"\0" + value
    return _sum(key, packed) + packed


def _unpacked(key: bytes, row: bytes) -> bytes:
    packed = row[_SUM:]
    if row[:_SUM] != _sum(key, packed):
        raise ValueError("not what was kept")
    return zlib.decompress(packed[1:]) if packed[:1] == b"\1" else packed[1:]


def _sum(key: bytes, packed: bytes) -> bytes:
    return zlib.crc32(packed, zlib.crc32(key)).to_bytes(_SUM, "big")
