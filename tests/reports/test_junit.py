"""JUnit XML: valid by the schema of Jenkins, read by junitparser, red where the run is red and nowhere else."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from junitparser import Error, Failure, JUnitXml, Properties
from lxml import etree

from harness.domain.findings import Doubt, DoubtKind, Manifest, Outcome
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.results import Run
from harness.domain.test_results import TestOutcome, TestResult
from harness.reports import junit
from harness.reports._view import View
from tests.reports.test_principles import hostile
from tests.reports.test_reports import ATTACK
from tests.reports.test_reports import EVERYTHING as CARDS
from tests.support import golden_results
from tests.support.findings import BROKEN, EVERYTHING, FINE, checked, result, results, sql_result
from tests.support.formats import SCHEMAS

VIEW = View(folder="runs/1")


def a_test(outcome: TestOutcome, **facts: object) -> TestResult:
    given = {"id": "tests/test_a.py::test_x[1]", "test": "tests/test_a.py::test_x", "sha256": "0" * 64}
    given |= {"place": Place(path="tests/test_a.py", line=4), "verifies": ("FR-1", "FR-2"), "outcome": outcome}
    return TestResult.model_validate(given | facts)


TESTED = checked(
    EVERYTHING,
    cards=CARDS.cards,
    golden=golden_results.CHECKED.golden,
    tests=(*(a_test(outcome, reason="because") for outcome in TestOutcome), a_test(TestOutcome.PASSED, flaky=True)),
)
RUNS = {
    "everything": checked(EVERYTHING),
    "fine": checked(FINE),
    "hostile": checked(hostile()),
    "cards": CARDS,
    "attack": ATTACK,
    "golden": golden_results.CHECKED,
    "compared": golden_results.COMPARED,
    "nothing": checked(None),
    "all": TESTED,
}


def suites_of(run: Run) -> ElementTree.Element:
    return ElementTree.fromstring(junit.render(run, VIEW))


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_every_report_is_valid_by_the_schema_of_jenkins(run: Run) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    document = etree.fromstring(junit.render(run, VIEW).encode())
    # Properties in a test case are what pytest writes and Jenkins, GitLab and junitparser read; that schema has none there.
    for properties in document.findall(".//testcase/properties"):
        schema.assertValid(properties)
        properties.getparent().remove(properties)
    schema.assertValid(document)


def test_the_schema_refuses_what_is_no_report() -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    assert not schema.validate(etree.fromstring("<testsuites><testcase/></testsuites>"))


def test_junitparser_reads_what_we_wrote(tmp_path: Path) -> None:
    path = tmp_path / "run.xml"
    path.write_text(junit.render(TESTED, VIEW))
    read = JUnitXml.fromfile(str(path))
    assert [suite.name for suite in read] == ["constitution", "test cards", "golden cases", "tests"]
    for suite in read:
        told = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert told == (suite.tests, suite.failures, suite.errors, suite.skipped)
    cards = {case.classname: case for suite in read if suite.name == "test cards" for case in suite}
    properties = [one for each in cards["BANK-TRANSFER"].iterchildren(Properties) for one in each]
    assert [(one.name, one.value) for one in properties] == [("requirement", "FR-003")]
    assert isinstance(cards["BANK-TRANSFER"].result[0], Failure)
    assert isinstance(cards["BANK-LOOK"].result[0], Error)


def ends(run: Run) -> dict[str, str]:
    """With which element each test case ends."""
    found = {}
    for case in suites_of(run).iter("testcase"):
        tags = [child.tag for child in case if child.tag != "properties"]
        found[case.attrib["classname"]] = tags[0] if tags else ""
    return found


def test_principles_are_a_suite_in_which_only_what_binds_is_red() -> None:
    assert ends(checked(EVERYTHING)) == {
        "SEC-002": "failure",
        "SEC-005": "error",
        "SEC-004": "error",
        "OPS-002": "skipped",
        "OPS-003": "",
        "OPS-004": "skipped",
        "OPS-001": "skipped",
        "SEC-009": "skipped",
        "harness": "failure",
    }


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("level", list(Level))
def test_every_outcome_at_every_level_is_told(outcome: Outcome, level: Level) -> None:
    doubts = (Doubt(kind=DoubtKind.TOOL, reason="away"),) if outcome is Outcome.UNVERIFIED else ()
    broken = (BROKEN,) if outcome is Outcome.VIOLATION else ()
    run = checked(results(result("S-1", outcome, *broken, level=level, doubts=doubts, reason="away")))
    expected = {Outcome.VIOLATION: "failure", Outcome.UNVERIFIED: "error", Outcome.GAP: "error", Outcome.PASS: ""}
    binding = expected.get(outcome, "skipped") if level is Level.MUST else "skipped"
    assert ends(run) == {"S-1": "" if outcome is Outcome.PASS else binding}


def test_a_violation_names_its_places_the_reason_and_what_to_do() -> None:
    (failure,) = suites_of(checked(results(sql_result(Outcome.VIOLATION, BROKEN)))).iter("failure")
    assert failure.attrib["message"] == "violation (MUST): broken at 1 place, shown at 0 places"
    assert (failure.text or "").split("\n")[1] == "src/db.py:2:12: the query is an f-string"
    assert "what to do: pass values as the second argument" in (failure.text or "")


def test_a_principle_has_its_level_its_document_and_its_weaknesses_as_properties() -> None:
    case = next(iter(suites_of(checked(EVERYTHING)).iter("testcase")))
    found = [(one.attrib["name"], one.attrib["value"]) for one in case.iter("property")]
    assert found == [("level", "MUST"), ("document", "constitutions/bank.md:12"), ("cwe", "CWE-89")]


def test_a_run_that_looked_at_nothing_is_not_green() -> None:
    run = checked(FINE.model_copy(update={"manifest": Manifest()}))
    (error,) = suites_of(run).iter("error")
    assert error.attrib["message"] == "no file was scanned: nothing was shown"
    assert list(suites_of(checked(FINE, problems=("the disk is full",))).iter("error"))
    assert list(suites_of(checked(None)).iter("error"))


def test_tests_in_python_are_told_with_what_they_verify() -> None:
    (suite,) = [one for one in suites_of(TESTED) if one.attrib["name"] == "tests"]
    tags = [[child.tag for child in case if child.tag != "properties"] for case in suite.iter("testcase")]
    assert tags == [[], ["failure"], ["skipped"], ["skipped"], ["skipped"], ["error"], ["failure"]]
    assert [one.attrib["value"] for one in next(iter(suite.iter("testcase"))).iter("property")] == ["FR-1", "FR-2"]


def test_a_note_of_a_million_characters_and_a_thousand_places_stay_bearable() -> None:
    long = BROKEN.model_copy(update={"note": "]]>" * 400_000})
    text = junit.render(checked(results(sql_result(Outcome.VIOLATION, long, *[BROKEN] * 1_000))), VIEW)
    assert len(text) < 100_000


def test_a_name_and_a_message_without_end_are_cut() -> None:
    test = a_test(TestOutcome.FAILED, id=f"tests/test_a.py::test_x[{'y' * 90_000}]", reason="z" * 90_000)
    endless = CARDS.cards[0].model_copy(update={"title": "x" * 90_000})
    case, other = suites_of(checked(None, cards=(endless,), tests=(test,))).iter("testcase")
    for element in (case, other):
        assert len(element.attrib["name"]) == 4_000
    assert [len(problem.attrib["message"]) for problem in other.iter("failure")] == [4_000]
