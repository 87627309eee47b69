"""What a gate takes for a fact: only what finished records of this very tree tell, and every way to have it believe more."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.adapters import clock
from harness.domain.gate import Band
from harness.domain.golden import CaseOutcome
from harness.domain.test_results import TestOutcome
from harness.domain.verdicts import Isolation, Strength
from harness.gate.names import FACTS
from tests.support.gated import BLOCKED, FAILED, OPEN, PASSED, TAMPERED, Gated, edit_record, values
from tests.support.recorded import chain_again, edit_lines, forge_end

pytestmark = pytest.mark.requires_git
BOTH = {"TODO-ADD": PASSED, "TODO-SHOW": PASSED}
CARDS = ("cards.total", "cards.passed", "cards.failed", "cards.inconclusive", "cards.flaky", "cards.pass_rate")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    return Gated.create(tmp_path, monkeypatch)


def test_every_fact_is_told_and_no_other(made: Gated) -> None:
    assert list(made.facts()) == list(FACTS)


def test_what_all_passes_is_a_pass(made: Gated) -> None:
    made.all_pass()
    facts = made.facts()
    assert values(facts, *CARDS) == {
        "cards.total": 2,
        "cards.passed": 2,
        "cards.failed": 0,
        "cards.inconclusive": 0,
        "cards.flaky": 0,
        "cards.pass_rate": 1.0,
    }
    assert values(facts, "cards.seconds", "trace.verified", "trace.coverage", "evidence.shown") == {
        "cards.seconds": 3.0,
        "trace.verified": 3,
        "trace.coverage": 1.0,
        "evidence.shown": 4,
    }
    assert made.band() is Band.PASS


def test_the_same_inputs_give_the_same_bytes(made: Gated) -> None:
    made.all_pass()
    assert made.status().model_dump_json() == made.status().model_dump_json()


def test_a_fact_tells_its_runs_and_when_the_oldest_of_them_ended(made: Gated) -> None:
    first = made.cards({"TODO-ADD": PASSED}, finished="2026-11-20T00:00:00Z")
    second = made.cards({"TODO-SHOW": PASSED})
    fact = made.facts()["cards.passed"]
    assert (fact.source, fact.recorded) == (f"run {first.name}, run {second.name}", "2026-11-20T00:00:00Z")
    assert [one.id for one in made.status().runs] == [first.name, second.name]


# What is missing


def test_a_newcomer_is_told_what_to_run(made: Gated) -> None:
    done = made.harness("gate")
    assert (done.code, done.out.splitlines()[0].partition(":")[0]) == (4, "UNDECIDED")
    assert "run `harness check`, `harness run-cards`" in done.err


def test_a_card_without_a_result_makes_all_of_them_unknown(made: Gated) -> None:
    made.cards({"TODO-ADD": FAILED})
    fact = made.facts()["cards.failed"]
    assert (fact.value, fact.low, fact.high) == (None, None, None)
    assert fact.unknown == "1 of 2 cards has no result on this tree: TODO-SHOW (run `harness run-cards`)"
    assert made.band() is Band.UNDECIDED


def test_without_a_check_nothing_is_known_of_the_constitution(made: Gated) -> None:
    made.cards()
    assert "run `harness check`" in made.facts()["constitution.must_violations"].unknown
    assert made.band() is Band.UNDECIDED


def test_another_product_is_another_tree(made: Gated) -> None:
    made.all_pass()
    made.edit("bin/todo", "added", "put")
    facts = made.facts()
    assert "2 of 2 cards have no result on this tree: TODO-ADD, TODO-SHOW" in facts["cards.failed"].unknown
    assert facts["evidence.shown"].value == 0
    assert made.band() is Band.UNDECIDED
    assert "are of other trees" in made.harness("gate").err


def test_a_card_that_was_edited_after_its_pass_has_no_result(made: Gated) -> None:
    made.all_pass()
    made.edit("testcards/show.md", "Show the list", "Show all")
    assert "the card was changed since run" in made.facts()["cards.failed"].unknown


def test_a_requirement_that_was_reworded_takes_the_result_of_its_card(made: Gated) -> None:
    made.all_pass()
    made.edit("specs/001-list/spec.md", "show the list", "show the list, sorted")
    assert "TODO-SHOW: the requirement was changed since run" in made.facts()["cards.failed"].unknown


def test_what_was_less_isolated_than_asked_for_counts_for_nothing(made: Gated) -> None:
    made.cards(isolation=Isolation.EXPORT)
    made.check()
    assert "reached isolation `export`, and `cell` is the least" in made.facts()["cards.failed"].unknown
    assert made.band() is Band.UNDECIDED


def test_a_pass_of_an_interrupted_run_is_none_and_a_failure_of_it_stays_one(made: Gated) -> None:
    made.check()
    made.cards({"TODO-ADD": PASSED, "TODO-SHOW": FAILED}, interrupted=True)
    assert "was interrupted, and proves nothing" in made.facts()["cards.failed"].unknown
    made.cards()
    assert values(made.facts(), "cards.flaky", "cards.passed") == {"cards.flaky": 1, "cards.passed": 1}


def test_a_run_that_was_not_finished_counts_for_nothing(made: Gated) -> None:
    made.all_pass()
    (made.runs()[0] / "run.json").unlink()
    assert "2 of 2 cards have no result" in made.facts()["cards.failed"].unknown


def test_what_is_too_old_is_stale(made: Gated) -> None:
    made.edit("harness.toml", "[product.commands]", "[gate]\nmax_age = 1\n\n[product.commands]")
    made.repository.commit()
    made.all_pass()
    fact = made.facts()["cards.failed"]
    assert (fact.value, "more than 1 hours ago" in fact.unknown) == (None, True)
    assert made.band() is Band.UNDECIDED


def test_what_is_yet_to_come_is_stale_as_well(made: Gated) -> None:
    made.edit("harness.toml", "[product.commands]", "[gate]\nmax_age = 100000\n\n[product.commands]")
    made.repository.commit()
    made.cards(finished="2999-01-01T00:00:00Z")
    assert "is yet to come" in made.facts()["cards.failed"].unknown


def test_to_wait_takes_no_failure_back(made: Gated) -> None:
    made.edit("harness.toml", "[product.commands]", "[gate]\nmax_age = 100000\n\n[product.commands]")
    made.repository.commit()
    made.cards({"TODO-ADD": FAILED, "TODO-SHOW": PASSED}, finished="2000-01-01T00:00:00Z")
    assert "hours ago" in made.facts()["cards.failed"].unknown, "alone it is stale"
    made.cards()
    assert values(made.facts(), "cards.flaky", "cards.passed") == {"cards.flaky": 1, "cards.passed": 1}


def test_a_card_that_cannot_be_read_makes_the_cards_unknown(made: Gated) -> None:
    made.all_pass()
    made.write("testcards/broken.md", "no front matter\n")
    fact = made.facts()["cards.failed"]
    assert fact.unknown.startswith("a card cannot be read: testcards/broken.md:1")
    assert made.facts()["trace.verified"].value is None


def test_two_cards_of_one_id_are_undecided(made: Gated) -> None:
    made.all_pass()
    made.write("testcards/again.md", (made.folder / "testcards/show.md").read_text())
    assert made.band() is Band.UNDECIDED


# What came of it


def test_a_failed_card_is_sent_back_with_its_place(made: Gated) -> None:
    made.check()
    folder = made.cards({**BOTH, "TODO-SHOW": FAILED})
    fact = made.facts()["cards.failed"]
    (item,) = fact.items
    assert (fact.value, item.key, str(item.place), item.run) == (
        1,
        "card TODO-SHOW",
        "testcards/show.md:9",
        folder.name,
    )
    assert made.band() is Band.REWORK


def test_what_could_not_be_decided_bounds_what_failed(made: Gated) -> None:
    made.check()
    made.cards({"TODO-ADD": FAILED, "TODO-SHOW": OPEN})
    facts = made.facts()
    assert values(facts, *CARDS[1:], "cards.judged") == {
        "cards.passed": (0, 1),
        "cards.failed": (1, 2),
        "cards.inconclusive": 1,
        "cards.flaky": 0,
        "cards.pass_rate": (0.0, 0.5),
        "cards.judged": (0, 1),
    }
    assert made.band() is Band.UNDECIDED


def test_an_environment_that_is_at_fault_is_no_failure(made: Gated) -> None:
    made.check()
    made.cards({**BOTH, "TODO-SHOW": BLOCKED})
    assert values(made.facts(), "cards.failed", "cards.inconclusive") == {
        "cards.failed": (0, 1),
        "cards.inconclusive": 1,
    }
    assert made.band() is Band.UNDECIDED


def test_a_later_pass_does_not_take_a_failure_back(made: Gated) -> None:
    made.check()
    made.cards({**BOTH, "TODO-SHOW": FAILED})
    made.cards()
    assert values(made.facts(), "cards.failed", "cards.flaky", "cards.passed") == {
        "cards.failed": 0,
        "cards.flaky": 1,
        "cards.passed": 1,
    }
    assert made.band() is Band.REWORK


def test_the_order_of_runs_does_not_matter(made: Gated) -> None:
    made.check()
    made.cards()
    made.cards({**BOTH, "TODO-SHOW": FAILED})
    assert made.facts()["cards.flaky"].value == 1
    assert made.band() is Band.REWORK


def test_tampering_during_a_card_fails_the_tree(made: Gated) -> None:
    made.check()
    made.cards({**BOTH, "TODO-SHOW": TAMPERED})
    fact = made.facts()["integrity.tampering"]
    assert (fact.value, [one.key for one in fact.items]) == (1, ["card TODO-SHOW"])
    assert made.band() is Band.FAIL


def test_a_pass_that_rests_on_an_opinion_is_told(made: Gated) -> None:
    made.check()
    made.cards(strength=Strength.JUDGED)
    assert values(made.facts(), "cards.passed", "cards.judged") == {"cards.passed": 2, "cards.judged": 2}
    assert made.band() is Band.PASS
    assert made.band(profile="strict") is Band.REWORK


def test_a_place_that_breaks_a_must_is_counted_with_its_line(made: Gated) -> None:
    made.edit("bin/todo", "#!/bin/sh", '#!/bin/sh\neval "$1"\neval "$2"')
    made.all_pass()
    facts = made.facts()
    assert values(facts, "constitution.must_violations", "trace.must_failing") == {
        "constitution.must_violations": 2,
        "trace.must_failing": 1,
    }
    keys = [one.key for one in facts["constitution.must_violations"].items]
    assert keys == ["principle CODE-001 bin/todo:2", "principle CODE-001 bin/todo:3"]
    assert made.band() is Band.REWORK


def test_a_check_of_some_files_only_hides_nothing(made: Gated) -> None:
    made.edit("bin/todo", "#!/bin/sh", '#!/bin/sh\neval "$1"')
    made.cards()
    made.check("specs")
    fact = made.facts()["constitution.must_violations"]
    assert (fact.value, fact.low, fact.high) == (None, 0, None)
    assert "only some files were asked for" in fact.unknown
    assert made.band() is Band.UNDECIDED


def test_what_was_known_at_the_last_commit_counts_all_the_same(made: Gated) -> None:
    made.edit("bin/todo", "#!/bin/sh", '#!/bin/sh\neval "$1"')
    made.repository.commit()
    made.cards()
    made.check("--new-since", "HEAD")
    assert made.facts()["constitution.must_violations"].value == 1
    assert made.facts(since="HEAD")["constitution.must_violations"].value == 0


def test_a_baseline_of_the_project_counts_and_one_beside_it_does_not(made: Gated, tmp_path: Path) -> None:
    made.edit("bin/todo", "#!/bin/sh", '#!/bin/sh\neval "$1"')
    inside, outside = "constitutions/baseline.json", str(tmp_path / "baseline.json")
    made.check("--baseline", inside, "--write-baseline")
    made.repository.commit()
    made.cards()
    made.check("--baseline", inside)
    assert made.facts()["constitution.must_violations"].value == 0
    shutil.rmtree(made.folder / ".harness")
    made.check("--baseline", outside, "--write-baseline")
    assert made.facts()["constitution.must_violations"].value == 1


def test_a_waiver_of_the_constitution_is_told_with_its_terms(made: Gated) -> None:
    waived = '#!/bin/sh\neval "$1"  # waive CODE-001: the partner needs it (Ann, until 2999-01-31)'
    made.edit("bin/todo", "#!/bin/sh", waived)
    made.all_pass()
    assert values(made.facts(), "constitution.must_violations", "constitution.waived", "waivers.used") == {
        "constitution.must_violations": 0,
        "constitution.waived": 1,
        "waivers.used": 1,
    }
    (use,) = made.status().waivers
    assert (use.id, use.owner, use.until, str(use.place)) == ("CODE-001", "Ann", "2999-01-31", "bin/todo:2")


def test_a_waiver_that_ended_since_it_was_used_waives_nothing(made: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    day = clock.today()
    waived = f'#!/bin/sh\neval "$1"  # waive CODE-001: the partner needs it (Ann, until {day + timedelta(days=1)})'
    made.edit("bin/todo", "#!/bin/sh", waived)
    made.all_pass()
    assert made.facts()["constitution.must_violations"].value == 0
    monkeypatch.setattr(clock, "today", lambda: day + timedelta(days=2))
    facts = made.facts()
    assert facts["constitution.must_violations"].value is None
    assert "ended" in facts["constitution.must_violations"].unknown
    assert values(facts, "constitution.waived", "waivers.used", "waivers.troubles") == {
        "constitution.waived": 0,
        "waivers.used": 0,
        "waivers.troubles": 1,
    }
    assert made.band() is Band.UNDECIDED


def test_a_waiver_that_is_over_is_a_trouble(made: Gated) -> None:
    over = '#!/bin/sh\neval "$1"  # waive CODE-001: the partner needs it (Ann, until 2020-01-31)'
    made.edit("bin/todo", "#!/bin/sh", over)
    made.all_pass()
    facts = made.facts()
    assert values(facts, "constitution.must_violations", "waivers.troubles") == {
        "constitution.must_violations": 1,
        "waivers.troubles": 1,
    }
    assert made.band() is Band.REWORK


def test_a_must_that_nobody_can_check_is_not_decided(made: Gated) -> None:
    more = "\n## CODE-003 Kind words\n\n- **Level:** MUST\n- **Constraint:** The product MUST be kind.\n"
    made.write("constitutions/more.md", f"# More\n\nVersion 1.0.0 · ratified 2026-01-02\n{more}")
    made.all_pass()
    facts = made.facts()
    assert values(facts, "constitution.must_violations", "constitution.must_gaps", "constitution.must_unverified") == {
        "constitution.must_violations": (0, None),
        "constitution.must_gaps": (0, 1),
        "constitution.must_unverified": 1,
    }
    assert made.band() is Band.UNDECIDED


def test_a_must_that_nothing_claims_is_untested(made: Gated) -> None:
    made.edit("testcards/show.md", "verifies: [FR-002]", "verifies: [FR-001]")
    made.all_pass()
    assert made.facts()["trace.must_untested"].value == 1
    assert made.band() is Band.REWORK


def test_a_must_whose_card_was_not_run_may_be_shown_yet(made: Gated) -> None:
    made.check()
    made.cards({"TODO-ADD": PASSED})
    assert values(made.facts(), "trace.must_untested") == {"trace.must_untested": (0, 1)}


# Comparisons


@pytest.mark.parametrize(
    ("outcome", "unexplained"),
    [(CaseOutcome.CHANGED, 1), (CaseOutcome.SAME, 0), (CaseOutcome.UNDECIDED, (0, 1))],
)
def test_a_difference_from_another_revision_is_one_more(made: Gated, outcome: CaseOutcome, unexplained: object) -> None:
    made.all_pass()
    made.compared(outcome)
    assert values(made.facts(), "golden.unexplained", "golden.total") == {
        "golden.unexplained": unexplained,
        "golden.total": 0,
    }
    assert "compare" in {kind for run in made.status().runs for kind in run.kinds}


def test_a_comparison_that_is_not_whole_leaves_it_open(made: Gated) -> None:
    made.all_pass()
    made.compared(CaseOutcome.SAME, problems=("a case cannot be read, and is not compared",))
    assert values(made.facts(), "golden.unexplained") == {"golden.unexplained": (0, 1)}
    assert made.band() is Band.UNDECIDED


# Tests in Python

TESTS = ("tests.total", "tests.passed", "tests.failed", "tests.skipped")


def with_tests(made: Gated) -> None:
    marked = '@pytest.mark.verifies("FR-001")\ndef test_{name}():\n    assert True\n'
    both = "\n\n".join(marked.format(name=name) for name in ("one", "two"))
    made.write("tests/test_list.py", f"import pytest\n\n\n{both}")
    made.all_pass()


def test_marked_tests_that_were_not_recorded_are_unknown(made: Gated) -> None:
    with_tests(made)
    assert "2 of 2 tests have no result on this tree" in made.facts()["tests.failed"].unknown
    made.tests(TestOutcome.PASSED)
    assert "(run `pytest --harness`)" in made.facts()["tests.failed"].unknown
    assert made.band() is Band.UNDECIDED


@pytest.mark.parametrize(
    ("outcome", "counts", "band"),
    [
        (TestOutcome.PASSED, (2, 2, 0, 0), Band.PASS),
        (TestOutcome.FAILED, (2, 1, 1, 0), Band.REWORK),
        (TestOutcome.ERROR, (2, 1, 1, 0), Band.REWORK),
        (TestOutcome.SKIPPED, (2, 1, 0, 1), Band.UNDECIDED),
    ],
)
def test_what_tests_showed_is_counted(made: Gated, outcome: TestOutcome, counts: tuple[int, ...], band: Band) -> None:
    with_tests(made)
    made.tests(TestOutcome.PASSED, outcome)
    assert tuple(values(made.facts(), *TESTS).values()) == counts
    assert made.band() is band


def test_a_later_pass_of_a_test_does_not_take_its_failure_back(made: Gated) -> None:
    with_tests(made)
    made.tests(TestOutcome.FAILED, TestOutcome.PASSED)
    made.tests(TestOutcome.PASSED, TestOutcome.PASSED, finished="2026-11-21T01:00:00Z")
    fact = made.facts()["tests.failed"]
    assert (fact.value, fact.items[0].key) == (1, "test tests/test_list.py::test_one")


# Waivers of the gate


def waive(made: Gated, scope: str, until: str = "") -> None:
    until = until or (clock.today() + timedelta(days=30)).isoformat()
    terms = f'reason = "the partner is down"\nowner = "Ann <ann@example.org>"\nuntil = {until}\n'
    made.write("waivers.toml", f'[[waivers]]\nid = "W-1"\nscope = "{scope}"\n{terms}')
    made.repository.commit()


def test_a_waived_failure_counts_as_waived(made: Gated) -> None:
    waive(made, "card TODO-SHOW")
    made.check()
    made.cards({**BOTH, "TODO-SHOW": FAILED})
    assert values(made.facts(), "cards.failed", "cards.waived", "cards.passed", "waivers.used") == {
        "cards.failed": 0,
        "cards.waived": 1,
        "cards.passed": 1,
        "waivers.used": 1,
    }
    (use,) = made.status().waivers
    assert (use.id, use.covers) == ("W-1", ("card TODO-SHOW",))


@pytest.mark.parametrize("outcome", [OPEN, TAMPERED])
def test_what_cannot_be_told_and_tampering_are_never_waived(made: Gated, outcome: Any) -> None:
    waive(made, "card TODO-SHOW")
    made.check()
    made.cards({**BOTH, "TODO-SHOW": outcome})
    assert made.facts()["cards.waived"].value == 0
    assert made.band() in (Band.UNDECIDED, Band.FAIL)


def test_a_place_that_is_waived_by_the_gate_is_no_violation(made: Gated) -> None:
    made.edit("bin/todo", "#!/bin/sh", '#!/bin/sh\neval "$1"')
    waive(made, "principle CODE-001 bin/**")
    made.all_pass()
    assert values(made.facts(), "constitution.must_violations", "constitution.waived") == {
        "constitution.must_violations": 0,
        "constitution.waived": 1,
    }


def test_a_waiver_that_is_over_covers_nothing(made: Gated) -> None:
    waive(made, "card TODO-SHOW", until="2020-01-31")
    made.check()
    made.cards({**BOTH, "TODO-SHOW": FAILED})
    facts = made.facts()
    assert values(facts, "cards.failed", "cards.waived", "waivers.troubles") == {
        "cards.failed": 1,
        "cards.waived": 0,
        "waivers.troubles": 1,
    }
    assert [one.key for one in facts["waivers.troubles"].items] == ["waiver W-1"]


def exempt(made: Gated, until: str) -> None:
    made.edit("testcards/show.md", "verifies: [FR-002]", "verifies: [FR-001]")
    granted = f'requirement = "FR-002"\nreason = "no system yet"\nwho = "Ann"\nuntil = {until}\n'
    text = (made.folder / "harness.toml").read_text()
    made.write("harness.toml", f"{text}\n[[trace.exemptions]]\n{granted}")
    made.repository.commit()
    made.all_pass()


def test_an_exemption_of_the_trace_is_told_as_a_waiver(made: Gated) -> None:
    exempt(made, "2999-01-31")
    assert values(made.facts(), "trace.must_untested", "trace.waived", "waivers.used") == {
        "trace.must_untested": 0,
        "trace.waived": 1,
        "waivers.used": 1,
    }
    assert [use.covers for use in made.status().waivers] == [("requirement 001-list/FR-002",)]


def test_an_exemption_that_is_over_is_a_trouble_and_covers_nothing(made: Gated) -> None:
    exempt(made, "2020-01-31")
    assert values(made.facts(), "trace.must_untested", "trace.waived", "waivers.troubles") == {
        "trace.must_untested": 1,
        "trace.waived": 0,
        "waivers.troubles": 1,
    }


# Records that say what was not


def test_an_edited_record_is_tampering(made: Gated) -> None:
    made.check()
    folder = made.cards({**BOTH, "TODO-SHOW": FAILED})
    edit_record(folder, lambda run: run["cards"][1].update(state="pass", cause=None, reason=""))
    fact = made.facts()["integrity.tampering"]
    assert (fact.value, [one.key for one in fact.items]) == (1, [f"record {folder.name}"])
    assert made.band() is Band.FAIL


def test_deleted_events_are_tampering(made: Gated) -> None:
    made.check()
    folder = made.cards({**BOTH, "TODO-SHOW": FAILED})
    edit_lines(folder, lambda lines: lines.pop(3))
    assert made.band() is Band.FAIL
    (folder / "events.jsonl").unlink()
    assert made.band() is Band.FAIL


def test_a_verdict_that_was_edited_with_its_chain_is_tampering(made: Gated) -> None:
    made.check()
    folder = made.cards({**BOTH, "TODO-SHOW": FAILED})

    def passes(run: dict[str, Any]) -> None:
        for one in run["cards"]:
            one |= {"state": "pass", "cause": None, "reason": "", "attempts": []}

    edit_record(folder, passes)
    chain_again(folder)
    forge_end(folder)
    assert made.band() is Band.FAIL


def test_a_record_of_another_tree_that_is_pasted_here_shows_nothing(made: Gated, tmp_path: Path) -> None:
    made.all_pass()
    shutil.copytree(made.folder / ".harness", tmp_path / "kept")
    made.edit("bin/todo", "added", "put")
    shutil.rmtree(made.folder / ".harness")
    shutil.copytree(tmp_path / "kept", made.folder / ".harness")
    assert made.facts()["evidence.shown"].value == 0
    assert made.band() is Band.UNDECIDED


def test_a_record_that_is_made_to_be_of_this_tree_is_tampering(made: Gated) -> None:
    folder = made.cards()
    made.edit("bin/todo", "added", "put")
    subject = made.subject
    edit_record(folder, lambda run: run["tree"].update(hash=subject.tree, subject=subject.product))
    assert made.band() is Band.FAIL


def _newer(run: dict[str, Any]) -> None:
    run["schema_version"] = 99


def test_a_record_of_a_newer_schema_is_unknown_and_no_tampering(made: Gated) -> None:
    made.all_pass()
    folder = made.cards({**BOTH, "TODO-SHOW": FAILED})
    edit_record(folder, _newer)
    fact = made.facts()["integrity.tampering"]
    assert (fact.value, fact.low, fact.high) == (None, 0, 1)
    assert "schema version 99" in fact.unknown
    assert str(made.folder) not in fact.unknown, "a decision is the same wherever the project lies"
    assert made.band() is Band.UNDECIDED


@pytest.mark.parametrize("left", [0.0, 0.01, 0.5, 0.99])
def test_a_record_that_cannot_be_read_is_unknown(made: Gated, left: float) -> None:
    made.all_pass()
    folder = made.cards({**BOTH, "TODO-SHOW": FAILED})
    text = (folder / "run.json").read_text()
    (folder / "run.json").write_text(text[: int(len(text) * left)])
    assert made.band() is Band.UNDECIDED


def test_a_broken_record_of_another_tree_is_nothing_to_this_one(made: Gated) -> None:
    folder = made.cards()
    (folder / "run.json").write_text("")
    made.edit("bin/todo", "#!", "#! ")
    made.all_pass()
    assert made.band() is Band.PASS


# Runs that are named


def test_runs_that_are_named_are_asked_alone(made: Gated) -> None:
    check, first = made.check(), made.cards()
    made.check()
    made.cards()
    assert made.band(runs=(check.name, first.name)) is Band.PASS
    assert made.band(runs=(str(check), f".harness/runs/{first.name}")) is Band.PASS
    assert made.status(runs=(check.name, first.name)) == made.status(runs=(first.name, check.name))
    assert made.band(runs=(first.name,)) is Band.UNDECIDED, "of the constitution nothing is known then"


@pytest.mark.parametrize("later", [True, False])
def test_choosing_runs_takes_no_failure_back(made: Gated, later: bool) -> None:
    check = made.check()
    passing = made.cards() if later else None
    made.cards({**BOTH, "TODO-SHOW": FAILED})
    passing = passing or made.cards()
    named = (check.name, passing.name)
    assert made.band(runs=named) is Band.REWORK
    assert made.facts(runs=named)["cards.flaky"].value == 1


def test_a_failure_on_another_tree_does_not_stand_beside_named_runs(made: Gated) -> None:
    made.edit("bin/todo", "added", "put")
    made.cards({**BOTH, "TODO-SHOW": FAILED})
    made.edit("bin/todo", "put", "added")
    check, passing = made.check(), made.cards()
    assert made.band(runs=(check.name, passing.name)) is Band.PASS


def test_a_run_that_is_named_and_not_there_is_undecided(made: Gated) -> None:
    made.all_pass()
    facts = made.facts(runs=("20990101T000000000000Z-abcdef",))
    assert "there is no such run" in facts["cards.failed"].unknown
    done = made.harness("gate", "20990101T000000000000Z-abcdef")
    assert done.code == 4


@pytest.mark.parametrize("spoil", ["unfinished", "other"])
def test_a_run_that_is_named_and_of_no_use_is_undecided(made: Gated, spoil: str) -> None:
    made.all_pass()
    folder = made.runs()[0]
    if spoil == "unfinished":
        (folder / "run.json").unlink()
    else:
        made.edit("bin/todo", "added", "put")
        made.all_pass()
    runs = (folder.name, *(run.name for run in made.runs()[-2:] if run != folder))
    said = made.facts(runs=runs)["cards.failed"].unknown
    assert ("it was not finished" if spoil == "unfinished" else "is not of this tree") in said
    assert made.band(runs=runs) is Band.UNDECIDED


def test_runs_that_lie_elsewhere_can_be_named(made: Gated, tmp_path: Path) -> None:
    made.all_pass()
    shutil.move(made.folder / ".harness/runs", tmp_path / "runs")
    runs = tuple(str(run) for run in (tmp_path / "runs").iterdir())
    assert made.band(runs=runs) is Band.PASS


# Facts of a file


def extra(made: Gated, content: object, when: str = "extra.coverage >= 80") -> tuple[object, Band]:
    criterion = f'\n[[gate.criteria]]\nband = "PASS"\nwhen = "{when}"\n'
    if "[[gate.criteria]]" not in (made.folder / "harness.toml").read_text():
        made.write("harness.toml", (made.folder / "harness.toml").read_text() + criterion)
        made.repository.commit()
        made.all_pass()
    file = made.folder.parent / "facts.json"
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text)
    fact = made.facts(facts=file)["extra.coverage"]
    return (fact.value if fact.value is not None else fact.unknown), made.band(facts=file)


def test_a_fact_of_a_file_counts_for_this_tree(made: Gated) -> None:
    extra(made, {})
    tree = made.subject.tree
    assert extra(made, {"tree": tree, "facts": {"coverage": 81.5}}) == (81.5, Band.PASS)
    assert extra(made, {"tree": tree, "facts": {"coverage": 79}}) == (79, Band.REWORK)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"tree": "TREE", "facts": {"coverage": NaN}}', "it is no finite number"),
        ('{"tree": "TREE", "facts": {"coverage": Infinity}}', "it is no finite number"),
        ('{"tree": "TREE", "facts": {"coverage": 1e999}}', "it is no finite number"),
        ('{"tree": "TREE", "facts": {"coverage": "90"}}', "it is no number"),
        ('{"tree": "TREE", "facts": {"coverage": true}}', "it is no number"),
        ('{"tree": "TREE", "facts": {"coverage": null}}', "it is no number"),
        ('{"tree": "TREE", "facts": {"coverage": 10, "coverage": 90}}', "it is given twice"),
        ('{"tree": "TREE", "facts": {"other": 90}}', "does not tell it"),
        ('{"tree": "1234", "facts": {"coverage": 90}}', "tells of the tree 1234"),
        ('{"facts": {"coverage": 90}}', "does not say of which tree"),
        ('{"tree": "TREE", "facts": [90]}', "holds no facts"),
        ("[]", "holds no facts"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_fact_of_this_tree_is_unknown(made: Gated, content: str, said: str) -> None:
    extra(made, {})
    found, band = extra(made, content.replace("TREE", made.subject.tree))
    assert said in str(found)
    assert band is Band.UNDECIDED


def test_a_file_of_facts_that_is_missing_is_unknown(made: Gated) -> None:
    extra(made, {})
    assert "is not a file" in made.facts(facts=made.folder / "none.json")["extra.coverage"].unknown
    assert "--facts FILE" in made.facts()["extra.coverage"].unknown
    assert made.harness("gate", "--facts", "none.json").code == 4


# Seals


def test_a_broken_seal_fails_the_tree(made: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.adapters.deciding.may_decide", lambda done: "")
    assert made.harness("seal", "TODO-SHOW", "--reason", "looked at it").code == 0
    made.repository.commit()
    made.all_pass()
    assert values(made.facts(), "seals.total", "seals.broken") == {"seals.total": 1, "seals.broken": 0}
    made.edit("testcards/show.md", '   - You see "milk".\n', "")
    made.all_pass()
    facts = made.facts()
    assert (facts["seals.broken"].value, [one.key for one in facts["seals.broken"].items]) == (1, ["seal TODO-SHOW"])
    assert made.band() is Band.FAIL
