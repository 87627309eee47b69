"""What goes back with work: a task for each thing that a decision counts against it, and nothing that is not recorded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness.adapters.records import load_run, runs_folder
from harness.app.rework import MOST_TASKS, rework_of
from harness.domain.findings import Outcome
from harness.domain.gate import Band, Cycles, Item, Reason, Visibility, WaiverUse
from harness.domain.golden import CaseOutcome, DifferenceClass
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.rework import Task, TaskKind
from harness.domain.test_results import TestOutcome, TestResult
from harness.reports._fitting import MOST_BYTES, fitted
from harness.reports.bundles import markdown
from tests.support.findings import DB, finding, result
from tests.support.golden_results import case, difference
from tests.support.recorded import ANSWERS, Answer, record_run
from tests.support.rework import BROKEN as WRONG
from tests.support.rework import card_item, decision, failed_card, project, recorded

pytestmark = pytest.mark.requires_git
CHANGED = case(
    "BANK-OTHER", "Another", CaseOutcome.CHANGED, difference(DifferenceClass.VALUE, "stdout / line 1", "70.00", "7.00")
)
BROKEN = result(
    "SEC-002",
    Outcome.VIOLATION,
    finding(DB, 'db.execute(f"select * from account where id = {id}")', note="put together"),
    pattern="pass the values apart",
)


def only(tasks: tuple[Task, ...]) -> Task:
    (task,) = tasks
    return task


def test_a_failed_card_comes_with_its_step_what_was_expected_and_seen_and_the_observation(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = failed_card(root)
    task = only(rework_of(decision(root, {"cards.failed": (card_item(run),)}), root).tasks)
    assert (task.kind, task.id, task.level) == (TaskKind.CARD, "BANK-TRANSFER", Level.MUST)
    (step,) = [one for one in task.steps if one.text == "Run `bank show {receipt}`."]
    assert str(step.place) == "testcards/transfer.md:15"
    assert [(one.expected, one.seen) for one in step.unmet] == [('"70.00"', '"30.00 sent, 7.00 left"')]
    assert task.observed[0].what == "bank show r-1"
    assert task.observed[0].lines == ("30.00 sent, 7.00 left", "(exit code 0)")
    assert task.requirements[0].text == "System MUST move money so that both balances change."
    assert task.requirements[0].id == "001-bank/FR-003"
    assert task.command == "harness run-cards BANK-TRANSFER"


def test_a_changed_golden_case_comes_with_its_difference_as_a_diff(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = recorded(root, cases=(CHANGED,))
    item = Item(key="golden case BANK-OTHER", what="", run=run.id)
    task = only(rework_of(decision(root, {"golden.unexplained": (item,)}), root).tasks)
    assert task.difference == (
        "--- golden: Steps 1 / stdout / line 1",
        "+++ received: Steps 1 / stdout / line 1 (value)",
        "-70.00",
        "+7.00",
    )
    assert str(task.steps[0].place) == "golden/bank-other.md:9"
    assert task.command == "harness golden check BANK-OTHER"


def test_a_broken_principle_comes_with_place_source_and_pattern_and_is_told_once_for_all_places(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = recorded(root, principles=(BROKEN,))
    items = tuple(Item(key=f"principle SEC-002 src/db.py:{line}", what="", run=run.id) for line in (2, 9))
    task = only(rework_of(decision(root, {"constitution.must_violations": items}), root).tasks)
    assert (task.id, task.pattern, task.constraint) == (
        "SEC-002",
        "pass the values apart",
        "What SEC-002 says MUST hold.",
    )
    (spot,) = task.spots
    assert (str(spot.place), spot.note) == ("src/db.py:2", "put together")
    assert 'db.execute(f"select' in spot.lines[0]


def test_the_worst_comes_first(tmp_path: Path) -> None:
    root = project(tmp_path)
    cards, rest = failed_card(root), recorded(root, cases=(CHANGED,), principles=(BROKEN,))
    counted = {
        "waivers.troubles": (Item(key="waiver W-1", what="W-1 is expired", place=Place(path="waivers.toml", line=3)),),
        "trace.untested": (Item(key="requirement 001-bank/FR-004", what="nothing"),),
        "golden.unexplained": (Item(key="golden case BANK-OTHER", what="", run=rest.id),),
        "cards.failed": (card_item(cards),),
        "constitution.must_violations": (Item(key="principle SEC-002 src/db.py:2", what="", run=rest.id),),
        "tests.failed": (Item(key="test tests/test_a.py::test_it", what="AssertionError"),),
    }
    found = [(one.kind, one.id) for one in rework_of(decision(root, counted), root).tasks]
    assert found == [
        (TaskKind.PRINCIPLE, "SEC-002"),
        (TaskKind.CARD, "BANK-TRANSFER"),
        (TaskKind.GOLDEN, "BANK-OTHER"),
        (TaskKind.TEST, "tests/test_a.py::test_it"),
        (TaskKind.REQUIREMENT, "001-bank/FR-004"),
        (TaskKind.OTHER, "waiver W-1"),
    ]


def test_a_requirement_that_a_card_tells_of_has_no_task_of_its_own(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = failed_card(root)
    failing = tuple(Item(key=f"requirement 001-bank/{id}", what="it fails") for id in ("FR-003", "FR-004"))
    found = rework_of(decision(root, {"trace.must_failing": failing, "cards.failed": (card_item(run),)}), root)
    assert [one.id for one in found.tasks] == ["BANK-TRANSFER", "001-bank/FR-004"]
    assert found.tasks[1].wrong == "what shows it does not pass"


def test_a_requirement_that_nothing_shows_says_so(tmp_path: Path) -> None:
    root = project(tmp_path)
    item = Item(key="requirement 001-bank/FR-004", what="untested")
    task = only(rework_of(decision(root, {"trace.must_untested": (item,)}), root).tasks)
    assert (task.wrong, task.requirements[0].text) == (
        "nothing shows it on this tree",
        "System SHOULD say what it moved.",
    )


def test_what_a_decision_no_longer_lists_is_taken_from_the_runs_unless_it_is_waived(tmp_path: Path) -> None:
    root = project(tmp_path)
    cases = tuple(CHANGED.model_copy(update={"id": f"CASE-{at}"}) for at in range(4))
    run = recorded(root, cases=cases)
    listed = (Item(key="golden case CASE-0", what="", run=run.id),)
    waiver = WaiverUse(
        id="W-1", scope="", reason="", owner="", until="", place=Place(path="w"), covers=("golden case CASE-2",)
    )
    made = decision(root, {"golden.unexplained": listed}, more=2, waivers=(waiver,))
    assert [one.id for one in rework_of(made, root).tasks] == ["CASE-0", "CASE-1", "CASE-3"]


def test_a_criterion_that_names_nothing_is_a_task_by_itself(tmp_path: Path) -> None:
    root = project(tmp_path)
    task = only(rework_of(decision(root, {"extra.coverage": ()}), root).tasks)
    assert (task.kind, task.wrong) == (TaskKind.OTHER, "extra.coverage == 0: extra.coverage is 0")
    assert task.do == "change the product so that `extra.coverage == 0` holds"


def test_a_rate_leads_to_what_is_counted_against_it(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = failed_card(root)
    made = decision(root, {"cards.pass_rate": ()})
    failed = decision(root, {"cards.failed": (card_item(run),)}).facts
    made = made.model_copy(update={"facts": (*made.facts, *failed)})
    assert [one.id for one in rework_of(made, root).tasks] == ["BANK-TRANSFER"]


def test_a_principle_that_cannot_be_found_in_any_record_is_still_told(tmp_path: Path) -> None:
    root = project(tmp_path)
    counted = {
        "constitution.must_gaps": (Item(key="principle SEC-009", what="SEC-009 is shown nowhere"),),
        "golden.unused": (Item(key="golden case golden/X.golden", what="X.golden belongs to no case"),),
        "cards.flaky": (Item(key="card BANK-GONE", what="BANK-GONE wavers"),),
    }
    said = {one.wrong for one in rework_of(decision(root, counted), root).tasks}
    assert said == {"SEC-009 is shown nowhere", "X.golden belongs to no case", "BANK-GONE wavers"}


def test_a_run_that_is_gone_leaves_what_the_decision_says(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = failed_card(root)
    made = decision(root, {"cards.failed": (card_item(run),)})
    shutil.rmtree(runs_folder(root))
    assert only(rework_of(made, root).tasks).wrong == "BANK-TRANSFER: Move money between two accounts: it fails"


def test_a_run_that_lies_elsewhere_is_read_where_it_lies(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = failed_card(root)
    made = decision(root, {"cards.failed": (card_item(run),)})
    shutil.move(runs_folder(root) / run.id, tmp_path / "elsewhere")
    task = only(rework_of(made, root, {run.id: tmp_path / "elsewhere"}).tasks)
    assert task.observed


def test_it_counts_how_often_work_was_sent_back(tmp_path: Path) -> None:
    root = project(tmp_path)
    first = rework_of(decision(root, {"cards.failed": ()}, cycles=Cycles(gate=1, line=4)), root)
    assert (first.number, first.left, first.left_in_line) == (2, 1, 7)
    again = rework_of(decision(root, {"cards.failed": ()}, cycles=Cycles(gate=2, line=5, again=True)), root)
    assert (again.number, again.left, again.left_in_line) == (2, 1, 7)


def test_what_judges_the_work_is_named(tmp_path: Path) -> None:
    root = project(tmp_path, settings='[gate]\njudges = ["ci/*.yml"]\n')
    kept = rework_of(decision(root, {"cards.failed": ()}), root).kept
    assert set(kept) >= {"testcards/", "specs/", "harness.toml", ".harness/", "ci/*.yml"}
    assert "golden/" not in kept


def test_what_only_a_model_would_read_is_spelled_out(tmp_path: Path) -> None:
    root = project(tmp_path)
    smuggled = CHANGED.model_copy(update={"title": "a\U000e0041b\x1b[31m\u202e"})
    run = recorded(root, cases=(smuggled,))
    item = Item(key="golden case BANK-OTHER", what="", run=run.id)
    task = only(rework_of(decision(root, {"golden.unexplained": (item,)}), root).tasks)
    assert task.title == "a\\U000e0041b\\x1b[31m\\u202e"


def test_the_same_decision_goes_back_with_the_same(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = failed_card(root)
    made = decision(root, {"cards.failed": (card_item(run),)})
    assert rework_of(made, root) == rework_of(made, root)


@pytest.mark.parametrize("visibility", Visibility)
def test_what_the_gate_says_by_itself_is_a_reason_as_well(tmp_path: Path, visibility: Visibility) -> None:
    root = project(tmp_path, sealed=True)
    own = (Reason(what="BANK-TRANSFER of testcards/transfer.md was looked at"),)
    made = decision(root, {"cards.failed": ()}, own=own, visibility=visibility, band=Band.REWORK)
    (_, why) = rework_of(made, root).why
    hidden = "a sealed card of a sealed card was looked at"
    assert why == (hidden if visibility is Visibility.OBSERVATIONS else own[0].what)


def test_of_ten_thousand_only_so_many_are_looked_up_and_the_others_are_counted(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = recorded(root, cases=tuple(CHANGED.model_copy(update={"id": f"CASE-{at:05}"}) for at in range(10_000)))
    listed = (Item(key="golden case CASE-00000", what="", run=run.id),)
    found = rework_of(decision(root, {"golden.unexplained": listed}, more=9_999), root)
    assert len(found.tasks) == MOST_TASKS
    assert [(one.kind, one.count) for one in found.left_out] == [(TaskKind.GOLDEN, 10_000 - MOST_TASKS)]
    text = markdown.render(fitted(found))
    assert "10,000 things to put right" in text
    assert len(text.encode()) <= MOST_BYTES


def test_a_failed_test_comes_with_what_it_verifies(tmp_path: Path) -> None:
    root = project(tmp_path)
    failed = TestResult(
        id="tests/test_a.py::test_it",
        test="tests/test_a.py::test_it",
        place=Place(path="tests/test_a.py", line=7),
        sha256="0" * 64,
        verifies=("FR-003", "FR-999"),
        outcome=TestOutcome.FAILED,
    )
    run = recorded(root, tests=(failed,))
    item = Item(key=f"test {failed.id}", what="assert 1 == 2", place=failed.place, run=run.id)
    task = only(rework_of(decision(root, {"tests.failed": (item,)}), root).tasks)
    assert [one.id for one in task.requirements] == ["001-bank/FR-003"]
    assert (task.wrong, str(task.spots[0].place)) == ("assert 1 == 2", "tests/test_a.py:7")
    assert task.command == "python -m pytest tests/test_a.py::test_it"


def test_of_a_card_that_wavers_the_attempt_that_failed_is_told(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = load_run(record_run(root, ("BANK-TRANSFER",), attempts=(ANSWERS, WRONG)))
    task = only(rework_of(decision(root, {"cards.flaky": (card_item(run),)}), root).tasks)
    assert task.wrong.startswith("it does not hold every time: line ")
    assert task.observed


def test_a_crash_that_no_step_asks_about_is_told_as_what_always_holds(tmp_path: Path) -> None:
    root = project(tmp_path)
    crash = b'Traceback (most recent call last):\n  File "x.py", line 1, in f\nValueError: x\n'
    run = failed_card(root, answers={**ANSWERS, "bank show r-1": Answer(b"30.00 sent, 70.00 left\n", crash, 0)})
    task = only(rework_of(decision(root, {"cards.failed": (card_item(run),)}), root).tasks)
    assert [one.text for step in task.steps if step.name == "Always" for one in step.unmet] == ["no-traceback"]


@pytest.mark.parametrize(
    ("fact", "ids"), [("cards.failed", ["BANK-TRANSFER"]), ("constitution.must_violations", ["SEC-002"])]
)
def test_cards_and_principles_that_are_not_listed_are_taken_from_the_runs_too(
    tmp_path: Path, fact: str, ids: list[str]
) -> None:
    root = project(tmp_path)
    failed_card(root)
    recorded(root, principles=(BROKEN,))
    assert [one.id for one in rework_of(decision(root, {fact: ()}, more=1), root).tasks] == ids


def test_a_run_whose_id_leads_elsewhere_is_not_read(tmp_path: Path) -> None:
    root = project(tmp_path)
    run = failed_card(root)
    made = decision(root, {"cards.failed": (card_item(run),)})
    elsewhere = made.runs[0].model_copy(update={"id": f"../runs/{run.id}"})
    found = rework_of(made.model_copy(update={"runs": (elsewhere,)}), root)
    assert not only(found.tasks).observed
