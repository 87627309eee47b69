"""The cache of flows gives back what was kept, forgets what is old, and never stands in the way."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from harness.adapters.flow_cache import UNUSED_DAYS, FlowCache

ONE, OTHER = "a" * 64, "b" * 64
LONG = b"what is long is kept in less room " * 100


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    with FlowCache(tmp_path) as one:
        one.put({ONE: b"short", OTHER: LONG})
    with FlowCache(tmp_path) as two:
        assert two.get([ONE, OTHER, "c" * 64]) == {ONE: b"short", OTHER: LONG}
        two.put({ONE: b"", OTHER: LONG})
        assert two.get([ONE]) == {ONE: b""}


def test_many_keys_are_found_in_one_call(tmp_path: Path) -> None:
    keys = [f"{number:064x}" for number in range(2_000)]
    with FlowCache(tmp_path) as one:
        one.put(dict.fromkeys(keys, b"x"))
        assert set(one.get(keys)) == set(keys)


def test_what_nobody_used_for_a_month_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FlowCache(tmp_path) as one:
        one.put({ONE: b"1", OTHER: b"2"})
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + (UNUSED_DAYS - 1) * 86_400)
    with FlowCache(tmp_path) as two:
        assert two.get([ONE])
    monkeypatch.setattr(time, "time", lambda: real() + (UNUSED_DAYS + 1) * 86_400)
    with FlowCache(tmp_path):
        pass
    with FlowCache(tmp_path) as three:
        assert list(three.get([ONE, OTHER])) == [ONE]


def test_far_too_much_is_all_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.adapters.flow_cache.MOST_BYTES", 1)
    with FlowCache(tmp_path) as one:
        one.put({ONE: b"1"})
    with FlowCache(tmp_path) as two:
        assert not two.get([ONE])


def test_a_broken_database_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "flows.sqlite3").write_bytes(b"this is no database, and long enough to be seen as none" * 10)
    with FlowCache(tmp_path) as one:
        one.put({ONE: b"1"})
        assert one.get([ONE])


def test_a_value_that_cannot_be_read_counts_as_missing(tmp_path: Path) -> None:
    with FlowCache(tmp_path) as one:
        one.put({ONE: LONG})
    with sqlite3.connect(tmp_path / "flows.sqlite3") as database:
        database.execute("UPDATE blobs SET value = ?", [b"\1no"])
    with FlowCache(tmp_path) as two:
        assert not two.get([ONE])


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with FlowCache(tmp_path / "file") as one:
        one.put({ONE: b"1"})
        assert not one.get([ONE])


def test_a_database_that_is_locked_for_long_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with FlowCache(tmp_path) as one:
        assert not one.get([ONE])


def test_several_runs_may_keep_results_at_once(tmp_path: Path) -> None:
    def keep(start: int) -> None:
        with FlowCache(tmp_path) as one:
            for number in range(start, start + 50):
                one.put({f"{number:064x}": b"x"})

    threads = [threading.Thread(target=keep, args=[start]) for start in range(0, 400, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with FlowCache(tmp_path) as one:
        assert len(one.get([f"{number:064x}" for number in range(400)])) == 400
