"""The cache of checks gives back what was kept, forgets what is old, and never stands in the way."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from harness.adapters.check_cache import UNUSED_DAYS, CheckCache
from harness.constitution.validate import FileDoubt, FileResult
from harness.domain.findings import DoubtKind

CONTENT, OTHER, CHECKS = "a" * 64, "b" * 64, "c" * 64
EMPTY = FileResult()
DOUBT = FileResult(doubts=(FileDoubt(check=CHECKS, kind=DoubtKind.UNPARSABLE, reason="no"),))


def cache(folder: Path, version: str = "1") -> CheckCache[FileResult]:
    return CheckCache(version, FileResult.model_validate_json, EMPTY, folder)


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    with cache(tmp_path) as one:
        one.put({(CONTENT, CHECKS): DOUBT, (OTHER, CHECKS): EMPTY})
    with cache(tmp_path) as two:
        assert two.get([(CONTENT, CHECKS), (OTHER, CHECKS), ("d" * 64, CHECKS)]) == {
            (CONTENT, CHECKS): DOUBT,
            (OTHER, CHECKS): EMPTY,
        }


def test_other_checks_and_other_versions_share_nothing(tmp_path: Path) -> None:
    with cache(tmp_path) as one:
        one.put({(CONTENT, CHECKS): DOUBT})
        assert not one.get([(CONTENT, "d" * 64)])
    with cache(tmp_path, version="2") as two:
        assert not two.get([(CONTENT, CHECKS)])


def test_many_keys_are_found_in_one_call(tmp_path: Path) -> None:
    keys = [(f"{number:064x}", CHECKS) for number in range(2_000)]
    with cache(tmp_path) as one:
        one.put(dict.fromkeys(keys, EMPTY))
        assert set(one.get(keys)) == set(keys)


def test_what_nobody_used_for_a_month_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with cache(tmp_path) as one:
        one.put({(CONTENT, CHECKS): DOUBT, (OTHER, CHECKS): EMPTY})
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + (UNUSED_DAYS - 1) * 86_400)
    with cache(tmp_path) as two:
        assert two.get([(CONTENT, CHECKS)])
    monkeypatch.setattr(time, "time", lambda: real() + (UNUSED_DAYS + 1) * 86_400)
    with cache(tmp_path):
        pass
    with cache(tmp_path) as three:
        assert list(three.get([(CONTENT, CHECKS), (OTHER, CHECKS)])) == [(CONTENT, CHECKS)]


def test_far_too_many_rows_are_all_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.adapters.check_cache.MOST_ROWS", 1)
    with cache(tmp_path) as one:
        one.put({(CONTENT, CHECKS): DOUBT, (OTHER, CHECKS): EMPTY})
    with cache(tmp_path) as two:
        assert not two.get([(CONTENT, CHECKS)])


def test_a_broken_database_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "checks.sqlite3").write_bytes(b"this is no database, and long enough to be seen as none" * 10)
    with cache(tmp_path) as one:
        one.put({(CONTENT, CHECKS): DOUBT})
        assert one.get([(CONTENT, CHECKS)])


def test_a_value_that_cannot_be_read_counts_as_missing(tmp_path: Path) -> None:
    with cache(tmp_path) as one:
        one.put({(CONTENT, CHECKS): DOUBT})
    with sqlite3.connect(tmp_path / "checks.sqlite3") as database:
        database.execute("UPDATE results SET value = ?", [b"{"])
    with cache(tmp_path) as two:
        assert not two.get([(CONTENT, CHECKS)])


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with cache(tmp_path / "file") as one:
        one.put({(CONTENT, CHECKS): DOUBT})
        assert not one.get([(CONTENT, CHECKS)])


def test_several_runs_may_keep_results_at_once(tmp_path: Path) -> None:
    def keep(start: int) -> None:
        with cache(tmp_path) as one:
            for number in range(start, start + 50):
                one.put({(f"{number:064x}", CHECKS): EMPTY})

    threads = [threading.Thread(target=keep, args=[start]) for start in range(0, 400, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with cache(tmp_path) as one:
        assert len(one.get([(f"{number:064x}", CHECKS) for number in range(400)])) == 400
