"""``harness seal`` as people and those who would cheat them use it: what breaks a seal, and who may set one."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.goldens import at_a_terminal
from tests.support.programs import replaced
from tests.support.projects import card
from tests.support.sealing import ANN, BOB, CARD, LOG, SPECIFICATION, Workplace

pytestmark = pytest.mark.requires_git

SINCE = ("--since", "before")
WHOLE = {"TODO-ADD": "whole", "code": 0}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    return Workplace.create(tmp_path, monkeypatch)


@pytest.fixture
def reviewed(here: Workplace) -> Workplace:
    """The card, sealed by Bob before the change; Ann works on."""
    here.sealed_by(BOB)
    here.project.repository.git("branch", "--force", "before")
    here.is_(ANN)
    return here


# Setting seals


def test_a_card_is_sealed_with_its_requirements_at_a_terminal(here: Workplace) -> None:
    here.is_(BOB)
    done = at_a_terminal(here.project, "seal", CARD, "--reason", "tried it")
    assert "sealed TODO-ADD with 001-list/FR-001, by Bob <bob@example.org>" in str(done)
    line = json.loads(here.text(LOG))
    assert list(line["requirements"]) == ["001-list/FR-001"]
    assert (line["path"], line["reason"]) == (CARD, "tried it")
    assert here.states() == WHOLE


def test_sealing_the_same_again_adds_nothing_but_another_reviewer_may(here: Workplace) -> None:
    assert "next: commit" in here.seal().out
    again = here.seal()
    assert (again.code, again.out) == (0, "1 name: all sealed by you already\n")
    here.is_(BOB)
    assert "by Bob" in here.seal().out
    assert len(here.text(LOG).splitlines()) == 2


@pytest.mark.parametrize(("variables", "told"), [({"CI": "true"}, "in CI"), ({"CI": ""}, "without a terminal")])
def test_nothing_is_sealed_or_lifted_without_a_person(here: Workplace, variables: dict[str, str], told: str) -> None:
    for command in (("seal",), ("seal", "lift")):
        done = here.project.harness(*command, "TODO-ADD", "--reason", "x", **variables)
        assert (done.code, told in done.err) == (2, True), done
    assert not (here.folder / LOG).exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("TODO-ADD", "--reason", " "), "a seal needs a reason"),
        (("TODO-ADD", "--reason", "\u3164\u200b"), "a seal needs a reason"),
        (("TODO-ADE", "--reason", "x"), "did you mean 'TODO-ADD'"),
        (("TODO-ADD",), "Missing option '--reason'"),
        (("set", "--reason", "x"), "Missing argument"),
        (("lift", "TODO-ADD", "--reason", "x"), "'TODO-ADD' is no sealed card"),
        (("check", "TODO-ADD"), "'TODO-ADD' is no sealed card"),
    ],
)
def test_a_seal_needs_a_reason_and_a_card(here: Workplace, arguments: tuple[str, ...], told: str) -> None:
    done = here.harness("seal", *arguments)
    assert (done.code, told in done.err) == (2, True), done
    assert not (here.folder / LOG).exists()


def test_somebody_without_an_address_cannot_seal(here: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(here.folder))
    here.project.repository.git("config", "--unset", "user.email")
    done = here.seal()
    assert (done.code, "git does not know who you are" in done.err) == (2, True), done


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("FR-001", "FR-999", "requirement 'FR-999' is not known"),
        ("[FR-001]", "[]", "testcards/add.md"),
        ("added milk", "<what the user sees>", "is still to be filled in"),
    ],
)
def test_a_card_that_proves_nothing_is_not_sealed(here: Workplace, before: str, after: str, told: str) -> None:
    here.edit(CARD, before, after)
    done = here.seal()
    assert (done.code, told in done.err) == (2, True), done
    assert not (here.folder / LOG).exists()


def test_a_card_whose_requirement_is_ambiguous_is_not_sealed(here: Workplace) -> None:
    here.write("specs/002-more/spec.md", here.text(SPECIFICATION))
    done = here.seal()
    assert done.code == 2, done
    assert "001-list/FR-001" in done.err
    assert "002-more/FR-001" in done.err
    assert not (here.folder / LOG).exists()


# What breaks them


def test_editing_the_card_breaks_its_seal(reviewed: Workplace) -> None:
    reviewed.edit_card()
    assert reviewed.states() == {"TODO-ADD": "card edited", "code": 1}
    shown = reviewed.harness("seal", "check")
    assert "testcards/add.md: TODO-ADD: card edited: edited since it was sealed by Bob <bob@example.org> on 2" in (
        shown.out
    )
    assert shown.out.endswith("1 seal: 0 whole, 1 broken\n")


def test_editing_only_the_requirement_breaks_it(reviewed: Workplace) -> None:
    reviewed.edit(SPECIFICATION, "add an entry", "add or lose an entry")
    assert reviewed.states("TODO-ADD") == {"TODO-ADD": "requirement changed", "code": 1}
    assert "requirement 001-list/FR-001 changed since it was sealed by Bob" in reviewed.why()


def test_a_requirement_that_becomes_ambiguous_breaks_it(reviewed: Workplace) -> None:
    reviewed.write("specs/002-more/spec.md", reviewed.text(SPECIFICATION))
    assert reviewed.states()["TODO-ADD"] == "requirement changed"
    assert "requirement FR-001 names several" in reviewed.why()


def test_layout_and_place_of_a_card_do_not_break_it(reviewed: Workplace) -> None:
    text = reviewed.text(CARD)
    (reviewed.folder / CARD).unlink()
    reviewed.write("testcards/below/other.md", text.replace("\n", "\r\n"))
    assert reviewed.states() == WHOLE


def test_a_card_that_is_gone_is_missed_until_its_seal_is_lifted(reviewed: Workplace) -> None:
    (reviewed.folder / CARD).unlink()
    reviewed.write("testcards/other.md", card("TODO-OTHER"))
    assert reviewed.states() == {"TODO-ADD": "card gone", "code": 1}
    assert "SEAL103" in reviewed.harness("lint").out
    assert reviewed.harness("seal", "lift", CARD, "--reason", "not needed any more").code == 0
    assert reviewed.states() == {"code": 0}
    assert reviewed.harness("seal", "check").out == "no card is sealed\n"
    assert json.loads(reviewed.text(LOG).splitlines()[-1])["lifted"] is True


def test_a_second_card_of_its_id_breaks_it(reviewed: Workplace) -> None:
    reviewed.write("testcards/twin.md", card("TODO-ADD", title="Another"))
    assert reviewed.states() == {"TODO-ADD": "card edited", "code": 1}
    assert "its id stands in testcards/add.md and testcards/twin.md now" in reviewed.why()


def test_a_renamed_card_does_not_shed_its_seal(reviewed: Workplace) -> None:
    reviewed.edit(CARD, "TODO-ADD", "TODO-NEW")
    assert reviewed.states() == {"TODO-ADD": "card gone", "code": 1}
    assert f"{CARD} is the card TODO-NEW now" in reviewed.why()


def test_lint_tells_of_a_broken_seal_as_a_warning(reviewed: Workplace) -> None:
    reviewed.edit_card()
    done = reviewed.harness("lint")
    assert done.code == 0, done
    assert "testcards/add.md:1: warning SEAL102: TODO-ADD: edited since it was sealed by Bob" in done.out


# The log


@pytest.mark.parametrize("spoil", ["delete", "empty", "drop", "edit"])
def test_a_log_that_lost_what_the_last_commit_has_is_told(reviewed: Workplace, spoil: str) -> None:
    log = reviewed.folder / LOG
    line = json.loads(log.read_text())
    if spoil == "delete":
        log.unlink()
    else:
        line["sha256"] = "0" * 64
        log.write_text({"empty": "", "drop": "\n", "edit": json.dumps(line) + "\n"}[spoil].strip("\n"))
    assert reviewed.states() == {"TODO-ADD": "log broken", "code": 1}
    assert "the log of seals lacks a line on TODO-ADD that the last commit has" in reviewed.why()
    refused = reviewed.seal()
    assert (refused.code, "git checkout HEAD" in refused.err) == (2, True), refused


def test_a_line_that_is_none_breaks_every_seal(reviewed: Workplace) -> None:
    with (reviewed.folder / LOG).open("a") as log:
        log.write("<<<<<<< HEAD\n")
    assert reviewed.states() == {"TODO-ADD": "log broken", "code": 1}
    assert reviewed.states(*SINCE)["code"] == 1
    assert reviewed.seal().code == 2
    assert "testcards/seals.jsonl:2: error SEAL101" in reviewed.harness("lint").out


def test_a_log_that_is_a_link_is_none(reviewed: Workplace) -> None:
    (reviewed.folder / LOG).rename(reviewed.folder / "elsewhere")
    (reviewed.folder / LOG).symlink_to("../elsewhere")
    assert reviewed.states() == {"TODO-ADD": "log broken", "code": 1}


def test_a_line_pasted_in_another_s_name_is_not_believed(reviewed: Workplace) -> None:
    """Ann edits the card, seals it by the rules, and writes Bob's name over hers."""
    reviewed.edit_card()
    assert reviewed.seal().code == 0
    reviewed.edit(LOG, "Ann <ann@example.org>", "Bob <bob@example.org>")
    assert reviewed.states() == {"TODO-ADD": "log broken", "code": 1}
    assert "that is not committed, and who works here is ann@example.org" in reviewed.why()


