"""A cache file gives back what was kept, forgets what is old, and never stands in the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.adapters.cache_file import UNUSED_DAYS, CacheFile

LONG = b"what is long is kept in less room " * 100
_NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "below" / "kept.sqlite3"


def keep(path: Path, **values: bytes) -> None:
    with CacheFile(path) as file:
        file.put({key.encode(): value for key, value in values.items()})


def kept(path: Path, *keys: str) -> dict[str, bytes]:
    with CacheFile(path) as file:
        return {key.decode(): value for key, value in file.get([key.encode() for key in keys]).items()}


def test_what_was_kept_is_there_the_next_time(path: Path) -> None:
    keep(path, one=b"short", long=LONG, empty=b"")
    assert kept(path, "one", "long", "empty", "other") == {"one": b"short", "long": LONG, "empty": b""}
    keep(path, one=b"")
    assert kept(path, "one") == {"one": b""}
    assert path.parent.stat().st_mode & 0o077 == 0


def test_many_keys_are_found_in_one_call(path: Path) -> None:
    keys = [f"{number:064x}" for number in range(2_000)]
    keep(path, **dict.fromkeys(keys, b"x"))
    assert set(kept(path, *keys)) == set(keys)


def test_what_nobody_used_for_a_month_is_forgotten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path, one=b"1", other=b"2")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + (UNUSED_DAYS - 1) * 86_400)
    assert kept(path, "one")
    monkeypatch.setattr(time, "time", lambda: real() + (UNUSED_DAYS + 1) * 86_400)
    keep(path)
    assert list(kept(path, "one", "other")) == ["one"]


def test_far_too_much_is_all_forgotten_and_needs_no_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.adapters.cache_file.MOST_BYTES", 1)
    keep(path, one=b"1")
    assert not path.exists()
    assert not kept(path, "one")


def test_a_file_that_is_no_database_is_made_anew(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database, and long enough to be seen as none" * 10)
    keep(path, one=b"1")
    assert kept(path, "one") == {"one": b"1"}


def test_a_database_that_breaks_inside_is_made_anew_after_the_run(path: Path) -> None:
    keep(path, **{f"{number:064x}": os.urandom(300) for number in range(500)})
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    assert not kept(path, *[f"{number:064x}" for number in range(500)])
    keep(path, one=b"1")
    assert kept(path, "one") == {"one": b"1"}


@pytest.mark.parametrize("value", [b"short", LONG])
def test_a_value_that_is_not_what_was_kept_counts_as_missing(path: Path, value: bytes) -> None:
    keep(path, one=value, other=b"2")
    with sqlite3.connect(path) as database:
        (row,) = database.execute("SELECT value FROM blobs WHERE digest = ?", [b"one"]).fetchone()
        database.execute("UPDATE blobs SET value = ? WHERE digest = ?", [row[:-1] + bytes([row[-1] ^ 1]), b"one"])
    assert kept(path, "one", "other") == {"other": b"2"}


def test_a_value_of_another_key_counts_as_missing(path: Path) -> None:
    keep(path, one=b"1")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE blobs SET digest = ?", [b"other"])
    assert not kept(path, "one", "other")


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep(tmp_path / "file" / "kept.sqlite3", one=b"1")
    assert not kept(tmp_path / "file" / "kept.sqlite3", "one")


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that others may read, while this process is one that may not write everywhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    own = os.geteuid()
    try:
        yield folder
    finally:
        os.seteuid(own)
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize("filled", [False, True])
def test_a_folder_that_may_only_be_read_costs_nothing_but_time(readable: Path, filled: bool) -> None:
    place = readable / "kept.sqlite3"
    if filled:
        keep(place, one=b"1")
    before = {file.name: file.read_bytes() for file in readable.iterdir()}
    readable.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(_NOBODY)
    keep(place, one=b"2", other=b"2")
    assert not kept(place, "one", "other")
    assert {file.name: file.read_bytes() for file in readable.iterdir()} == before


def test_a_database_that_is_locked_for_long_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path, one=b"1")

    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", refuse)
        assert not kept(path, "one")
    assert kept(path, "one")


_WRITER = """
import sys
from pathlib import Path
from harness.adapters.cache_file import CacheFile
start = int(sys.argv[2])
with CacheFile(Path(sys.argv[1])) as file:
    for number in range(start, start + 50):
        file.put({f"{number:064x}".encode(): str(number).encode()})
        file.get([f"{number:064x}".encode()])
"""


def test_several_processes_may_keep_values_at_once(path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", _WRITER, str(path), str(start)]) for start in range(0, 300, 50)]
    assert [one.wait() for one in running] == [0] * len(running)
    keys = [f"{number:064x}" for number in range(300)]
    assert kept(path, *keys) == {key: str(number).encode() for number, key in enumerate(keys)}


def test_a_run_that_removes_a_broken_file_does_not_break_another(path: Path) -> None:
    keep(path, one=b"1")
    with CacheFile(path) as file:
        path.write_bytes(b"this is no database, and long enough to be seen as none" * 100)
        keep(path, other=b"2")
        file.put({b"one": b"3"})
        assert set(file.get([b"one", b"other"])) <= {b"one", b"other"}
    keep(path, other=b"2")
    assert kept(path, "other") == {"other": b"2"}
