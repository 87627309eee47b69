"""Reviewdog's format: what its reader takes, with ranges in bytes of UTF-8, as the format says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from harness.domain.findings import Finding, Fix, Outcome
from harness.domain.results import Run
from harness.reports import rdjson
from harness.reports._view import View
from tests.reports.test_principles import hostile
from tests.reports.test_reports import ATTACK
from tests.reports.test_reports import EVERYTHING as CARDS
from tests.support import golden_results
from tests.support.findings import BROKEN, DB, EVERYTHING, FINE, QUERY, checked, finding, result, results, whole_file
from tests.support.formats import COMMANDS, texts, validator

RUNS = {
    "everything": checked(EVERYTHING),
    "fine": checked(FINE),
    "hostile": checked(hostile()),
    "cards": CARDS,
    "attack": ATTACK,
    "golden": golden_results.CHECKED,
    "nothing": checked(None, problems=("the disk is full",)),
}


def told(run: Run) -> Any:
    found = json.loads(rdjson.render(run, View(folder="runs/1")))
    validator("rdjson.json").validate(found)
    return found


def one(found: Finding) -> Any:
    (diagnostic,) = told(checked(results(result("S-1", Outcome.VIOLATION, found))))["diagnostics"]
    return diagnostic


def cut(text: str, range: Any) -> str:
    """What a range is of a text, as reviewdog counts: lines, and bytes in them."""
    lines = text.encode().splitlines(keepends=True)
    starts = [sum(map(len, lines[:at])) for at in builtins_range(len(lines) + 1)]
    start, end = (starts[at["line"] - 1] + at["column"] - 1 for at in (range["start"], range["end"]))
    return text.encode()[start:end].decode()


builtins_range = range


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_every_report_is_what_the_reader_takes(run: Run) -> None:
    assert told(run)["source"] == {"name": "harness"}


def test_a_diagnostic_has_its_place_its_severity_and_its_rule_with_an_address() -> None:
    first = told(checked(EVERYTHING))["diagnostics"][0]
    assert first["location"]["path"] == "src/db.py"
    assert cut(DB, first["location"]["range"]) == QUERY
    assert first["severity"] == "ERROR"
    assert first["code"] == {"value": "SEC-002", "url": "https://cwe.mitre.org/data/definitions/89.html"}
    assert first["message"].split("\n")[:2] == ["SEC-002 Parameterised SQL (MUST)", "the query is an f-string"]


def test_the_whole_is_as_severe_as_its_worst_and_silent_where_nothing_is_wrong() -> None:
    assert told(checked(EVERYTHING))["severity"] == "ERROR"
    assert "severity" not in told(checked(FINE))
    severities = [each["severity"] for each in told(checked(EVERYTHING))["diagnostics"]]
    assert severities == sorted(severities, key=["ERROR", "WARNING", "INFO"].index)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("送🙂 = eval(x)  # é\n", "eval(x)"),
        ("a = '送🙂é'\n", "'送🙂é'"),
        ("x = f(\n    'é',\n) + '🙂' + g\n", "f(\n    'é',\n) + '🙂'"),
        ("x\n\ty = 1\n", "y = 1\n"),
    ],
)
def test_ranges_count_bytes_of_utf8(text: str, part: str) -> None:
    assert cut(text, one(finding(text, part))["location"]["range"]) == part


def test_a_range_that_cannot_be_told_in_bytes_is_told_in_lines() -> None:
    long = "f(\n" + "    1,\n" * 9 + ")\n"
    assert one(finding(long, long[:-1]))["location"]["range"] == {"start": {"line": 1}, "end": {"line": 11}}
    broken = "'\ufffd' + eval(x)\n"  # what was no UTF-8 in the file
    assert one(finding(broken, "eval(x)"))["location"]["range"] == {"start": {"line": 1}, "end": {"line": 1}}


def test_a_finding_about_a_file_stands_at_its_first_line() -> None:
    assert one(whole_file("deploy/.env"))["location"] == {"path": "deploy/.env", "range": {"start": {"line": 1}}}


def test_a_safe_fix_is_a_suggestion_that_puts_it_right_and_no_other_fix_is() -> None:
    fix = Fix(text="g('é')", safe=True)
    text = "送 = f('é') + 1\n"
    (suggestion,) = one(finding(text, "f('é')", fix=fix))["suggestions"]
    assert cut(text, suggestion["range"]) == "f('é')"
    assert suggestion["text"] == "g('é')"
    for other in (Fix(text="x"), Fix(text="\ud800", safe=True)):
        assert "suggestions" not in one(finding(text, "f('é')", fix=other))
    long = "f(\n" + "    1,\n" * 9 + ")\n"
    assert "suggestions" not in one(finding(long, long[:-1], fix=fix))
    assert "suggestions" not in one(whole_file("a.py").model_copy(update={"fix": fix}))


def test_what_is_about_no_file_has_no_place() -> None:
    (only,) = told(RUNS["nothing"])["diagnostics"]
    assert "location" not in only


def test_nothing_of_the_tree_acts_on_whoever_reads_it() -> None:
    for run in (RUNS["hostile"], RUNS["attack"]):
        assert [text for text in texts(told(run)) if re.search(COMMANDS, text)] == []


def test_a_line_of_a_million_characters_stays_small() -> None:
    long = "x" * 1_000_000
    run = checked(results(result("S-1", Outcome.VIOLATION, finding(long, long, note=long), constraint=long)))
    assert len(rdjson.render(run, View(folder="x"))) < 6_000
    assert len(BROKEN.lines) == 1
