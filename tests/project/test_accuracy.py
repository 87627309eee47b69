"""The arithmetic and the labels of the accuracy benchmark; what the tools find is not measured here."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

import pytest

from benchmarks.accuracy import tables
from benchmarks.accuracy.__main__ import lay_out
from benchmarks.accuracy.cases import FOLDER, PARTS, SAME, Case, read_cases
from benchmarks.accuracy.judging import by_category, by_rule, judge
from benchmarks.accuracy.scanners import Alarm, Scan, adopt
from benchmarks.accuracy.scores import Rate, Score, level, macro, micro, score

CASES = list(read_cases("both"))


def case(path: str, vulnerable: bool, category: str = "sql", part: str = "tuning") -> Case:
    return Case(part, path, category, 89, vulnerable, path, 1, "family", "reason")


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 2, 0.0945, 0.9055), (0, 0, 0.0, 1.0)],
)
def test_a_rate_lies_in_wilsons_interval(hits: int, total: int, low: float, high: float) -> None:
    assert Rate(hits, total).interval == pytest.approx((low, high), abs=5e-4)


def test_nothing_is_known_of_no_cases() -> None:
    empty = Score()
    assert [empty.precision.value, empty.recall.value, empty.f1, empty.balanced] == [None] * 4
    assert empty.balanced_interval == (-1.0, 1.0)


def test_a_score_counts_each_pair_of_label_and_flag() -> None:
    pairs = [(True, True)] * 3 + [(True, False)] + [(False, True)] * 2 + [(False, False)] * 4
    found = score(pairs)
    assert found == Score(tp=3, fn=1, fp=2, tn=4)
    assert found.precision.value == pytest.approx(0.6)
    assert found.recall.value == pytest.approx(0.75)
    assert found.f1 == pytest.approx(2 / 3)
    assert found.balanced == pytest.approx(0.75 - 2 / 6)


def test_the_interval_of_the_balanced_score_is_newcombes() -> None:
    # Newcombe 1998, table II, example (a): 56 of 70 against 48 of 80, method 10 gives 0.0524 to 0.3339.
    found = Score(tp=56, fn=14, fp=48, tn=32)
    assert found.balanced == pytest.approx(0.2)
    assert found.balanced_interval == pytest.approx((0.0524, 0.3339), abs=5e-4)


def test_a_coin_scores_nothing_and_the_truth_one() -> None:
    assert Score(tp=5, fn=5, fp=5, tn=5).balanced == 0
    assert Score(tp=10, fn=0, fp=0, tn=10).balanced == 1


def test_averages_weigh_cases_or_categories() -> None:
    scores = [Score(tp=1, fn=1, fp=0, tn=2), Score(tp=8, fn=0, fp=4, tn=4)]
    assert micro(scores) == Score(tp=9, fn=1, fp=4, tn=6)
    assert macro(one.balanced for one in scores) == pytest.approx(0.5)
    assert macro([None, 0.5]) == 0.5
    assert macro([None]) is None


@pytest.mark.parametrize(
    ("hits", "total", "called"),
    [
        (40, 40, "very high"),
        (5, 5, "medium"),
        (14, 14, "high"),
        (18, 20, "high"),
        (17, 20, "medium"),
        (7, 10, "medium"),
        (6, 10, "low"),
        (4, 4, "not measured"),
    ],
)
def test_a_precision_is_called_by_its_value_and_its_lower_bound(hits: int, total: int, called: str) -> None:
    assert level(Rate(hits, total)) == called


def test_an_alarm_counts_by_its_weakness_and_only_in_the_case_s_files() -> None:
    cases = [case("python/sql/one.py", True), case("python/sql/two.py", False), case("python/sql/three.py", False)]
    alarms = (
        Alarm("tuning/python/sql/one.py", 3, "R1", frozenset({89})),
        Alarm("tuning/python/sql/one.py", 9, "R1", frozenset({89})),
        Alarm("tuning/python/sql/two.py", 3, "R2", frozenset({22})),
        Alarm("tuning/python/sql/three.py", 3, "R1", frozenset({564})),
        Alarm("kept-aside/python/sql/two.py", 3, "R1", frozenset({89})),
    )
    judged = judge(cases, Scan("tool", alarms, 1.0, frozenset({"python"})))
    assert by_category(judged) == {"sql": Score(tp=1, fn=0, fp=1, tn=1)}
    assert by_rule(judged) == {"R1": Rate(1, 2)}


def test_a_folder_is_one_case() -> None:
    alarms = (Alarm("tuning/python/sql/shop/store.py", 3, "R1", frozenset({89})),)
    (judged,) = judge([case("python/sql/shop", True)], Scan("tool", alarms, 1.0, frozenset({"python"})))
    assert judged.alarms == alarms


def test_a_tool_is_not_judged_in_a_language_that_it_does_not_read() -> None:
    scan = Scan("tool", (), 1.0, frozenset({"python"}))
    assert judge([case("javascript/sql/one.js", True)], scan) == []


def test_the_table_says_what_was_missed_and_what_was_a_false_alarm() -> None:
    cases = [case("python/sql/one.py", True), case("python/sql/two.py", False)]
    scan = Scan("tool", (Alarm("tuning/python/sql/two.py", 3, "R1", frozenset({89})),), 1.0, frozenset({"python"}))
    outcome = tables.Outcome("tuning", "python", scan, tuple(judge(cases, scan)))
    assert "| sql | tool | 0 | 1 | 1 | 0 | 0.00 (0.00–0.79) |" in tables.markdown([outcome], [(scan, outcome.judged)])
    assert list(tables.misses(outcome)) == [
        "missed  tuning/python/sql/one.py:1 [sql] reason",
        "alarmed tuning/python/sql/two.py:1 [sql] reason (R1:3)",
    ]


def test_cases_are_laid_out_without_their_labels(tmp_path: Path) -> None:
    chosen = [one for one in CASES if one.category == "weak-hash"]
    lay_out(chosen, tmp_path)
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert names
    assert "labels.json" not in names


def test_shipped_constitutions_are_extended_and_files_are_copied(tmp_path: Path) -> None:
    own = tmp_path / "own.md"
    own.write_text("# Own\n")
    adopt(tmp_path / "constitutions", ["secrets", str(own)])
    assert {path.name for path in (tmp_path / "constitutions").iterdir()} == {"cases.md", "own.md"}
    assert "extends: [secrets]" in (tmp_path / "constitutions" / "cases.md").read_text()


@pytest.mark.parametrize("part", PARTS)
def test_every_file_of_a_part_belongs_to_one_case(part: str) -> None:
    cases = [one for one in CASES if one.part == part]
    listed = [name for one in cases for name in one.files()]
    root = FOLDER / PARTS[part]
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} - {"labels.json"}
    assert len(listed) == len(set(listed))
    assert set(listed) == {name for name in there if "__pycache__" not in name}


def test_every_label_points_to_a_line_of_its_case() -> None:
    for one in CASES:
        assert [PurePosixPath(path).as_posix() for path in (one.path, one.file)] == [one.path, one.file]
        lines = (FOLDER / PARTS[one.part] / one.file).read_text(encoding="utf-8").splitlines()
        assert one.holds(one.file), one
        assert lines[one.line - 1].strip(), one
        assert one.cwe in SAME[one.category], one


def test_every_python_file_parses() -> None:
    for one in CASES:
        for name in one.files():
            if name.endswith(".py"):
                ast.parse((FOLDER / PARTS[one.part] / name).read_text(encoding="utf-8"), name)


def test_a_family_lies_in_one_part() -> None:
    parts: dict[tuple[str, str, str], set[str]] = {}
    for one in CASES:
        parts.setdefault((one.language, one.category, one.family), set()).add(one.part)
    assert [family for family, where in parts.items() if len(where) > 1] == []


def test_about_half_of_the_cases_are_safe_and_a_third_is_kept_aside() -> None:
    vulnerable = sum(one.vulnerable for one in CASES) / len(CASES)
    aside = sum(one.part == "kept-aside" for one in CASES) / len(CASES)
    assert 0.45 < vulnerable < 0.55
    assert 0.28 < aside < 0.39
