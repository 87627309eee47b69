"""``harness gate`` as a user runs it: from nothing recorded to a decision that the log keeps."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.gated import FAILED, PASSED, Gated
from tests.support.goldens import at_a_terminal, plain
from tests.support.projects import CardProject, Done
from tests.support.traced import carry_out, copy_of, edit, expect, verified_once

pytestmark = pytest.mark.requires_git


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    return Gated.create(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    """A project of which everything was carried out in cells, with a change on a branch of its own."""
    made = copy_of(verified_once(tmp_path_factory), tmp_path_factory.mktemp("gated"))
    made.repository.git("checkout", "-q", "-b", "work")
    return replace(made, variables={"CI": ""})


@pytest.fixture
def changed(verified: CardProject, tmp_path: Path) -> CardProject:
    return copy_of(verified, tmp_path)


def first_line(done: Done) -> str:
    return done.out.splitlines()[0]


# Nothing to decide on


def test_an_empty_folder_is_undecided_and_says_how_to_begin(tmp_path: Path) -> None:
    done = CardProject(tmp_path, tmp_path.parent / "cache").harness("gate")
    assert done.code == 4
    assert done.out.startswith("UNDECIDED")
    assert "write principles, cards or golden cases first, see `harness init`" in done.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--report", "xml"), "unknown report 'xml'"),
        (("--profile", "soft"), "'soft' is not one of 'strict', 'standard', 'shadow'"),
        (("--bundle", "bundle"), "bundle"),
        (("--gate", " "), "the gate has no name"),
        (("nothing-of-this", "--oops"), "No such option '--oops'"),
    ],
)
def test_a_wrong_flag_is_told_before_anything_is_decided(made: Gated, given: tuple[str, ...], said: str) -> None:
    done = made.harness("gate", *given)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (made.folder / ".harness/gate").exists()


def test_a_policy_that_cannot_be_meant_is_told_at_its_line(made: Gated) -> None:
    made.write("harness.toml", '[[gate.criteria]]\nband = "PASS"\nwhen = "cards.faild == 0"\n')
    done = made.harness("gate")
    assert (done.code, "harness.toml:3" in done.err) == (2, True)


# Deciding


def test_a_tree_of_which_all_passes_is_accepted(made: Gated) -> None:
    made.repository.git("checkout", "-q", "-b", "work")
    made.all_pass()
    done = made.harness("gate")
    assert (done.code, first_line(done).partition(":")[0], done.err) == (0, "PASS", "")
    assert "line of work work" in done.out


def test_a_failure_is_sent_back_with_a_bundle(made: Gated, tmp_path: Path) -> None:
    made.repository.git("checkout", "-q", "-b", "work")
    made.check()
    made.cards({"TODO-ADD": PASSED, "TODO-SHOW": FAILED})
    done = made.harness("gate", "--bundle", str(tmp_path / "bundle"))
    assert (done.code, first_line(done).partition(":")[0]) == (3, "REWORK")
    assert "testcards/show.md:9  card TODO-SHOW" in done.out
    assert sorted(path.name for path in (tmp_path / "bundle").iterdir()) == ["rework.json", "rework.md"]


def test_a_shadow_says_what_it_would_have_decided_and_holds_nothing_up(made: Gated) -> None:
    done = made.harness("gate", "--profile", "shadow")
    assert (done.code, "UNDECIDED" in done.out) == (0, True)
    assert "(UNDECIDED)" in made.harness("gate", "log").out


def test_what_a_change_edits_of_its_own_judges_waits_for_a_review(made: Gated) -> None:
    made.repository.git("checkout", "-q", "-b", "work")
    made.edit("constitutions/main.md", "Short scripts", "Short and plain scripts")
    made.repository.commit()
    made.all_pass()
    done = made.harness("gate")
    assert (done.code, "constitutions/main.md" in done.out) == (5, True)


def test_a_report_for_machines_holds_the_whole_decision(made: Gated) -> None:
    made.repository.git("checkout", "-q", "-b", "work")
    made.all_pass()
    report = made.harness("gate", "--report", "json").report
    assert (report["band"], report["gate"], report["line"]) == ("PASS", "gate", "work")
    (line,) = made.harness("gate", "log", "--report", "json").report["lines"]
    assert line["id"] == report["id"]


def test_a_report_goes_to_a_file(made: Gated, tmp_path: Path) -> None:
    made.all_pass()
    done = made.harness("gate", "--report", "markdown", "--output", str(tmp_path / "gate.md"))
    assert (done.out, "report written to" in done.err) == ("", True)
    assert (tmp_path / "gate.md").read_text().startswith("#")


def test_each_gate_and_line_of_work_counts_for_itself(made: Gated) -> None:
    made.all_pass()
    made.harness("gate", "--gate", "merge", "--line", "epic")
    shown = made.harness("gate", "log").out
    assert "  merge epic  tree " in shown


def test_without_a_branch_the_commit_is_told(made: Gated) -> None:
    made.repository.git("checkout", "-q", "--detach")
    assert "no branch is checked out: cycles are counted for commit" in made.harness("gate").err


# Facts and the log


def test_facts_are_told_with_what_they_mean(made: Gated) -> None:
    made.check()
    made.cards({"TODO-ADD": PASSED, "TODO-SHOW": FAILED})
    done = made.harness("gate", "facts")
    rows = {line.split()[0]: line.split()[1] for line in done.out.splitlines()}
    assert (done.code, rows["cards.failed"], rows["cards.pass_rate"], rows["golden.total"]) == (0, "1", "0.5", "0")
    assert not (made.folder / ".harness/gate").exists(), "nothing is decided"
    report = made.harness("gate", "facts", "--report", "json").report
    fact = next(one for one in report["facts"] if one["name"] == "cards.failed")
    assert (fact["value"], fact["items"][0]["key"]) == (1, "card TODO-SHOW")


def test_facts_that_are_not_known_say_why(made: Gated) -> None:
    lines = made.harness("gate", "facts").out.splitlines()
    line = next(line for line in lines if line.startswith("cards.failed"))
    assert line.split()[1] == "unknown"
    assert "harness run-cards" in line


def test_a_log_that_is_whole_says_so(made: Gated) -> None:
    assert made.harness("gate", "log").out == "nothing was decided yet\n"
    made.harness("gate")
    done = made.harness("gate", "log", "--verify")
    assert (done.code, done.out) == (0, "1 line: the log is whole\n")


def test_a_log_that_was_changed_is_told_at_its_line(made: Gated) -> None:
    for _ in range(2):
        made.harness("gate")
    path = made.folder / ".harness/gate/decisions.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"UNDECIDED"', b'"PASS"', 1))
    done = made.harness("gate", "log")
    assert done.code == 1
    assert ".harness/gate/decisions.jsonl:1: error GATE101" in done.err
    report = made.harness("gate", "log", "--report", "json").report
    assert (report["whole"], len(report["lines"])) == (False, 2)
    assert "log of decisions that was changed" in made.harness("explain", "GATE101").out


def test_help_does_not_load_what_it_does_not_need() -> None:
    code = (
        "import sys\nfrom harness.cli.boundary import guarded\nfrom harness.cli.root import root\n"
        "guarded(root, ['gate', '--help'])\n"
        "print([one for one in ('pydantic', 'anthropic', 'playwright', 'harness.app.gate') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# What was carried out in cells


@pytest.mark.requires_cell
def test_what_really_passed_is_accepted(changed: CardProject) -> None:
    done = changed.harness("gate", "--since", "HEAD")
    assert (done.code, first_line(done).partition(":")[0]) == (0, "PASS"), done
    kinds = {
        kind
        for run in json.loads(changed.harness("gate", "--since", "HEAD", "--report", "json").out)["runs"]
        for kind in run["kinds"]
    }
    assert kinds == {"cards", "golden", "constitution"}


@pytest.mark.requires_cell
def test_a_golden_difference_is_sent_back(changed: CardProject) -> None:
    edit(changed, "bin/todo", lambda text: text.replace("added $2", "put $2"))
    carry_out(changed, "check")
    expect(changed.harness("run-cards"), 1)
    expect(changed.harness("golden", "check"), 1)
    done = changed.harness("gate", "--since", "HEAD", "--report", "json")
    facts = {one["name"]: one for one in done.report["facts"]}
    assert (done.code, facts["golden.unexplained"]["value"]) == (3, 1)
    (item,) = facts["golden.unexplained"]["items"]
    assert (item["key"], item["place"]["path"]) == ("golden case ADD", "golden/add.md")
    assert facts["golden.same"]["value"] == 0


@pytest.mark.requires_cell
def test_a_golden_that_lost_its_case_is_not_forgotten(changed: CardProject) -> None:
    (changed.folder / "golden/add.md").unlink()
    facts = {
        one["name"]: one["value"]
        for one in json.loads(changed.harness("gate", "--since", "HEAD", "--report", "json").out)["facts"]
    }
    assert facts["golden.unused"] == 1
    (changed.folder / "golden/ADD.golden").unlink()
    facts = {
        one["name"]: one["value"]
        for one in json.loads(changed.harness("gate", "--since", "HEAD", "--report", "json").out)["facts"]
    }
    assert facts["golden.unexplained"] == 1, "it was accepted, and nothing of it is left"


@pytest.mark.requires_cell
def test_a_person_at_a_terminal_lets_work_go_on(changed: CardProject) -> None:
    done = at_a_terminal(changed, "gate", "renew", "--line", "work", "--reason", "we looked at it together")
    assert (done.code, "work may go on, by A Person <person@example.org>" in plain(done.out)) == (0, True)
