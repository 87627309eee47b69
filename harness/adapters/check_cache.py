"""Keeps what checks saw in files, in one database of this user that several runs may use at once; it is only a cache."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, TypeVar

from harness.adapters.folders import cache_folder

MOST_ROWS = 1_000_000
UNUSED_DAYS = 30
_CHUNK = 400
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (
  content BLOB NOT NULL, checks BLOB NOT NULL, value BLOB NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (content, checks)
) WITHOUT ROWID
"""


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
        self._path = (folder or cache_folder()) / "checks.sqlite3"
        self._connection: sqlite3.Connection | None = None
        self._today = int(time.time() // 86_400)

    def __enter__(self) -> CheckCache[Kept]:
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

    def get(self, keys: Sequence[Key]) -> Mapping[Key, Kept]:
        """What is kept of some keys."""
        found: dict[Key, Kept] = {}
        if self._connection is None:
            return found
        with contextlib.suppress(sqlite3.Error, ValueError):
            for checks in dict.fromkeys(checks for _, checks in keys):
                contents = [content for content, other in keys if other == checks]
                for start in range(0, len(contents), _CHUNK):
                    found.update(self._chunk(self._connection, contents[start : start + _CHUNK], checks))
        return found

    def put(self, results: Mapping[Key, Kept]) -> None:
        """Keep results."""
        if self._connection is None or not results:
            return
        rows = [
            (bytes.fromhex(content), self._checks(checks), self._encoded(value), self._today)
            for (content, checks), value in results.items()
        ]
        with contextlib.suppress(sqlite3.Error), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)

    def _chunk(
        self, connection: sqlite3.Connection, contents: Sequence[str], checks: str
    ) -> Iterator[tuple[Key, Kept]]:
        marks = ",".join("?" * len(contents))
        own = self._checks(checks)
        words = [bytes.fromhex(content) for content in contents]
        rows = connection.execute(
            f"SELECT content, value, day FROM results WHERE checks = ? AND content IN ({marks})", [own, *words]
        ).fetchall()
        old = [content for content, _, day in rows if day != self._today]
        if old:
            with connection:
                connection.executemany(
                    "UPDATE results SET day = ? WHERE content = ? AND checks = ?",
                    [(self._today, content, own) for content in old],
                )
        for content, value, _ in rows:
            yield (content.hex(), checks), self._decode(value) if value else self._empty

    def _checks(self, checks: str) -> bytes:
        return bytes.fromhex(checks)[:16] + self._version

    def _encoded(self, value: Kept) -> bytes:
        return b"" if value == self._empty else value.model_dump_json(exclude_defaults=True).encode()

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
            connection.execute("DELETE FROM results WHERE day < ?", [self._today - UNUSED_DAYS])
            (count,) = connection.execute("SELECT count(*) FROM results").fetchone()
            if count > MOST_ROWS:
                connection.execute("DELETE FROM results")
            connection.execute(f"PRAGMA user_version = {self._today}")
