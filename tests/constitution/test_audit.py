"""Each row of a matrix is true, false or undecided, and what somebody claims cannot make it true."""

from __future__ import annotations

import pytest

from harness.constitution.audit import Audit, Truth, audited
from harness.constitution.claims import read_claims
from harness.constitution.trees import MemoryTree, memory_file
from harness.domain.findings import (
    CheckResults,
    Doubt,
    DoubtKind,
    Manifest,
    Outcome,
    Role,
    Skipped,
    Standing,
)
from harness.domain.principles import Level, Use
from harness.domain.results import ChainRecord, IsolationRecord, Run
from harness.domain.verdicts import ExitCode, Isolation
from harness.reports import matrix
from harness.reports._view import View
from tests.support.findings import BROKEN, DB, SHOWN, check, finding, many, result, results, sql_result, whole_file

SECRET = 'import os\n\nSECRET_KEY = "hunter2"\nURL = os.environ["URL"]\n'
FILES = {
    "src/db.py": DB,
    "src/config.py": SECRET,
    "src/util/db.py": "def other():\n    return hash_password(1)\n",
    "Dockerfile": "FROM x\n",
    "docs/matrix.md": "#\n",
}
LEAKED = finding(SECRET, "SECRET_KEY", path="src/config.py", principle="SEC-003", note="a secret")
SECRETS = result("SEC-003", Outcome.VIOLATION, LEAKED, cwes=("CWE-798",), checks=(check(Use.FORBID),))
SQL = sql_result(Outcome.VIOLATION, BROKEN, SHOWN)
TODAY = results(SQL, SECRETS)


def audit(text: str, today: CheckResults = TODAY, files: dict[str, str] = FILES) -> Audit:
    claims = read_claims(text, "docs/matrix.md", [one.id for one in today.principles])
    return audited("docs/matrix.md", claims, today, MemoryTree(memory_file(path, text) for path, text in files.items()))


def rows(*written: str, about: str = "SEC-002", today: CheckResults = TODAY, files: dict[str, str] = FILES) -> Audit:
    table = "".join(f"| {one} |\n" for one in written)
    return audit(f"## {about}\n\n| File | Line | Description |\n|---|---|---|\n{table}", today, files)


def truth(file: str, line: str = "", words: str = "", about: str = "SEC-002", today: CheckResults = TODAY) -> Truth:
    (row,) = rows(f"{file} | {line} | {words}", about=about, today=today).rows
    return row.truth


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("src/db.py", "6"),
        ("src/db.py", "5-9"),
        ("../src/db.py", "6"),
        ("[db](../src/db.py#L6)", ""),
        ("`src/db.py`", "L6"),
    ],
)
@pytest.mark.parametrize("about", ["SEC-002", "CWE-89: SQL"])
def test_a_row_is_valid_where_a_check_sees_the_principle_shown_there(file: str, line: str, about: str) -> None:
    (row,) = rows(f"{file} | {line} | x", about=about).rows
    assert (row.truth, row.shown, row.level, row.reason) == (Truth.VALID, True, Level.MUST, "SEC-002, pattern require")
    assert row.where.startswith("src/db.py")


def test_evidence_of_another_principle_makes_no_row_valid() -> None:
    shown = result("SEC-009", Outcome.PASS, finding(DB, "def save", principle="SEC-009", role=Role.ENFORCES))
    assert truth("src/db.py", "5", today=results(sql_result(Outcome.GAP), shown)) is Truth.STALE


def test_a_hard_coded_secret_is_no_evidence_against_hard_coded_secrets() -> None:
    (row,) = rows("src/config.py | 3 | secret key configured", about="CWE-798: Hard-coded Credentials").rows
    assert (row.truth, row.now) == (Truth.CONTRADICTS, "src/config.py:3")
    assert row.reason == "src/config.py:3 breaks SEC-003: a secret"


def test_what_breaks_any_principle_of_the_same_cwe_contradicts() -> None:
    other = result("SEC-044", Outcome.PASS, cwes=("CWE-798",))
    assert truth("src/config.py", "1-4", about="SEC-044", today=results(SECRETS, other)) is Truth.CONTRADICTS


