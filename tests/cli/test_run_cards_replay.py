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
from tests.support.projects import SCRIPT, CardProject, Done, card
from tests.support.standin import Reply, Request, standin, tool_use

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


READ = """1. Add an entry called "tea".
   - The product says that "tea" was added.
"""
TEXT = card("TODO-READ", READ, kept="tea")
LINE = next(line for line, text in read_card(TEXT, "testcards/read.md").natural_lines() if "was added" in text)


def person(request: Request) -> Reply:
    """Carries the card out as a person would."""
    claim = {"line": LINE, "outcome": "holds", "quote": "added tea"}
    turns = [
        [tool_use("start_step", step="1"), tool_use("shell", command="todo add tea")],
        [tool_use("start_step", step="bad 1"), tool_use("shell", command="todo fly")],
        [tool_use("conclude", expectations=[claim])],
    ]
    return turns[min(request.turn, 2)]


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CardProject:
    lonely(monkeypatch, tmp_path)
    return CardProject.create(tmp_path, {"read.md": TEXT})


def keep(project: CardProject) -> Done:
    with standin(person) as server:
        return project.harness("run-cards", "--keep-replay", "--report", "json", **server.environment)


def test_a_blind_pass_is_paid_for_once(reading: CardProject) -> None:
    first = keep(reading)
    assert first.code == 0, first.report["cards"][0]["reason"]
    assert first.report["cards"][0]["evaluator"] == "blind"
    assert "the pass of TODO-READ is kept in .harness/replays/TODO-READ.json" in first.err
    again = reading.harness("run-cards", "--report", "json")
    assert again.code == 0, again.report["cards"][0]["reason"]
    (one,) = again.report["cards"]
    assert (one["evaluator"], one["attempts"][0]["evaluator"]) == ("replay", "replay")
    assert one["attempts"][0]["steps"][0]["expectations"][0]["quote"] == "added tea"
    assert again.report["totals"]["tokens"] == 0
    assert reading.harness("verify-run").code == 0


def test_where_a_replay_misses_auto_goes_back_to_the_model(reading: CardProject) -> None:
    keep(reading)
    reading.write("bin/todo", SCRIPT.replace('echo "added $2"', 'echo "You have added: $2"'))
    (reading.folder / "bin/todo").chmod(0o755)

    def reader(request: Request) -> Reply:
        reply = person(request)
        if request.turn < 2:
            return reply
        claim = {"line": LINE, "outcome": "holds", "quote": "You have added: tea"}
        return [tool_use("conclude", expectations=[claim])]

    with standin(reader) as server:
        done = reading.harness("run-cards", "--report", "json", **server.environment)
    (one,) = done.report["cards"]
    assert done.code == 0, one["reason"]
    assert [(a["evaluator"], a["verdict"], a["superseded"]) for a in one["attempts"]] == [
        ("replay", "inconclusive", True),
        ("blind", "pass", False),
    ]
    assert (one["evaluator"], one["state"]) == ("blind", "pass")
    assert reading.harness("verify-run").code == 0


def test_where_a_replay_misses_and_there_is_no_model_the_question_stays_open(reading: CardProject) -> None:
    keep(reading)
    reading.write("bin/todo", SCRIPT.replace('echo "added $2"', "true"))
    (reading.folder / "bin/todo").chmod(0o755)
    done = reading.harness("run-cards", "--report", "json")
    (one,) = done.report["cards"]
    assert (done.code, one["state"], one["cause"]) == (4, "inconclusive", "evaluator")
    assert [a["superseded"] for a in one["attempts"]] == [False]


def test_a_pass_that_rests_on_an_opinion_is_not_kept_and_says_why(reading: CardProject) -> None:
    reading.write("testcards/read.md", TEXT.replace('says that "tea" was added', "answers in a friendly tone"))

    def reader(request: Request) -> Reply:
        if request.tools == ["opinion"]:
            return [tool_use("opinion", outcome="holds", reason="it is short")]
        if request.turn < 2:
            return person(request)
        return [tool_use("conclude", expectations=[{"line": LINE, "outcome": "holds", "opinion": "short and kind"}])]

    with standin(reader) as server:
        done = reading.harness("run-cards", "--keep-replay", "--report", "json", **server.environment)
    assert done.code == 0, done.report["cards"][0]["reason"]
    assert "the pass of TODO-READ is not kept" in done.err
    assert "rests on an opinion" in done.err
