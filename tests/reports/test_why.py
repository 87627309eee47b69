"""What is told of one place: what breaks a principle there, ways that lead past it, and why nothing else is reported."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from harness.domain.findings import CheckResults, FlowStep, Outcome, Reason, Standing
from harness.reports._principle_lines import MOST_FINDINGS
from harness.reports._view import View
from harness.reports._why import Place, why
from tests.support.findings import DB, QUERY, SHOWN, finding, many, result, results, sql_result, whole_file

VIEW = View(folder="runs/1")
STEPS = (
    FlowStep(path="src/views.py", line=12, column=10, what="a request brings it"),
    FlowStep(path="src/db.py", line=2, column=12, what="is run as SQL"),
)
FLOW = finding(DB, QUERY, symbol="find", note="what a request brings reaches db.execute", steps=STEPS)
REASONS = (Reason(principles=("SEC-002", "SEC-009"), said="sql: int() makes it a number", steps=STEPS[:1]),)


def told(path: str, line: int, found: CheckResults, *reasons: Reason, width: int = 80) -> str:
    return why(Place(path, line, "\tx = 送(1)"), found, reasons, View(folder="runs/1", width=width))


def test_what_is_broken_there_comes_with_its_way() -> None:
    text = told("src/db.py", 2, results(sql_result(Outcome.VIOLATION, FLOW)))
    assert text.startswith("src/db.py:2\n    | x = 送(1)\n\nbroken here\nviolation   SEC-002")
    assert "    way        src/views.py:12  a request brings it\n" in text
    assert "reported" not in text


def test_a_way_that_leads_past_is_told_with_where_it_ends() -> None:
    text = told("src/views.py", 12, results(sql_result(Outcome.VIOLATION, FLOW)))
    assert "on the way to\n  src/db.py:2:12  SEC-002 Parameterised SQL: what a request brings" in text
    assert "broken here" not in text


def test_what_shows_a_principle_there_is_told() -> None:
    assert "shown here\n" in told("src/db.py", 6, results(sql_result(Outcome.PASS, SHOWN)))


def test_a_finding_about_the_whole_file_is_told_in_each_line() -> None:
    found = results(result("OPS-001", Outcome.VIOLATION, whole_file("src/db.py")))
    assert "broken here" in told("src/db.py", 3, found)
    assert "broken here" not in told("src/other.py", 3, found)


def test_a_span_that_ends_behind_a_line_end_is_not_in_the_next_line() -> None:
    found = finding("ab\ncd\n", "ab\n", path="a.py")
    assert "broken here" in told("a.py", 1, results(sql_result(Outcome.VIOLATION, found)))
    assert "broken here" not in told("a.py", 2, results(sql_result(Outcome.VIOLATION, found)))


@pytest.mark.parametrize(("broken", "title"), [(False, "nothing is reported here"), (True, "not reported")])
def test_reasons_name_their_principles_and_the_way_up_to_where_it_stopped(broken: bool, title: str) -> None:
    found = results(sql_result(Outcome.VIOLATION, FLOW)) if broken else results()
    text = told("src/db.py", 2, found, *REASONS)
    assert f"\n{title}\n  SEC-002, SEC-009: sql: int() makes it a number\n    way        src/views.py:12" in text


def test_a_reason_may_be_about_no_principle() -> None:
    assert "  no check looks at it\n" in told("a.py", 1, results(), Reason(principles=(), said="no check looks at it"))


def test_of_many_findings_some_are_told_and_the_others_counted() -> None:
    found = many(MOST_FINDINGS + 3)
    same = [one.model_copy(update={"span": found[0].span, "role": FLOW.role}) for one in found]
    assert "… and 3 more" in told("src/many.py", 1, results(sql_result(Outcome.VIOLATION, *same)))
    passing = [one.model_copy(update={"steps": STEPS, "role": FLOW.role}) for one in found]
    assert "… and 3 more" in told("src/views.py", 12, results(sql_result(Outcome.VIOLATION, *passing)))


def test_a_waived_finding_without_a_waiver_in_the_record_is_still_told_as_waived() -> None:
    waived = FLOW.model_copy(update={"standing": Standing.WAIVED})
    assert "    standing   waived\n" in told("src/db.py", 2, results(sql_result(Outcome.WAIVED, waived)))


@pytest.mark.parametrize("width", [80, 50])
def test_lines_fit(width: int) -> None:
    long = Reason(
        principles=("SEC-002",), said="because " * 50, steps=(FlowStep(path="a.py", line=1, what="so " * 90),)
    )
    text = told("src/db.py", 2, results(sql_result(Outcome.VIOLATION, FLOW)), long, width=width)
    assert [line for line in text.splitlines() if cell_len(line) > width] == []


def test_nothing_of_the_tree_commands_the_terminal() -> None:
    evil = "\x1b[2J\u202e\r\n::error::x"
    steps = (FlowStep(path=evil, line=1, what=evil),)
    found = FLOW.model_copy(update={"steps": steps, "note": evil})
    broken = results(sql_result(Outcome.VIOLATION, found))
    reason = Reason(principles=(evil,), said=evil, steps=steps)
    for path, line in (("src/db.py", 2), (evil, 1)):
        text = why(Place(path, line, evil), broken, [reason], VIEW)
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
        assert not re.search(r"^\s*::error", text, re.MULTILINE)