@pytest.mark.parametrize("standing", [Standing.WAIVED, Standing.KNOWN, Standing.ELSEWHERE])
def test_a_violation_that_does_not_count_is_no_evidence_all_the_same(standing: Standing) -> None:
    excused = LEAKED.model_copy(update={"standing": standing})
    today = results(result("SEC-003", Outcome.WAIVED, excused, cwes=("CWE-798",)))
    (row,) = rows("src/config.py | 3 | x", about="SEC-003", today=today).rows
    assert (row.truth, row.reason) == (Truth.CONTRADICTS, f"src/config.py:3 breaks SEC-003 ({standing}): a secret")


def test_one_broken_line_contradicts_a_row_about_all_of_a_file_or_many() -> None:
    assert truth("src/db.py", "All") is Truth.CONTRADICTS
    assert truth("src/**/*.py", "—") is Truth.CONTRADICTS
    assert truth("src/", "") is Truth.CONTRADICTS


def test_a_row_about_many_files_says_in_how_many_it_is_shown() -> None:
    today = results(sql_result(Outcome.PASS, SHOWN))
    (row,) = rows("src/**/*.py | All | x", today=today).rows
    assert (row.truth, row.reason) == (Truth.VALID, "SEC-002, pattern require, in 1 of 3 files")


def test_what_shows_a_file_as_a_whole_shows_its_lines() -> None:
    whole = whole_file("Dockerfile", principle="OPS-1", role=Role.ENFORCES)
    assert truth("Dockerfile", "1", about="OPS-1", today=results(result("OPS-1", Outcome.PASS, whole))) is Truth.VALID


def test_a_row_whose_lines_show_nothing_is_stale() -> None:
    (row,) = rows("src/config.py | 4 | x").rows
    assert (row.truth, row.reason) == (Truth.STALE, "no check sees anything there that shows it")


def test_evidence_that_moved_is_found() -> None:
    today = results(sql_result(Outcome.PASS, SHOWN))
    (row,) = rows("src/db.py | 1 | x", today=today).rows
    assert (row.truth, row.now, row.shown) == (Truth.MOVED, "src/db.py:6", True)


def test_evidence_that_another_row_has_is_not_where_a_row_moved_to() -> None:
    today = results(sql_result(Outcome.PASS, SHOWN))
    found = rows("src/db.py | 1 | x", "src/db.py | 6 | x", "src/db.py | 4 | x", today=today).rows
    assert [row.truth for row in found] == [Truth.STALE, Truth.VALID, Truth.STALE]
    found = rows("src/db.py | 1 | x", "src/db.py | 2 | x", today=today).rows
    assert [row.truth for row in found] == [Truth.MOVED, Truth.STALE]


def test_evidence_in_the_function_that_a_row_names_is_found_in_another_file() -> None:
    moved = SHOWN.model_copy(update={"span": SHOWN.span.model_copy(update={"path": "src/new.py"})})
    today = results(sql_result(Outcome.PASS, moved))
    (row,) = rows("src/db.py | 1 | `Bank.save()` binds", today=today).rows
    assert (row.truth, row.now) == (Truth.MOVED, "src/new.py:6")


def test_evidence_in_a_file_that_was_moved_is_found() -> None:
    today = results(sql_result(Outcome.PASS, SHOWN))
    (row,) = rows("lib/db.py | 6 | x", today=today).rows
    assert (row.truth, row.now) == (Truth.MOVED, "src/db.py:6")


def test_a_name_that_a_row_mentions_is_found_where_it_is_defined_but_that_shows_nothing() -> None:
    found = rows("src/db.py | 1 | `save` binds", today=results(sql_result(Outcome.GAP)))
    (row,) = found.rows
    assert (row.truth, row.now, row.shown) == (Truth.MOVED, "src/db.py:5", False)
    assert "no check sees it show anything" in row.reason
    assert found.exit_code is ExitCode.UNDECIDED


def test_a_name_in_a_file_that_was_moved_is_found() -> None:
    files = {"src/util/db.py": FILES["src/util/db.py"]}
    (row,) = rows("lib/db.py | 6 | `hash_password`", today=results(sql_result(Outcome.GAP)), files=files).rows
    assert (row.truth, row.now) == (Truth.MOVED, "src/util/db.py:2")


def test_a_row_whose_name_stands_in_its_lines_did_not_move() -> None:
    assert truth("src/db.py", "5", "`save` and `find`", today=results(sql_result(Outcome.GAP))) is Truth.STALE
    assert truth("src/db.py", "All", "`save`", today=results(sql_result(Outcome.GAP))) is Truth.STALE


