"""Evidence of an older matrix is live, moved, suspect or gone; none is held for live that is not."""

from __future__ import annotations

import pytest

from harness.constitution.suspects import Comparison, Fate, compare
from harness.domain.findings import CheckResults, Doubt, DoubtKind, Finding, Outcome, Role
from harness.domain.matrix import MatrixRow
from harness.domain.principles import Level
from harness.domain.verdicts import ExitCode
from harness.reports._matrix import rows_of
from tests.support.findings import BOUND, BROKEN, DB, SHOWN, finding, many, result, results, sql_result

MOVED = "# a line more\n" + DB


def rows(*evidence: Finding, level: Level = Level.MUST) -> list[MatrixRow]:
    return list(rows_of(results(sql_result(Outcome.PASS, *evidence, level=level))))


def today(*evidence: Finding, **rest: object) -> CheckResults:
    return results(sql_result(Outcome.PASS, *evidence, **rest))


def shown(text: str, part: str = BOUND, symbol: str = "save", **rest: object) -> Finding:
    return finding(text, part, symbol=symbol, role=Role.ENFORCES, **rest)  # type: ignore[arg-type]


def fates(old: list[MatrixRow], now: CheckResults) -> list[tuple[Fate, str]]:
    return [(one.fate, one.now) for one in compare(old, now)]


def test_what_did_not_change_is_live() -> None:
    assert fates(rows(SHOWN), today(SHOWN)) == [(Fate.LIVE, "src/db.py:6")]


def test_the_same_node_on_other_lines_has_moved() -> None:
    assert fates(rows(SHOWN), today(shown(MOVED))) == [(Fate.MOVED, "src/db.py:7")]


def test_the_same_node_in_another_file_has_moved() -> None:
    assert fates(rows(SHOWN), today(shown(DB, path="src/new.py"))) == [(Fate.MOVED, "src/new.py:6")]


@pytest.mark.parametrize("text", [DB, "# one\n" * 40 + DB], ids=["same lines", "same function"])
def test_another_node_in_the_same_surroundings_is_suspect(text: str) -> None:
    changed = shown(text, node="another")
    assert [fate for fate, _ in fates(rows(SHOWN), today(changed))] == [Fate.SUSPECT]


def test_another_node_elsewhere_does_not_stand_for_what_is_gone() -> None:
    other = shown(DB, "def find", symbol="find", node="another")
    assert fates(rows(SHOWN), today(other)) == [(Fate.GONE, "")]
    assert fates(rows(SHOWN), today(shown(DB, path="src/x.py", node="another"))) == [(Fate.GONE, "")]


def test_of_two_equal_nodes_of_which_one_was_removed_one_is_gone() -> None:
    twice = f"{DB}\n\ndef again(db, name):\n    {BOUND}\n"
    second = shown(twice.replace(BOUND, "x" * len(BOUND), 1), symbol="again", node=BOUND)
    assert [fate for fate, _ in fates(rows(SHOWN, second), today(SHOWN))] == [Fate.LIVE, Fate.GONE]
    assert [fate for fate, _ in fates(rows(SHOWN, second), today(SHOWN, second))] == [Fate.LIVE, Fate.LIVE]


def test_where_there_is_no_syntax_tree_the_fingerprint_tells() -> None:
    plain = shown(DB, node="")
    assert fates(rows(plain), today(shown(MOVED, node=""))) == [(Fate.MOVED, "src/db.py:7")]
    changed = shown(DB, "def save", node="")
    assert [fate for fate, _ in fates(rows(plain), today(changed))] == [Fate.SUSPECT]


def test_evidence_of_a_principle_that_is_no_more_is_gone() -> None:
    (one,) = compare(rows(SHOWN), results(result("SEC-009", Outcome.PASS, SHOWN)))
    assert (one.fate, one.reason) == (Fate.GONE, "the principle is not in the constitution any more")


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        ({"shown": 250, "evidence": many(100)}, "it may be among 150 places that were not recorded"),
        ({"doubts": (Doubt(kind=DoubtKind.TOOL, reason="away"),)}, "undecided: away"),
        ({"doubts": (Doubt(kind=DoubtKind.UNPARSABLE, reason="bad", path="src/db.py"),)}, "undecided: bad"),
    ],
)
def test_what_cannot_be_seen_is_suspect_not_gone(rest: dict[str, object], reason: str) -> None:
    (one,) = compare(rows(SHOWN), today(**rest))
    assert (one.fate, one.reason) == (Fate.SUSPECT, reason)


def test_rows_that_show_nothing_are_left_out() -> None:
    assert compare(list(rows_of(results(sql_result(Outcome.VIOLATION, BROKEN)))), today(SHOWN)) == ()


@pytest.mark.parametrize(
    ("old", "now", "code"),
    [
        (rows(SHOWN), today(SHOWN), ExitCode.PASS),
        (rows(SHOWN), today(shown(MOVED)), ExitCode.PASS),
        (rows(SHOWN), today(shown(DB, node="another")), ExitCode.UNDECIDED),
        (rows(SHOWN), today(), ExitCode.FAIL),
        (rows(SHOWN, level=Level.SHOULD), today(), ExitCode.PASS),
        ([], today(SHOWN), ExitCode.UNDECIDED),
    ],
)
def test_the_exit_code_follows_what_binds(old: list[MatrixRow], now: CheckResults, code: ExitCode) -> None:
    assert Comparison(path="old.json", rows=compare(old, now)).exit_code is code
