from __future__ import annotations

import pytest

from harness.domain.cards import Section
from harness.domain.golden import (
    CHANGED,
    Capture,
    CaseOutcome,
    CaseResult,
    Difference,
    DifferenceClass,
    GoldenResults,
)
from harness.domain.verdicts import ExitCode


def result(outcome: CaseOutcome, *explained: str) -> CaseResult:
    return CaseResult(id="A", title="A", path="golden/a.md", outcome=outcome, explained=explained)


def test_a_difference_is_named_by_its_step_and_the_way_to_it():
    leaf = Difference(kind=DifferenceClass.VALUE, place="Steps 2", leaf="body / items / 0")
    assert (str(leaf), leaf.part) == ("Steps 2 / body / items / 0", "body")
    step = Difference(kind=DifferenceClass.REMOVED, place="Steps 2", leaf="")
    assert (str(step), step.part) == ("Steps 2", "")
    assert Capture(section=Section.BAD_INPUT, number=3, did="x").place == "Bad input 3"


@pytest.mark.parametrize("outcome", CaseOutcome)
def test_only_the_same_is_a_pass(outcome):
    code = GoldenResults(cases=(result(CaseOutcome.SAME), result(outcome))).exit_code
    assert code is outcome.exit_code
    assert (code is ExitCode.PASS) == (outcome is CaseOutcome.SAME)


def test_no_case_at_all_leaves_everything_open():
    assert GoldenResults().exit_code is ExitCode.UNDECIDED


def test_the_worst_case_counts_and_an_unused_snapshot_fails():
    cases = (result(CaseOutcome.SAME), result(CaseOutcome.UNSTABLE), result(CaseOutcome.CHANGED))
    assert GoldenResults(cases=cases).exit_code is ExitCode.FAIL
    assert GoldenResults(cases=cases[:2]).exit_code is ExitCode.UNDECIDED
    assert GoldenResults(cases=cases[:1], unused=("golden/B.golden",)).exit_code is ExitCode.FAIL


@pytest.mark.parametrize("outcome", CHANGED)
def test_an_explained_change_holds_nothing_up_and_no_other_outcome_can_be_explained(outcome):
    explained, not_explained = result(outcome, "FR-001"), result(outcome)
    assert explained.exit_code is ExitCode.PASS
    assert not_explained.exit_code is ExitCode.FAIL
    assert list(GoldenResults(cases=(explained, not_explained)).unexplained()) == [not_explained]
    for other in set(CaseOutcome) - set(CHANGED):
        assert result(other, "FR-001").exit_code is other.exit_code
