"""No evaluator, no product and no card gets a pass that the recording does not show: each script has the outcome it must have.

All scenarios of a surface are cards of one run: the real SDK talks to a stand-in, in real cells, on a real product.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.adapters.records import RunReader
from harness.evaluation.verification import verify
from tests.attacks.scripts import BROWSER, CANARY, HISTORY, PRODUCT, TERMINAL, Scenario, script
from tests.support.conversations import lonely
from tests.support.projects import CardProject
from tests.support.standin import KEY, Standin, standin

pytestmark = [pytest.mark.long, pytest.mark.requires_git, pytest.mark.requires_cell]

CONFIGURATION = f"""[product.commands]
todo = "{{tree}}/bin/todo"
[product.services.web]
run = "{{tree}}/bin/todo serve"
ready = "http://127.0.0.1:8000/health"
[cards]
limits = {{ seconds = 120, turns = 14 }}
canaries = ["{CANARY}", "{HISTORY}"]
"""


@dataclass(frozen=True)
class Outcome:
    """What came of all scenarios of one run."""

    cards: dict[str, Any]
    folder: Path
    server: Standin

    def files(self, id: str) -> Iterator[tuple[str, str]]:
        """What was recorded of one attempt, but for the frame, which holds the canaries themselves."""
        for path in sorted((self.folder / "cards" / id / "1").rglob("*")):
            if path.is_file() and path.name != "frame.json" and path.suffix not in (".png", ".zip"):
                yield path.name, path.read_text(errors="replace")


def outcome_of(folder: Path, scenarios: Sequence[Scenario], monkeypatch: pytest.MonkeyPatch) -> Outcome:
    lonely(monkeypatch, folder)
    texts = {f"{one.id.lower()}.md": one.text for one in scenarios}
    project = CardProject.create(folder, texts, script=PRODUCT, configuration=CONFIGURATION)
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    command = ["git", *identity, "commit", "-q", "--allow-empty", "-m", f"A product. {HISTORY}"]
    subprocess.run(command, cwd=project.folder, check=True)
    with standin(script(scenarios), strict=False) as server:
        done = project.harness("run-cards", "--evaluator", "blind", "--report", "json", **server.environment)
    assert done.out, done.err
    (run,) = project.runs()
    return Outcome({card["id"]: card for card in done.report["cards"]}, run, server)


@pytest.fixture(scope="module")
def monkeymodule() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory, monkeymodule: pytest.MonkeyPatch) -> Outcome:
    return outcome_of(tmp_path_factory.mktemp("terminal"), TERMINAL, monkeymodule)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, monkeymodule: pytest.MonkeyPatch) -> Outcome:
    return outcome_of(tmp_path_factory.mktemp("browser"), BROWSER, monkeymodule)


def check(outcome: Outcome, scenario: Scenario) -> None:
    card = outcome.cards[scenario.id]
    told = json.dumps(card)
    assert (card["state"], card["cause"]) == (scenario.verdict, scenario.cause), card["reason"]
    assert scenario.says in told, card["reason"]
    for name, written in outcome.files(scenario.id):
        assert KEY not in written, name
        assert HISTORY not in written, name
        if scenario.id != "CANARY":
            assert CANARY not in written, name


@pytest.mark.parametrize("scenario", TERMINAL, ids=lambda one: one.id)
def test_an_evaluator_in_the_terminal_gets_what_it_deserves(terminal: Outcome, scenario: Scenario) -> None:
    check(terminal, scenario)


@pytest.mark.requires_chromium
@pytest.mark.parametrize("scenario", BROWSER, ids=lambda one: one.id)
def test_an_evaluator_in_the_browser_gets_what_it_deserves(browser: Outcome, scenario: Scenario) -> None:
    check(browser, scenario)


def check_record(outcome: Outcome) -> None:
    verified = verify(RunReader(outcome.folder))
    assert [str(one) for one in verified.differences] == []
    assert verified.doubts == ()


def test_the_record_of_the_terminal_bears_every_verdict_out(terminal: Outcome) -> None:
    check_record(terminal)


@pytest.mark.requires_chromium
def test_the_record_of_the_browser_bears_every_verdict_out(browser: Outcome) -> None:
    check_record(browser)


def test_a_flood_is_kept_from_the_model(terminal: Outcome) -> None:
    assert max(len(request.everything) for request in terminal.server.requests) < 400_000


def test_there_are_enough_ways_to_cheat() -> None:
    assert len(TERMINAL) + len(BROWSER) >= 40