def test_a_file_that_is_not_there_is_missing_and_its_namesake_is_named() -> None:
    (row,) = rows("lib/config.py | 1 | x").rows
    assert (row.truth, row.reason) == (
        Truth.MISSING_FILE, "there is no such file in the tree; there is src/config.py",
    )  # fmt: skip
    assert truth("gone.py", "1") is Truth.MISSING_FILE
    assert truth("lib/**/*.py", "") is Truth.MISSING_FILE
    assert truth("../../etc/passwd", "1") is Truth.MISSING_FILE


def test_lines_behind_the_end_are_missing() -> None:
    (row,) = rows("src/config.py | 3-40 | x").rows
    assert (row.truth, row.reason) == (Truth.MISSING_LINES, "the file ends at line 4")


def test_a_file_that_was_left_out_is_undecided() -> None:
    skipped = (Skipped(path="src/config.py", reason="excluded"), Skipped(path="vendor/", reason="not ours"))
    today = results(SQL, manifest=Manifest(seen=3, scanned=2, skipped=skipped))
    for file, reason in {"src/config.py": "excluded", "vendor/a/b.py": "not ours"}.items():
        (row,) = rows(f"{file} | 1 | x", today=today).rows
        assert (row.truth, row.reason) == (Truth.UNCONFIRMED, f"it is not checked: {reason}")


@pytest.mark.parametrize(
    ("about", "today", "reason"),
    [
        ("CWE-22", TODAY, "no principle is about CWE-22, so that no check exists"),
        ("Nothing", TODAY, "no principle or CWE is named"),
        ("SEC-002", results(sql_result(Outcome.UNVERIFIED, checks=())), "no check of SEC-002 ran"),
        ("SEC-003", results(SECRETS.model_copy(update={"findings": ()})), "SEC-003 only forbids, and nothing of that"),
        (
            "SEC-002",
            results(sql_result(Outcome.UNVERIFIED, doubts=(Doubt(kind=DoubtKind.BROKEN_CHECK, reason="it is blind"),))),
            "undecided: it is blind",
        ),
        (
            "SEC-002",
            results(
                sql_result(
                    Outcome.UNVERIFIED,
                    doubts=(Doubt(kind=DoubtKind.UNPARSABLE, reason="bad syntax", path="src/config.py"),),
                )
            ),
            "undecided: bad syntax",
        ),
        (
            "SEC-002",
            results(sql_result(Outcome.PASS, *many(100), shown=400)),
            "only 100 of the places that show SEC-002",
        ),
    ],
)
def test_a_row_that_no_check_could_see_is_unconfirmed(about: str, today: CheckResults, reason: str) -> None:
    (row,) = rows("src/config.py | 4 | x", about=about, today=today).rows
    assert row.truth is Truth.UNCONFIRMED
    assert row.reason.startswith(reason)


def test_where_not_all_that_is_broken_was_recorded_nothing_is_valid() -> None:
    today = results(sql_result(Outcome.VIOLATION, SHOWN, *many(1000, Role.VIOLATES), broken=2000))
    (row,) = rows("src/db.py | 6 | x", today=today).rows
    assert (row.truth, row.reason) == (
        Truth.UNCONFIRMED, "only 1000 of the places that break SEC-002 were recorded",
    )  # fmt: skip


def test_a_doubt_about_another_file_does_not_save_a_stale_row() -> None:
    doubt = Doubt(kind=DoubtKind.UNPARSABLE, reason="bad", path="src/other.py")
    assert truth("src/config.py", "4", today=results(sql_result(Outcome.UNVERIFIED, doubts=(doubt,)))) is Truth.STALE


def test_a_row_that_cannot_be_understood_is_unconfirmed() -> None:
    assert truth("src/db.py", "somewhere") is Truth.UNCONFIRMED
    assert truth("All routers", "N/A") is Truth.UNCONFIRMED


def test_principles_without_a_row_are_told() -> None:
    found = rows("src/db.py | 6 | x")
    assert [(one.id, one.outcome) for one in found.unclaimed] == [("SEC-003", Outcome.VIOLATION)]
    assert rows("src/db.py | 6 | x", "x.py | 1 | x", about="CWE-89 and CWE-798").unclaimed == ()


