"""A run whose evaluator asks a model: what it is told, what is counted, and where it stops; real cells, the real SDK."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.app.models import open_run_model
from harness.app.project import load_project
from harness.app.run_cards import Finished, Listener, RunOptions, run_cards
from harness.domain.conversation import Usage
from harness.domain.events import Event, ModelAnswered
from harness.domain.results import Attempt, Friction
from harness.domain.verdicts import Cause, ExitCode, Isolation, State
from harness.errors import EvaluatorError, UsageError
from tests.support import reader
from tests.support.conversations import lonely
from tests.support.projects import CONFIGURATION, CardProject, card
from tests.support.standin import KEY, OVERLOADED, Always, Request, Script, Standin, Turn, standin, text, tool_use

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

USED = {"input_tokens": 100, "output_tokens": 10, "cache_read_input_tokens": 40, "cache_creation_input_tokens": 50}
TWO_TURNS = [
    Turn([text("look")], stop="pause_turn", usage=USED),
    Turn([text("done")], usage=USED),
]
PRICED = """
[prices."claude-haiku-5-5"]
as_of = 2026-11-01
input = 1.0
output = 5.0
cache_read = 0.1
cache_write = 1.25
"""
TURN_DOLLARS = (100 + 5 * 10 + 0.1 * 40 + 1.25 * 50) / 1_000_000


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lonely(monkeypatch, tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    reader.install(monkeypatch)


def project(tmp_path: Path, configuration: str = "", *ids: str) -> CardProject:
    cards = {f"{id.lower()}.md": card(id) for id in ids or ("TODO-ADD",)}
    return CardProject.create(tmp_path, cards, configuration=CONFIGURATION + configuration)


def two_turns(request: Request) -> Turn:
    """A script that serves any number of cards at once."""
    return TWO_TURNS[min(request.turn, 1)]


class Hearing(Listener):
    def __init__(self) -> None:
        self.events: list[Event] = []

    def event(self, event: Event) -> None:
        self.events.append(event)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    with serving(two_turns, monkeypatch) as server:
        yield server


@contextmanager
def serving(script: Script, monkeypatch: pytest.MonkeyPatch, *, strict: bool = True) -> Iterator[Standin]:
    """A stand-in that this process's environment leads to."""
    with standin(script, strict=strict) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


def ran(where: CardProject, listener: Listener | None = None, **options: object) -> Finished:
    settings = RunOptions(evaluator=reader.READER, **options)  # type: ignore[arg-type]
    return run_cards(where.folder, settings, listener or Listener())


def only(finished: Finished) -> Attempt:
    ((attempt,),) = [result.attempts for result in finished.run.cards]
    return attempt


@pytest.mark.usefixtures("server")
def test_what_a_model_used_stands_at_the_attempt_and_in_the_totals(tmp_path: Path) -> None:
    listener = Hearing()
    finished = ran(project(tmp_path, PRICED, "TODO-ADD", "TODO-TWO"), listener)
    each = Usage(turns=2, input=200, output=20, cache_read=80, cache_write=100, dollars=2 * TURN_DOLLARS)
    assert [result.attempts[0].usage for result in finished.run.cards] == [each, each]
    assert finished.run.totals.usage == each + each
    assert finished.run.totals.tokens == 800
    assert finished.run.totals.dollars == pytest.approx(4 * TURN_DOLLARS)
    assert finished.run.model == "claude-haiku-5-5"
    assert sum(isinstance(event, ModelAnswered) for event in listener.events) == 4
    assert finished.exit_code is ExitCode.PASS


@pytest.mark.usefixtures("server")
def test_friction_and_the_hash_of_the_first_prompt_stand_at_the_attempt(tmp_path: Path) -> None:
    attempt = only(ran(project(tmp_path)))
    assert attempt.friction == (Friction(note="no help"),)
    assert attempt.prompt_sha256 == "evaluator"


