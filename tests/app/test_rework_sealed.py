"""Attacks on the curtain: with ``visibility = "observations"`` nothing of a sealed card's text gets out by any way."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from harness.app.gate_bundle import write_bundle
from harness.domain.gate import Decision, Item, Reason, Visibility
from harness.domain.places import Place
from tests.support.recorded import TRANSFER, Answer
from tests.support.repositories import Repository
from tests.support.rework import BROKEN, SPECIFICATION, card_item, decision, failed_card, project, seal_line
from tests.support.sealing import BOB, CARD, Workplace

pytestmark = pytest.mark.requires_git
SECRET = (
    TRANSFER.replace("Move money between two accounts", "Nobody may read this title")
    .replace('You see "insufficient funds".', 'You see "the sealed words of a refusal".')
    .replace('You see "70.00".', 'You see "the sealed number 70.00".')
)
"""A card whose expectations the product never shows."""


def bundle_of(made: Decision, root: Path) -> str:
    """All that lies in the bundle, the names of its files included."""
    folder = write_bundle(made, root, root.parent / "out").parent
    return "\n".join(f"{path.relative_to(root.parent)}\n{path.read_text()}" for path in sorted(folder.rglob("*")))


def leaks(text: str, card: str = SECRET) -> list[str]:
    """The lines of a card that stand in a text, and its parts that name it, but for what was observed or is required."""
    lines = [line.strip().lstrip("-0123456789. ") for line in card.format(id="BANK-TRANSFER").splitlines()]
    words = [
        line for line in lines if len(line) > 3 and not line.startswith(("Run `", "surface:", "tier:", "verifies"))
    ]
    names = [
        "BANK-TRANSFER",
        "testcards/transfer.md",
        "transfer.md",
        "Nobody may read this title",
        "Steps",
        "Bad input",
    ]
    return [word for word in (*words, *names, "sealed words", "sealed number", "as before") if word in text]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose one card is sealed."""
    return project(tmp_path, SECRET, sealed=True)


def observations(root: Path, counted: dict[str, tuple[Item, ...]], own: tuple[Reason, ...] = ()) -> Decision:
    return decision(root, counted, visibility=Visibility.OBSERVATIONS, own=own)


def test_without_the_curtain_the_card_is_told_so_that_these_attacks_can_see_it(root: Path) -> None:
    run = failed_card(root, SECRET)
    text = bundle_of(decision(root, {"cards.failed": (card_item(run),)}), root)
    assert {"BANK-TRANSFER", "testcards/transfer.md", "sealed words", "sealed number"} <= set(leaks(text))


def test_of_a_sealed_card_only_what_was_observed_and_what_is_required_is_told(root: Path) -> None:
    run = failed_card(root, SECRET)
    text = bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)
    assert leaks(text) == []
    assert "bank show r-1" in text
    assert "30.00 sent, 7.00 left" in text
    assert "System MUST move money so that both balances change." in text
    assert '"sealed": true' in text


def test_a_command_that_fails_by_its_expectation_alone_tells_no_expectation(root: Path) -> None:
    answers = {**BROKEN, "bank balance alice": Answer(b"0.07\n")}
    run = failed_card(root, SECRET, answers)
    assert leaks(bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)) == []


@pytest.mark.parametrize(
    "item",
    [
        Item(key="card BANK-TRANSFER", what='line 16: expected "the sealed words of a refusal"'),
        Item(key="seal BANK-TRANSFER", what="BANK-TRANSFER: Nobody may read this title"),
        Item(key="requirement 001-bank/FR-003", what="card BANK-TRANSFER fails: sealed words"),
        Item(key="waiver W-1", what="W-1 covers card BANK-TRANSFER of testcards/transfer.md"),
        Item(key="card BANK-TRANSFER", what="sealed number", place=Place(path="testcards/transfer.md", line=16)),
        Item(key="record X", what="Nobody may read this title", place=Place(path="testcards/transfer.md", line=3)),
    ],
)
def test_what_the_decision_says_of_a_sealed_card_stays_behind(root: Path, item: Item) -> None:
    text = bundle_of(observations(root, {"trace.must_failing": (item,), "cards.failed": ()}), root)
    assert leaks(text) == []


def test_a_reason_that_names_the_card_does_not(root: Path) -> None:
    run = failed_card(root, SECRET)
    own = (Reason(what="BANK-TRANSFER (testcards/transfer.md): Nobody may read this title"),)
    assert leaks(bundle_of(observations(root, {"cards.failed": (card_item(run),)}, own), root)) == []


