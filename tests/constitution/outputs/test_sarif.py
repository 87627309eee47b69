"""SARIF 2.1.0 says what is wrong and where; what it says of the tool's own trouble is never overlooked."""

from __future__ import annotations

from typing import Any

import pytest

from harness.constitution.outputs import sarif
from harness.constitution.outputs.results import NotUnderstood, Result, Unit, Unparsed


def log(*results: dict[str, Any], **run: Any) -> Any:
    driver = {"driver": {"name": "probe", "rules": [{"id": "R1", "shortDescription": {"text": "no bombs"}}]}}
    return {"version": "2.1.0", "runs": [{"tool": driver, "results": list(results), **run}]}


def result(path: str = "a.py", **fields: Any) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": {"uri": path}, "region": {"startLine": 3}}}
    return {"ruleId": "R1", "message": {"text": "bomb"}, "locations": [place], **fields}


def test_a_result_has_its_rule_its_words_and_its_region() -> None:
    region = {"startLine": 3, "startColumn": 5, "endLine": 4, "endColumn": 2}
    place = {"physicalLocation": {"artifactLocation": {"uri": "file:///product/a%20b.py"}, "region": region}}
    [found] = sarif.read(log(result(locations=[place]))).results
    assert found == Result("/product/a b.py", "bomb", "R1", 3, 5, 4, 2, Unit.UTF16)


@pytest.mark.parametrize(
    ("run", "unit"),
    [
        ({"columnKind": "unicodeCodePoints"}, Unit.CHARACTERS),
        ({"columnKind": "utf16CodeUnits"}, Unit.UTF16),
        ({"tool": {"driver": {"name": "ruff"}}}, Unit.CHARACTERS),
    ],
)
def test_columns_are_counted_as_the_log_says(run: dict[str, Any], unit: Unit) -> None:
    assert sarif.read(log(result(), **run)).results[0].unit is unit


def test_the_rule_speaks_where_the_result_has_no_words() -> None:
    by_id, by_index = result(message={"id": "m"}), result(message={}, ruleId="", ruleIndex=0)
    assert [one.message for one in sarif.read(log(by_id, by_index)).results] == ["no bombs", "no bombs"]


def test_a_path_may_be_relative_to_a_base_and_may_be_given_by_number() -> None:
    based = {"physicalLocation": {"artifactLocation": {"uri": "a.py", "uriBaseId": "SRC.ROOT"}}}
    numbered = {"physicalLocation": {"artifactLocation": {"index": 0}}}
    reading = sarif.read(
        log(
            result(locations=[based]),
            result(locations=[numbered]),
            originalUriBaseIds={"SRC.ROOT": {"uri": "file:///product/src/"}},
            artifacts=[{"location": {"uri": "b.py"}}],
        )
    )
    assert [one.path for one in reading.results] == ["/product/src/a.py", "b.py"]


def test_a_result_without_a_place_is_about_the_whole_tree() -> None:
    [found] = sarif.read(log(result(locations=[]))).results
    assert (found.path, found.line) == ("", None)


def test_what_is_suppressed_in_the_source_counts() -> None:
    assert len(sarif.read(log(result(suppressions=[{"kind": "inSource"}]))).results) == 1


@pytest.mark.parametrize(
    "fields", [{"kind": "pass"}, {"kind": "notApplicable"}, {"kind": "informational"}, {"baselineState": "absent"}]
)
def test_what_is_no_fault_does_not_count(fields: dict[str, Any]) -> None:
    reading = sarif.read(log(result(**fields)))
    assert (reading.results, reading.troubles) == ((), ())


def test_what_the_tool_leaves_open_is_a_trouble() -> None:
    reading = sarif.read(log(result(kind="open")))
    assert (reading.results, reading.troubles) == ((), ("it left `R1` undecided: bomb",))


def test_a_mistake_of_syntax_is_a_file_that_does_not_parse() -> None:
    reading = sarif.read(log(result(ruleId="invalid-syntax")))
    assert (reading.results, reading.unparsed) == ((), (Unparsed("a.py", "bomb", 3),))


def test_what_the_tool_says_of_its_own_work_is_heard() -> None:
    of_a_file = {"level": "warning", "message": {"text": "cannot parse"}, "locations": result("b.py")["locations"]}
    of_itself = {"message": {"text": "a rule is broken"}}
    silent = {"level": "error", "descriptor": {"id": "E7"}}
    note = {"level": "note", "message": {"text": "took 2 s"}}
    invocation = {
        "executionSuccessful": False,
        "exitCodeDescription": "out of memory",
        "toolExecutionNotifications": [of_a_file, note, {}],
        "toolConfigurationNotifications": [of_itself, silent],
    }
    reading = sarif.read(log(invocations=[invocation]))
    assert reading.unparsed == (Unparsed("b.py", "cannot parse", 3),)
    assert reading.troubles == (
        "it tells of a trouble and does not say which",
        "a rule is broken",
        "E7",
        "its run was not successful: out of memory",
    )


def test_a_run_without_results_failed() -> None:
    document = log()
    del document["runs"][0]["results"]
    assert sarif.read(document).troubles == ("it gave no results: its run did not come to them",)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], "it is no SARIF log"),
        ({"runs": "all", "version": "2.1.0"}, "it is no SARIF log"),
        ({"runs": [], "version": "2.1.0"}, "holds no run"),
        ({"runs": [{}], "version": "2.0.0"}, r"it is SARIF 2\.0\.0"),
        ({"runs": [{}], "$schema": "https://example.org/sarif"}, "it is SARIF , and"),
    ],
)
def test_anything_else_is_not_understood(document: Any, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why):
        sarif.read(document)