@pytest.mark.usefixtures("server")
def test_an_evaluator_is_told_what_the_product_offers_and_a_mark_that_is_new_each_time(tmp_path: Path) -> None:
    configuration = (
        '[cards]\nlimits = { seconds = 200, turns = 7 }\nbrowser_toolset = false\ncanaries = ["a secret line of it"]\n'
    )
    finished = ran(project(tmp_path, configuration), repeat=2)
    first, second = reader.FRAMES
    assert first.offer.commands == ("todo",)
    assert (first.limits.turns, first.limits.seconds) == (7, 200)
    assert not first.browser_toolset
    assert first.canaries[0] == "a secret line of it"
    assert len(first.canaries) == 2
    assert first.canaries == second.canaries
    assert len(first.fence) >= 16
    assert first.fence != second.fence
    # The canary is among the product's files, and that is no change of them.
    assert all(check.seen == "" for attempt in finished.run.cards[0].attempts for check in attempt.checks)
    assert [attempt.written for attempt in finished.run.cards[0].attempts] == [(), ()]


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("level", [Isolation.SANDBOX, Isolation.EXPORT])
def test_a_canary_is_no_change_at_any_level(level: Isolation, tmp_path: Path) -> None:
    assert ran(project(tmp_path), isolation=level).exit_code is ExitCode.PASS


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        ("limits = { turns = 2 }", "the card's limit of 2 turns of the model is reached"),
        ("limits = { tokens = 300 }", "the card's limit of 300 tokens is reached"),
        ("limits = { dollars = 0.0003 }", "the card's limit of $0.0003 is reached"),
        ("run_limits = { turns = 1 }", "the run's limit of 1 turns of the model is reached"),
    ],
)
def test_a_limit_leaves_the_card_open_and_is_named(
    limits: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving([Always(TWO_TURNS[0])], monkeypatch):
        finished = ran(project(tmp_path, f"[cards]\n{limits}\n{PRICED}"))
    attempt = only(finished)
    assert (attempt.cause, attempt.reason.splitlines()[0]) == (Cause.EVALUATOR, what)
    assert attempt.usage.turns in (1, 2)
    assert finished.exit_code is ExitCode.UNDECIDED


def test_a_model_that_does_not_answer_ends_with_the_time_of_the_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving([Always(Turn([text("late")], delay=60))], monkeypatch):
        finished = ran(project(tmp_path, "[cards]\nlimits = { seconds = 3 }\n"))
    assert only(finished).reason.startswith("the card's limit of 3 s is reached")
    assert only(finished).cause is Cause.EVALUATOR
    assert only(finished).seconds < 40


def test_cards_that_the_time_of_the_run_has_no_room_for_stay_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving([Always(Turn([text("late")], delay=60))], monkeypatch):
        finished = ran(
            project(tmp_path, "[cards]\nworkers = 1\nrun_limits = { seconds = 3 }\n", "TODO-ADD", "TODO-TWO")
        )
    reasons = [result.attempts[0].reason for result in finished.run.cards]
    assert all(reason.startswith("the run's limit of 3 s is reached") for reason in reasons)
    assert "raise `run_limits`" in reasons[1]
    assert {result.cause for result in finished.run.cards} == {Cause.EVALUATOR}
    assert finished.run.cards[1].attempts[0].steps == ()


def test_a_storm_of_overload_leaves_a_card_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving([Always(OVERLOADED)], monkeypatch):
        finished = ran(project(tmp_path))
    assert finished.run.cards[0].state is State.INCONCLUSIVE
    assert "overloaded" in only(finished).reason


def test_an_interrupt_does_not_wait_for_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Impatient(Listener):
        def event(self, event: Event) -> None:
            if event.kind == "prompted":
                while not server.requests:
                    time.sleep(0.01)
                raise KeyboardInterrupt

    began = time.monotonic()
    with serving([Always(Turn([text("late")], delay=90))], monkeypatch) as server:
        finished = ran(project(tmp_path), Impatient())
    assert finished.run.interrupted
    assert time.monotonic() - began < 80


@pytest.mark.usefixtures("server")
def test_the_credential_is_nowhere_in_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # At the level export the processes of the host can be looked at, which is one of its known holes.
    look = '[ "$LEVEL" = export ] || cat /proc/[0-9]*/environ 2>/dev/null'
    script = f'#!/bin/sh\nenv\n{look}\necho "added $2"\n'
    for level in Isolation:
        room = tmp_path / level
        room.mkdir()
        configuration = f'{CONFIGURATION}[product.environment]\nLEVEL = "{level}"\n'
        where = CardProject.create(room, {"a.md": card("TODO-ADD")}, script=script, configuration=configuration)
        finished = ran(where, isolation=level)
        shown = b"".join(path.read_bytes() for path in finished.folder.rglob("*.stdout"))
        assert f"LEVEL={level}".encode() in shown
        stored = [path.read_bytes() for path in finished.folder.rglob("*") if path.is_file()]
        assert stored
        assert not any(KEY.encode() in data for data in stored), level


def test_the_credential_does_not_reach_the_setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = project(tmp_path, '[product]\nsetup = ["env > environment.txt"]\n')
    with serving(two_turns, monkeypatch):
        finished = ran(where)
    (stored,) = (tmp_path / "cache").rglob("environment.txt")
    assert KEY not in stored.read_text()
    assert finished.exit_code is ExitCode.PASS


def test_literal_cards_open_no_model_and_need_no_credential(tmp_path: Path) -> None:
    finished = run_cards(project(tmp_path).folder, RunOptions(evaluator="auto"), Listener())
    assert finished.exit_code is ExitCode.PASS
    assert finished.run.model is None
    assert finished.run.totals.usage == Usage()
    assert "model" not in {thread.name for thread in threading.enumerate()}


def test_auto_asks_the_model_for_cards_that_need_reading(tmp_path: Path, server: Standin) -> None:
    natural = card("TODO-READ", '1. Add some milk.\n   - It looks tidy.\n   - You see "milk".\n')
    where = CardProject.create(tmp_path, {"a.md": card("TODO-ADD"), "b.md": natural})
    finished = run_cards(where.folder, RunOptions(), Listener())
    assert [result.evaluator for result in finished.run.cards] == ["literal", reader.READER]
    assert {request.messages[0]["content"][0]["text"] for request in server.requests} == {"Card TODO-READ"}
    assert finished.run.model == "claude-haiku-5-5"


def test_without_a_credential_nothing_is_started(tmp_path: Path) -> None:
    where = project(tmp_path)
    with pytest.raises(EvaluatorError, match="no credential for the model"):
        ran(where)
    assert where.runs() == []
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("name", ["limits", "run_limits"])
def test_a_limit_in_dollars_needs_a_price(name: str, tmp_path: Path, server: Standin) -> None:
    where = project(tmp_path, f"[cards]\n{name} = {{ dollars = 0.25 }}\n")
    with pytest.raises(UsageError) as caught:
        ran(where)
    what = "harness.toml:4: the limit of $0.25 cannot be kept, because the model 'claude-haiku-5-5' has no price"
    assert caught.value.what == what
    assert '[prices."claude-haiku-5-5"]' in caught.value.hint
    assert where.runs() == []
    assert server.requests == []


def test_the_place_of_a_limit_is_found_in_pyproject_too(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.harness.cards.limits]\nturns = 3\ndollars = 0.25\n")
    assert str(load_project(tmp_path).place_of("cards", "limits", "dollars")) == "pyproject.toml:3"
    (tmp_path / "pyproject.toml").unlink()
    assert str(load_project(tmp_path).place_of("cards", "limits")) == "harness.toml:1"


def test_a_run_without_a_model_meters_nothing(tmp_path: Path) -> None:
    nothing = open_run_model(load_project(tmp_path), [])
    assert nothing.metered(load_project(tmp_path).configuration.cards.limits, lambda: 1.0) is None
    assert nothing.name is None
    nothing.close()


@pytest.mark.usefixtures("server")
def test_the_record_of_a_run_with_a_model_can_be_read_again(tmp_path: Path) -> None:
    finished = ran(project(tmp_path, PRICED))
    stored = json.loads((finished.folder / "run.json").read_text())
    assert stored["totals"]["usage"]["turns"] == 2
    assert stored["cards"][0]["attempts"][0]["friction"] == [{"note": "no help", "observation": None, "quote": ""}]


def test_a_tool_use_that_the_reader_does_not_answer_is_refused_by_the_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving([Turn([tool_use("shell")], stop="pause_turn")], monkeypatch, strict=False):
        finished = ran(project(tmp_path))
    assert "refuses the request (400)" in only(finished).reason