SHOULD = {"level": Level.SHOULD}


@pytest.mark.parametrize(
    ("row", "today", "code"),
    [
        ("src/db.py | 6 | x", results(SQL), ExitCode.PASS),
        ("src/db.py | 2 | x", results(SQL), ExitCode.FAIL),
        ("src/db.py | 2 | x", results(SQL.model_copy(update=SHOULD)), ExitCode.PASS),
        ("src/config.py | 4 | x", results(SQL), ExitCode.FAIL),
        ("gone.py | 4 | x", results(SQL), ExitCode.FAIL),
        ("src/db.py | 4000 | x", results(sql_result(Outcome.GAP)), ExitCode.FAIL),
        ("src/db.py | huh | x", results(SQL), ExitCode.UNDECIDED),
        ("src/db.py | 6 | x", TODAY, ExitCode.UNDECIDED),
        ("src/db.py | 6 | x", results(SQL, result("A-1", Outcome.NOT_APPLICABLE)), ExitCode.PASS),
        ("src/db.py | 6 | x", results(SQL, result("A-1", Outcome.GAP, level=Level.SHOULD)), ExitCode.PASS),
        ("src/db.py | 4 | x", results(sql_result(Outcome.PASS, SHOWN)), ExitCode.PASS),
    ],
)
def test_the_exit_code_follows_what_binds(row: str, today: CheckResults, code: ExitCode) -> None:
    assert rows(row, today=today).exit_code is code


def test_a_file_that_is_missing_for_a_weakness_that_nobody_knows_fails() -> None:
    assert rows("gone.py | 1 | x", about="CWE-22", today=results(SQL)).exit_code is ExitCode.FAIL


def test_the_papers_matrix_of_no_gaps_is_seen_through() -> None:
    text = """# Compliance matrix: 15 of 15 principles, 0 gaps
### CWE-89: SQL Injection
| File | Line | Description |
|---|---|---|
| src/db.py | 6 | bound parameters |
### CWE-798: Hard-coded credentials
| File | Line | Description |
|---|---|---|
| src/config.py | 3 | the key is configured centrally |
"""
    found = audit(text)
    assert [row.truth for row in found.rows] == [Truth.VALID, Truth.CONTRADICTS]
    assert found.exit_code is ExitCode.FAIL


def test_our_own_matrix_is_valid_as_long_as_nothing_changes() -> None:
    run = Run(
        tool_version="0", id="r", command=(), started="", finished="", evaluator="",
        isolation=IsolationRecord(reached=None, least=Isolation.CELL), events=ChainRecord(count=0, head=""),
        constitution=results(SQL),
    )  # fmt: skip
    found = audit(matrix.render(run, View(folder="x")), results(SQL))
    assert [row.truth for row in found.rows] == [Truth.VALID]
    assert found.exit_code is ExitCode.PASS


def test_a_glob_that_would_take_forever_means_nothing() -> None:
    files = {"a/" * 60 + "b.py": "x\n"}
    (row,) = rows(f"{'**/a' * 30}*.c | All | x", today=results(sql_result(Outcome.GAP)), files=files).rows
    assert row.truth is Truth.MISSING_FILE


def test_a_file_without_a_last_line_end_counts_its_last_line() -> None:
    files = {"a.py": "x\ny", "b.py": "", "c.py": "x\ny\n"}
    today = results(sql_result(Outcome.GAP))
    assert [
        rows(f"{path} | {line} | x", today=today, files=files).rows[0].truth is Truth.STALE
        for path, line in (("a.py", 2), ("a.py", 3), ("b.py", 1), ("c.py", 2), ("c.py", 3))
    ] == [True, False, False, True, False]


def test_a_file_that_cannot_be_read_has_no_lines_to_miss() -> None:
    class Unreadable(MemoryTree):
        def read(self, paths: object) -> object:  # type: ignore[override]
            return iter(())

    claims = read_claims("## SEC-002\n| File | Line | x |\n|---|---|---|\n| a.py | 9 | `foo` |\n", "m.md", ["SEC-002"])
    tree = Unreadable([memory_file("a.py", "x\n")])
    (row,) = audited("m.md", claims, results(sql_result(Outcome.GAP)), tree).rows
    assert row.truth is Truth.STALE
