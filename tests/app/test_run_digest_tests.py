"""What tests in Python show in a trace: only what passed at once with all its parameters shows anything."""

from __future__ import annotations

from typing import Any

import pytest

from harness.app.conclusions import exit_code
from harness.app.joint_tests import Ended, MarkedTest, result_of_test
from harness.app.run_digest_tests import results_of_tests
from harness.domain.places import Place
from harness.domain.requirements import ByName
from harness.domain.results import ChainRecord, IsolationRecord, Run
from harness.domain.test_results import TestOutcome, TestResult
from harness.domain.tracing import Shown
from harness.domain.verdicts import ExitCode, Isolation

PASSED = TestOutcome.PASSED


def result(outcome: TestOutcome = PASSED, parameters: str = "", **other: Any) -> TestResult:
    test = "tests/test_it.py::test_a"
    given: dict[str, Any] = {
        "id": f"{test}{parameters}",
        "test": test,
        "place": Place(path="tests/test_it.py", line=3),
        "sha256": "a" * 64,
        "verifies": ("FR-001",),
        "requirements": {"FR-001": "b" * 64},
        "outcome": outcome,
    }
    return TestResult(**(given | other))


def run(*tests: TestResult) -> Run:
    return Run(
        tool_version="1",
        id="r",
        command=("pytest",),
        started="",
        finished="2026-11-22T00:00:00Z",
        isolation=IsolationRecord(reached=None, least=Isolation.CELL),
        evaluator="",
        tests=tests,
        events=ChainRecord(count=0, head=""),
    )


@pytest.mark.parametrize(
    ("tests", "shown"),
    [
        ([result()], Shown.PASS),
        ([result(parameters="[a]"), result(parameters="[b]")], Shown.PASS),
        ([result(parameters="[a]"), result(TestOutcome.FAILED, "[b]")], Shown.FAIL),
        ([result(parameters="[a]"), result(TestOutcome.SKIPPED, "[b]")], Shown.UNDECIDED),
        ([result(TestOutcome.ERROR)], Shown.FAIL),
        ([result(TestOutcome.SKIPPED)], Shown.UNDECIDED),
        ([result(TestOutcome.XFAILED)], Shown.UNDECIDED),
        ([result(TestOutcome.XPASSED)], Shown.UNDECIDED),
        ([result(whole=False)], Shown.UNDECIDED),
        ([result(flaky=True)], Shown.UNDECIDED),
        ([result(TestOutcome.FAILED, flaky=True)], Shown.FAIL),
    ],
)
def test_a_test_shows_no_more_than_all_of_its_parameters_do(tests: list[TestResult], shown: Shown) -> None:
    (found,) = results_of_tests(run(*tests))
    assert found.shown is shown
    assert found.key == "test tests/test_it.py::test_a"
    assert found.flaky is any(one.flaky for one in tests)
    assert (exit_code(run(*tests)) is ExitCode.PASS) is (shown is Shown.PASS)
    assert (exit_code(run(*tests)) is ExitCode.FAIL) is (shown is Shown.FAIL)


def test_that_it_ran_in_no_cell_is_told() -> None:
    (found,) = results_of_tests(run(result()))
    assert found.reason == "ran on the working tree, in no cell"


def test_a_test_whose_text_changed_meanwhile_has_no_digest() -> None:
    (found,) = results_of_tests(run(result(parameters="[a]"), result(parameters="[b]", sha256="c" * 64)))
    assert found.sha256 == ""


def test_the_content_of_a_run_holds_its_tests_and_older_runs_keep_theirs() -> None:
    assert run(result()).content_sha256 != run().content_sha256
    assert run(result()).content_sha256 != run(result(TestOutcome.FAILED)).content_sha256
    assert '"tests"' not in run().model_dump_json(exclude={"tests"})


@pytest.mark.parametrize(
    ("attempts", "outcome", "flaky"),
    [
        ([Ended(PASSED)], PASSED, False),
        ([Ended(TestOutcome.FAILED, "x\ny"), Ended(PASSED)], TestOutcome.FAILED, True),
        ([Ended(TestOutcome.ERROR), Ended(TestOutcome.FAILED)], TestOutcome.FAILED, True),
        ([Ended(TestOutcome.FAILED), Ended(TestOutcome.FAILED)], TestOutcome.FAILED, False),
        ([Ended(TestOutcome.SKIPPED), Ended(PASSED)], TestOutcome.SKIPPED, True),
    ],
)
def test_of_attempts_that_differ_the_worst_is_told(attempts: list[Ended], outcome: TestOutcome, flaky: bool) -> None:
    marked = MarkedTest("tests/test_it.py::test_a", 3, "a" * 64, ("FR-001", "FR-404"))
    found = result_of_test("tests/test_it.py::test_a[1]", marked, attempts, True, ByName(()))
    assert (found.outcome, found.flaky, found.attempts) == (outcome, flaky, len(attempts))
    assert found.requirements == {}
    assert "\n" not in found.reason
