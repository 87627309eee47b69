"""The cache of checks gives back what was kept, under the same checks and the same version alone."""

from __future__ import annotations

from pathlib import Path

from harness.adapters.check_cache import CheckCache
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


def test_a_value_that_cannot_be_read_counts_as_missing(tmp_path: Path) -> None:
    def refuse(_: bytes) -> FileResult:
        raise ValueError("of no form that is known")

    with cache(tmp_path) as one:
        one.put({(CONTENT, CHECKS): DOUBT, (OTHER, CHECKS): EMPTY})
    with CheckCache("1", refuse, EMPTY, tmp_path) as two:
        assert two.get([(CONTENT, CHECKS), (OTHER, CHECKS)]) == {(OTHER, CHECKS): EMPTY}


def test_a_broken_database_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "checks.sqlite3").write_bytes(b"this is no database, and long enough to be seen as none" * 10)
    with cache(tmp_path) as one:
        one.put({(CONTENT, CHECKS): DOUBT})
        assert one.get([(CONTENT, CHECKS)])
