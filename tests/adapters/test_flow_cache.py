"""The cache of flows gives back what was kept, and never stands in the way."""

from __future__ import annotations

from pathlib import Path

from harness.adapters.flow_cache import FlowCache

ONE, OTHER = "a" * 64, "b" * 64
LONG = b"what is long is kept in less room " * 100


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    with FlowCache(tmp_path) as one:
        one.put({ONE: b"short", OTHER: LONG})
    with FlowCache(tmp_path) as two:
        assert two.get([ONE, OTHER, "c" * 64]) == {ONE: b"short", OTHER: LONG}
        two.put({ONE: b"", OTHER: LONG})
        assert two.get([ONE]) == {ONE: b""}


def test_a_broken_database_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "flows.sqlite3").write_bytes(b"this is no database, and long enough to be seen as none" * 10)
    with FlowCache(tmp_path) as one:
        one.put({ONE: b"1"})
        assert one.get([ONE])
