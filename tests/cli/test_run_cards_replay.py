"""``harness run-cards --evaluator replay`` as a user runs it: what a blind pass did is done again, without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters.replays import store_replay
from harness.domain.actions import RunCommand
from harness.domain.cards import Card
from harness.domain.replays import KeptReplay, KeptStep
from harness.phrasebook.book import fingerprint
from harness.readers import read_card
from tests.support.conversations import lonely
from tests.support.projects import CardProject, card

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CardProject:
    lonely(monkeypatch, tmp_path)
    return CardProject.create(tmp_path, {"add.md": card("TODO-ADD"), "two.md": card("TODO-TWO")})


def kept(of: Card) -> KeptReplay:
    steps = []
    for step in of.steps:
        assert isinstance(step.action, RunCommand)
        steps.append(KeptStep(section=step.section, number=step.number, actions=(step.action,)))
    facts = {"card": of.id, "card_sha256": of.sha256, "phrasebook_sha256": fingerprint(), "run": "r", "model": "m"}
    return KeptReplay.model_validate({**facts, "steps": steps})


def test_a_kept_pass_is_done_again_and_a_card_without_one_stays_open(project: CardProject) -> None:
    read = read_card((project.folder / "testcards/add.md").read_text(), "testcards/add.md")
    store_replay(project.folder, read, kept(read))
    done = project.harness("run-cards", "--evaluator", "replay", "--report", "json")
    first, second = done.report["cards"]
    assert (first["evaluator"], first["state"]) == ("replay", "pass"), first
    assert (second["state"], second["cause"]) == ("inconclusive", "evaluator")
    assert second["reason"].startswith("there is nothing to do again: no blind pass of this card was kept")
    assert done.report["model"] is None
    assert done.code == 4


def test_of_a_card_that_has_changed_nothing_is_done_again(project: CardProject) -> None:
    read = read_card((project.folder / "testcards/add.md").read_text(), "testcards/add.md")
    store_replay(project.folder, read, kept(read))
    project.write("testcards/add.md", card("TODO-ADD", title="Another title"))
    done = project.harness("run-cards", "TODO-ADD", "--evaluator", "replay", "--report", "json")
    assert "the card has changed since its blind pass was kept" in done.report["cards"][0]["reason"]
    assert done.report["isolation"]["reached"] is None