def test_a_judge_that_names_the_card_does_not(tmp_path: Path) -> None:
    root = project(tmp_path, SECRET, sealed=True, settings='[gate]\njudges = ["testcards/transfer.md"]\n')
    run = failed_card(root, SECRET)
    assert leaks(bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)) == []


def test_a_sealed_card_that_goes_by_another_name_now_stays_hidden(root: Path) -> None:
    path = root / "testcards/transfer.md"
    path.write_text(path.read_text().replace("BANK-TRANSFER", "BANK-RENAMED"))
    run = failed_card(root, SECRET.replace("{id}", "BANK-RENAMED"))
    item = Item(key="card BANK-RENAMED", what="sealed words", run=run.id)
    text = bundle_of(observations(root, {"cards.failed": (item,)}), root)
    assert leaks(text) == []
    assert "BANK-RENAMED" not in text


def test_a_sealed_card_that_is_gone_from_the_tree_stays_hidden(root: Path) -> None:
    run = failed_card(root, SECRET)
    (root / "testcards/transfer.md").unlink()
    assert leaks(bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)) == []


@pytest.mark.parametrize("log", ["this is no seal\n", seal_line() + "{\n"])
def test_while_the_log_of_seals_cannot_be_read_every_card_is_hidden(tmp_path: Path, log: str) -> None:
    root = project(tmp_path, SECRET)
    (root / "testcards/seals.jsonl").write_text(log)
    run = failed_card(root, SECRET)
    assert leaks(bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)) == []


def test_a_log_of_seals_that_is_a_link_hides_every_card(tmp_path: Path) -> None:
    root = project(tmp_path, SECRET)
    os.symlink("/etc/hostname", root / "testcards/seals.jsonl")
    run = failed_card(root, SECRET)
    assert leaks(bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)) == []


def test_a_sealed_card_whose_seal_was_taken_out_of_the_log_stays_hidden(root: Path) -> None:
    (root / "testcards/seals.jsonl").unlink()
    run = failed_card(root, SECRET)
    assert leaks(bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)) == []


def test_a_lift_that_nobody_committed_hides_the_card_as_before(root: Path) -> None:
    with (root / "testcards/seals.jsonl").open("a") as stream:
        stream.write(seal_line(lifted=True))
    run = failed_card(root, SECRET)
    assert leaks(bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)) == []


def test_a_card_whose_seal_was_lifted_is_told(root: Path) -> None:
    with (root / "testcards/seals.jsonl").open("a") as stream:
        stream.write(seal_line(lifted=True))
    Repository(root).commit("lift")
    run = failed_card(root, SECRET)
    assert "BANK-TRANSFER" in bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)


def test_a_card_that_never_had_a_seal_is_told(tmp_path: Path) -> None:
    root = project(tmp_path, SECRET)
    run = failed_card(root, SECRET)
    assert "BANK-TRANSFER" in bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)


def test_what_the_requirement_says_is_told_though_the_card_says_it_too(tmp_path: Path) -> None:
    required = "System MUST move money so that both balances change."
    assert required in SPECIFICATION
    root = project(tmp_path, SECRET.replace("It succeeds.", required), sealed=True)
    run = failed_card(root, SECRET)
    assert required in bundle_of(observations(root, {"cards.failed": (card_item(run),)}), root)


def test_while_the_repository_cannot_be_read_every_card_is_hidden(tmp_path: Path) -> None:
    root = project(tmp_path, SECRET)
    run = failed_card(root, SECRET)
    made = observations(root, {"cards.failed": (card_item(run),)})
    shutil.rmtree(root / ".git")
    (root / ".git").write_text("gitdir: nowhere\n")
    assert leaks(bundle_of(made, root)) == []


@pytest.mark.requires_cell
def test_nothing_of_a_card_that_a_reviewer_sealed_gets_out_when_a_user_verifies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    here = Workplace.create(tmp_path, monkeypatch, '[gate]\nvisibility = "observations"\n')
    here.write(".gitignore", ".harness/\n")
    here.edit(CARD, "# Keep a list", "# Nobody may read this title")
    here.commit("a title")
    here.sealed_by(BOB)
    here.edit("bin/todo", 'echo "added $2"', 'echo "butter"')
    done = here.harness("verify", "--since", "HEAD", "--bundle", ".harness/out")
    assert done.code == 3, done
    text = "\n".join(path.read_text() for path in sorted((here.folder / ".harness/out").iterdir()))
    assert "todo add milk" in text
    assert "butter" in text
    card = here.text(CARD)
    assert leaks(text.replace("TODO-ADD", "BANK-TRANSFER"), card.replace("{", "{{").replace("}", "}}")) == []