def test_an_old_line_put_at_the_end_does_not_bring_its_text_back(reviewed: Workplace) -> None:
    old, text = reviewed.text(LOG), reviewed.text(CARD)
    reviewed.edit_card()
    reviewed.sealed_by(BOB)
    reviewed.write(CARD, text)
    reviewed.write(LOG, reviewed.text(LOG) + old)
    assert reviewed.states() == {"TODO-ADD": "log broken", "code": 1}


@pytest.mark.parametrize(
    "variables",
    [
        {"GIT_AUTHOR_EMAIL": "bob@example.org", "GIT_COMMITTER_EMAIL": "bob@example.org"},
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.email", "GIT_CONFIG_VALUE_0": "bob@example.org"},
        {"GIT_CONFIG_GLOBAL": "bob.cfg", "EMAIL": "bob@example.org"},
    ],
)
def test_the_environment_makes_nobody_somebody_else(
    reviewed: Workplace, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed.write("bob.cfg", "[user]\n\temail = bob@example.org\n")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    reviewed.edit_card()
    assert "by Ann <ann@example.org>" in reviewed.seal().out


# Since a revision


def test_what_a_reviewer_sealed_holds(reviewed: Workplace) -> None:
    reviewed.edit_card()
    reviewed.commit("less")
    assert reviewed.states(*SINCE) == {"TODO-ADD": "card edited", "code": 1}
    reviewed.sealed_by(BOB)
    assert reviewed.states(*SINCE) == WHOLE


def test_whoever_edited_a_card_cannot_seal_it(reviewed: Workplace) -> None:
    reviewed.edit_card()
    reviewed.sealed_by(ANN)
    assert reviewed.states() == WHOLE
    assert reviewed.states(*SINCE) == {"TODO-ADD": "not reviewed", "code": 1}
    assert reviewed.why(*SINCE) == "Ann <ann@example.org> edited it and sealed it"


def test_the_same_before_it_is_committed(reviewed: Workplace) -> None:
    reviewed.edit_card()
    reviewed.seal()
    assert reviewed.states(*SINCE)["TODO-ADD"] == "not reviewed"


def test_whoever_edited_a_requirement_cannot_seal_its_card(reviewed: Workplace) -> None:
    reviewed.edit(SPECIFICATION, "add an entry", "add or lose an entry")
    reviewed.sealed_by(ANN)
    assert reviewed.states(*SINCE)["TODO-ADD"] == "not reviewed"
    reviewed.sealed_by(BOB)
    assert reviewed.states(*SINCE) == WHOLE


def test_another_requirement_of_the_same_document_is_nobody_s_edit(reviewed: Workplace) -> None:
    reviewed.edit(SPECIFICATION, "show the list", "show the whole list")
    reviewed.commit("another requirement")
    reviewed.edit_card()
    reviewed.is_(BOB)
    reviewed.commit("Bob edits the card")
    reviewed.sealed_by(ANN)
    assert reviewed.states(*SINCE) == WHOLE


def test_a_new_card_is_not_sealed_by_its_author(here: Workplace) -> None:
    here.write("testcards/more.md", card("TODO-MORE"))
    here.commit("a card")
    here.seal(card="TODO-MORE")
    here.commit("seal")
    assert here.states(*SINCE) == {"TODO-MORE": "not reviewed", "code": 1}


def test_a_seal_that_another_committed_is_not_believed(reviewed: Workplace) -> None:
    """Ann has Bob's name in her configuration while she seals, and commits as herself."""
    reviewed.edit_card()
    reviewed.commit("less")
    reviewed.is_(BOB)
    reviewed.seal()
    reviewed.is_(ANN)
    reviewed.commit("more")
    assert reviewed.states(*SINCE) == {"TODO-ADD": "not reviewed", "code": 1}
    assert reviewed.why(*SINCE).endswith("and ann@example.org logged that")


def test_an_author_s_name_borrowed_for_the_commit_is_seen_by_its_committer(reviewed: Workplace) -> None:
    reviewed.edit_card()
    reviewed.commit("less")
    reviewed.is_(BOB)
    reviewed.seal()
    reviewed.is_(ANN)
    reviewed.commit("seal", GIT_AUTHOR_NAME="Bob", GIT_AUTHOR_EMAIL="bob@example.org")
    assert reviewed.why(*SINCE) == "ann@example.org edited it and committed that Bob <bob@example.org> sealed it"


@pytest.mark.parametrize("name", ["Ann\x02bob@example.org", "A\x01\x02B"])
def test_no_name_can_pass_for_another_s_address(reviewed: Workplace, name: str) -> None:
    reviewed.edit_card()
    reviewed.is_((name, "ann@example.org"))
    reviewed.write("testcards/\x01odd\nname.md.txt", "a file that sorts before the card")
    reviewed.commit("less")
    reviewed.seal()
    reviewed.commit("seal")
    assert reviewed.states(*SINCE) == {"TODO-ADD": "not reviewed", "code": 1}
    assert reviewed.why(*SINCE).endswith("edited it and sealed it")


def test_a_committed_log_may_not_go_backwards(reviewed: Workplace) -> None:
    (reviewed.folder / LOG).unlink()
    reviewed.edit_card()
    reviewed.commit("clean up")
    assert reviewed.states() == {"code": 0}
    assert reviewed.states(*SINCE) == {"TODO-ADD": "log broken", "code": 1}


def test_an_old_line_committed_once_more_is_not_believed(reviewed: Workplace) -> None:
    old, text = reviewed.text(LOG), reviewed.text(CARD)
    reviewed.edit_card()
    reviewed.sealed_by(BOB)
    reviewed.project.repository.git("branch", "--force", "before")
    reviewed.is_(ANN)
    reviewed.write(CARD, text)
    reviewed.write(LOG, reviewed.text(LOG) + old)
    reviewed.commit("back")
    assert reviewed.states(*SINCE) == {"TODO-ADD": "log broken", "code": 1}


def test_a_seal_lifted_by_whoever_edits_the_card_is_told(reviewed: Workplace) -> None:
    reviewed.harness("seal", "lift", "TODO-ADD", "--reason", "in the way")
    reviewed.edit_card()
    reviewed.commit("less")
    assert reviewed.states(*SINCE) == {"TODO-ADD": "not reviewed", "code": 1}
    assert reviewed.why(*SINCE) == "Ann <ann@example.org> edited it and lifted it"


def test_a_seal_lifted_by_another_is_told_as_such(reviewed: Workplace) -> None:
    reviewed.is_(BOB)
    reviewed.harness("seal", "lift", "TODO-ADD", "--reason", "not needed")
    reviewed.commit("lift")
    assert reviewed.states(*SINCE) == {"TODO-ADD": "lifted", "code": 0}


def test_a_lift_pasted_in_another_s_name_is_not_believed(reviewed: Workplace) -> None:
    reviewed.harness("seal", "lift", "TODO-ADD", "--reason", "in the way")
    reviewed.edit(LOG, "Ann <ann@example.org>", "Bob <bob@example.org>")
    assert reviewed.states() == {"TODO-ADD": "log broken", "code": 1}


def test_only_reviewers_that_were_named_before_the_change_may_seal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Workplace.create(tmp_path, monkeypatch, '[seal]\nreviewers = ["Bob@Example.org"]\n')
    here.edit("harness.toml", '["Bob@Example.org"]', '["ann@example.org"]')
    here.edit_card()
    here.sealed_by(ANN)
    assert "who is none of the reviewers" in here.why(*SINCE)
    here.edit(CARD, "Keep a list", "Keep one")
    here.sealed_by(BOB)
    assert here.states(*SINCE) == WHOLE


def test_what_others_sealed_meanwhile_is_not_asked_about_again(reviewed: Workplace) -> None:
    """The branch to compare with went on, and its seals were merged into this one."""
    git = reviewed.project.repository.git
    git("checkout", "--quiet", "-b", "work")
    reviewed.write("notes.md", "a note")
    reviewed.commit("work")
    git("checkout", "--quiet", "before")
    reviewed.edit_card()
    reviewed.commit("less, on the other branch")
    reviewed.sealed_by(BOB)
    git("checkout", "--quiet", "work")
    assert reviewed.states(*SINCE) == WHOLE
    git("merge", "--quiet", "--no-edit", "before")
    assert reviewed.states(*SINCE) == WHOLE


def test_lines_of_both_sides_are_kept_in_a_merge(reviewed: Workplace) -> None:
    git = reviewed.project.repository.git
    for branch, id in (("left", "TODO-LEFT"), ("right", "TODO-RIGHT")):
        git("checkout", "--quiet", "-b", branch, "before")
        reviewed.write(f"testcards/{branch}.md", card(id))
        reviewed.is_(ANN)
        reviewed.commit(branch)
        reviewed.is_(BOB)
        reviewed.seal(card=id)
        reviewed.commit("seal")
    ours = reviewed.text(LOG)
    git("merge", "--no-commit", "left", check=False)
    theirs = git("show", "left:testcards/seals.jsonl")
    reviewed.write(LOG, theirs + "\n" + ours.splitlines()[-1] + "\n")
    reviewed.is_(ANN)
    reviewed.commit("merge")
    assert reviewed.states(*SINCE) == {**WHOLE, "TODO-LEFT": "whole", "TODO-RIGHT": "whole"}


@pytest.mark.parametrize("revision", ["nowhere", "--all", "before:specs"])
def test_a_revision_that_cannot_be_read_leaves_the_question_open(reviewed: Workplace, revision: str) -> None:
    done = reviewed.harness("seal", "check", f"--since={revision}")
    assert (done.code, f"there is no revision `{revision}` here" in done.err) == (4, True), done


def test_a_shallow_clone_leaves_the_question_open(reviewed: Workplace, tmp_path: Path) -> None:
    reviewed.edit_card()
    reviewed.commit("less")
    reviewed.sealed_by(ANN)
    clone = tmp_path / "shallow"
    source = reviewed.folder.as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth=1", source, str(clone)], check=True, capture_output=True)
    done = reviewed.project.harness("seal", "check", "--since", "HEAD", folder=clone)
    assert (done.code, "lacks older commits" in done.err) == (4, True), done


def test_without_a_history_in_common_the_question_is_open(reviewed: Workplace) -> None:
    git = reviewed.project.repository.git
    git("checkout", "--quiet", "--orphan", "apart")
    reviewed.commit("apart")
    done = reviewed.harness("seal", "check", *SINCE)
    assert (done.code, "no commit in common" in done.err) == (4, True), done


def test_a_configuration_that_cannot_be_read_there_leaves_it_open(reviewed: Workplace) -> None:
    sound = reviewed.text("harness.toml")
    reviewed.write("harness.toml", "[seal]\nreviewers = 3\n")
    reviewed.commit("broken")
    reviewed.project.repository.git("branch", "--force", "before")
    reviewed.write("harness.toml", sound)
    done = reviewed.harness("seal", "check", *SINCE)
    assert (done.code, "who may seal is not known" in done.err) == (4, True), done


def test_without_git_seals_hold_and_since_cannot_be_answered(reviewed: Workplace, tmp_path: Path) -> None:
    (reviewed.folder / ".git").rename(tmp_path / "history")
    assert reviewed.states() == WHOLE
    reviewed.edit_card()
    assert reviewed.states() == {"TODO-ADD": "card edited", "code": 1}
    assert reviewed.harness("seal", "check", *SINCE).code == 4


def test_before_the_first_commit_only_who_works_here_can_have_sealed(reviewed: Workplace, tmp_path: Path) -> None:
    (reviewed.folder / ".git").rename(tmp_path / "history")
    subprocess.run(["git", "init", "--quiet", "."], cwd=reviewed.folder, check=True)
    reviewed.is_(ANN)
    assert reviewed.states() == {"TODO-ADD": "log broken", "code": 1}
    reviewed.is_(BOB)
    assert reviewed.states() == WHOLE


def test_a_document_that_cannot_be_read_is_told(reviewed: Workplace) -> None:
    reviewed.write(CARD, "---\nid: TODO-ADD\nfoo: bar\n---\n# x\n")
    assert reviewed.harness("seal", "check").code == 2


# The effect on runs


@pytest.mark.requires_cell
def test_a_card_whose_seal_is_broken_cannot_pass_but_can_fail(reviewed: Workplace) -> None:
    project = reviewed.project
    passed = project.harness("run-cards", "--report", "json")
    assert (passed.code, passed.report["cards"][0]["state"]) == (0, "pass"), passed
    reviewed.edit(CARD, "Keep a list", "Keep a list of things")
    reviewed.write("testcards/other.md", card("TODO-OTHER"))
    done = project.harness("run-cards", "--report", "json")
    found = {one["id"]: one for one in done.report["cards"]}
    assert done.code == 4, done
    assert (found["TODO-ADD"]["state"], found["TODO-ADD"]["cause"]) == ("inconclusive", "card")
    assert found["TODO-ADD"]["reason"].startswith("seal-whole: edited since it was sealed by Bob <bob@example.org> on ")
    assert "harness seal CARD" in found["TODO-ADD"]["hint"]
    assert found["TODO-OTHER"]["state"] == "pass"
    assert "everything agrees" in project.harness("verify-run").out
    reviewed.edit(CARD, "added milk", "added butter")
    failed = project.harness("run-cards", "TODO-ADD")
    assert failed.code == 1, failed


@pytest.mark.requires_cell
def test_nor_does_it_pass_under_another_name_or_without_the_log(reviewed: Workplace) -> None:
    (reviewed.folder / LOG).unlink()
    unsealed = reviewed.project.harness("run-cards", "--report", "json")
    assert unsealed.code == 4
    assert "lacks a line on TODO-ADD that the last commit has" in unsealed.report["cards"][0]["reason"]
    reviewed.project.repository.git("checkout", "--quiet", "HEAD", "--", LOG)
    reviewed.edit(CARD, "TODO-ADD", "TODO-NEW")
    renamed = reviewed.project.harness("run-cards", "--report", "json")
    assert renamed.code == 4
    assert "TODO-ADD was sealed by Bob" in renamed.report["cards"][0]["reason"]
    (reviewed.folder / CARD).rename(reviewed.folder / "testcards/moved.md")
    moved = reviewed.project.harness("run-cards", "--report", "json")
    assert "TODO-ADD was sealed by Bob <bob@example.org> on " in moved.err
    assert "and no card has that id now" in moved.err


@pytest.mark.requires_cell
def test_where_git_cannot_be_run_lint_says_that_nobody_can_tell(reviewed: Workplace, tmp_path: Path) -> None:
    done = reviewed.project.harness("lint", within=replaced(tmp_path, "git"))
    assert done.code == 0
    assert f"{LOG}:1: warning SEAL101: whether it is as it was sealed cannot be told: git cannot be run" in done.out


@pytest.mark.requires_cell
def test_where_git_cannot_be_run_no_card_passes(reviewed: Workplace, tmp_path: Path) -> None:
    done = reviewed.project.harness("run-cards", "--isolation", "export", within=replaced(tmp_path, "git"))
    assert done.code == 4
    assert "git cannot be run" in done.out + done.err
