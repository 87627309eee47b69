"""``harness run-cards`` where a model is needed, as a user runs it: what is said before, during and after."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.test_run_cards import NATURAL, on_a_terminal
from tests.support.conversations import lonely
from tests.support.projects import CONFIGURATION, CardProject, card
from tests.support.standin import KEY, Always, Fault, Turn, standin, text

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

USED = {"input_tokens": 1000, "output_tokens": 10, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0}
IDLE = [Always(Turn([text("All is well, I am sure.")], usage=USED))]
"""A model that never does anything."""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lonely(monkeypatch, tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> CardProject:
    """A literal card, and one that needs reading."""
    return CardProject.create(tmp_path, {"add.md": card("TODO-ADD"), "tidy.md": card("TODO-TIDY", NATURAL)})


@pytest.mark.parametrize("arguments", [["--evaluator", "blind"], ["--evaluator", "auto"], [], ["TODO-TIDY"]])
def test_without_a_credential_one_line_says_so_and_nothing_is_started(
    project: CardProject, arguments: list[str]
) -> None:
    done = project.harness("run-cards", *arguments)
    assert done.code == 4
    error, *hint = done.err.splitlines()
    assert error == "error: no credential for the model: ANTHROPIC_API_KEY is not set"
    assert " ".join(hint).startswith("  hint: export ANTHROPIC_API_KEY")
    told = "testcards/tidy.md:10 is not literal, and `harness lint --phrases` shows all such lines"
    assert told in " ".join(done.err.split())
    assert done.out == ""
    assert project.runs() == []
    assert not project.cache.exists()


def test_cards_that_need_no_model_need_no_credential(project: CardProject) -> None:
    assert project.harness("run-cards", "TODO-ADD").code == 0


def test_a_limit_in_dollars_without_a_price_is_refused_at_its_line(project: CardProject) -> None:
    project.write("harness.toml", f"{CONFIGURATION}[cards]\nlimits = {{ dollars = 0.25 }}\n")
    done = project.harness("run-cards", "--evaluator", "blind", ANTHROPIC_API_KEY=KEY)
    assert done.code == 2
    assert done.err.startswith("error: harness.toml:4: the limit of $0.25 cannot be kept")
    assert '[prices."claude-haiku-5-5"]' in done.err
    assert project.runs() == []


def test_a_model_that_does_nothing_passes_nothing(project: CardProject) -> None:
    with standin(IDLE) as server:
        done = project.harness("run-cards", "--evaluator", "blind", "--report", "json", **server.environment)
    assert done.code == 4, done
    assert {one["state"] for one in done.report["cards"]} == {"inconclusive"}
    assert {one["cause"] for one in done.report["cards"]} == {"evaluator"}
    assert {one["evaluator"] for one in done.report["cards"]} == {"blind"}
    assert done.report["model"] == "claude-haiku-5-5"
    assert done.report["totals"]["tokens"] == 1010 * len(server.requests)
    assert KEY not in done.out + done.err


def test_auto_asks_the_model_for_what_needs_reading_only(project: CardProject) -> None:
    with standin(IDLE) as server:
        done = project.harness("run-cards", "--report", "json", **server.environment)
    evaluators = {one["id"]: (one["evaluator"], one["state"]) for one in done.report["cards"]}
    assert evaluators == {"TODO-ADD": ("literal", "pass"), "TODO-TIDY": ("blind", "inconclusive")}
    assert done.code == 4


def test_a_service_that_refuses_leaves_every_card_open(project: CardProject) -> None:
    with standin([Always(Fault(401, message="invalid x-api-key"))]) as server:
        done = project.harness("run-cards", "--evaluator", "blind", "--report", "json", **server.environment)
    assert done.code == 4
    assert all("does not take the credential (401)" in one["reason"] for one in done.report["cards"])


def test_what_the_model_uses_is_shown_while_cards_run(project: CardProject) -> None:
    slow = [Always(Turn([text("Thinking.")], usage=USED, delay=0.5))]
    with standin(slow) as server:
        shown = on_a_terminal(
            CardProject(project.folder, project.cache, server.environment), "run-cards", "--evaluator", "blind"
        )[1]
    assert re.search(r"[0-9.]+k tokens", shown)


def test_no_credential_is_in_the_help_or_needed_for_it(project: CardProject) -> None:
    done = project.harness("run-cards", "--help")
    assert done.code == 0
    for word in ("literal", "blind", "replay", "auto"):
        assert word in done.out
