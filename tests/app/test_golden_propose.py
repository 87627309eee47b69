"""Proposals of golden cases when they are tried: what hangs costs bounded time, and is left out step by step."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.app import golden_trial
from harness.app.golden_propose import ProposeOptions, propose_golden
from harness.app.golden_sources import Sources
from harness.app.golden_trial import Proposed
from harness.app.run_cards import Listener
from harness.domain.cards import Section
from harness.errors import MachineError
from tests.support.projects import CardProject

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

SCRIPT = """#!/bin/sh
case "$*" in
  --help) printf 'Usage: todo COMMAND\\n\\nCommands:\\n  wait  Wait\\n  add  Add\\n' ;;
  "wait --help") echo 'Usage: todo wait' ;;
  "add --help") echo 'Usage: todo add NAME' ;;
  "add alpha") echo added ;;
  "" | wait) sleep 600 ;;
  *) echo "unknown: $*" >&2; exit 2 ;;
esac
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    configuration = '[product.commands]\ntodo = "{tree}/bin/todo"\nnone = "{tree}/bin/none"\n'
    return CardProject.create(tmp_path_factory.mktemp("hanging"), {}, script=SCRIPT, configuration=configuration)


@pytest.fixture(autouse=True)
def surroundings(project: CardProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.cache))
    monkeypatch.setattr(golden_trial, "SECONDS", 8.0)


@pytest.fixture(scope="module")
def tried(project: CardProject) -> Proposed:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CI", raising=False)
        patch.setenv("XDG_CACHE_HOME", str(project.cache))
        patch.setattr(golden_trial, "SECONDS", 8.0)
        return propose_golden(project.folder, ProposeOptions(Sources(help="todo")), Listener())


def lines(tried: Proposed, id: str) -> list[str]:
    case = next(draft.case for draft in tried.drafts if draft.case.id == id)
    return [step.text for section in Section for step in case.card.section(section)]


def test_a_step_that_hangs_is_left_out_and_the_rest_stays(tried: Proposed) -> None:
    assert lines(tried, "CLI-TODO-WAIT") == ["Run `todo wait --help`.", "Run `todo wait --no-such-option`."]
    assert lines(tried, "CLI-TODO") == [
        "Run `todo --help`.",
        "Run `todo no-such-command`.",
        "Run `todo --no-such-option`.",
    ]
    assert {one.subject for one in tried.shortened} == {"todo", "todo wait"}


def test_what_does_not_hang_stays_whole(tried: Proposed) -> None:
    assert lines(tried, "CLI-TODO-ADD") == [
        "Run `todo add --help`.",
        "Run `todo add alpha`.",
        "Run `todo add`.",
        "Run `todo add alpha --no-such-option`.",
    ]


def test_a_case_of_which_something_stays_is_not_left_out(tried: Proposed) -> None:
    assert tried.left == ()
    assert {draft.case.id for draft in tried.drafts} == {"CLI-TODO", "CLI-TODO-ADD", "CLI-TODO-WAIT"}


def test_what_is_tried_leaves_no_record(project: CardProject, tried: Proposed) -> None:
    assert project.runs() == []
    assert not (project.folder / "golden").exists()


def test_a_command_that_cannot_be_run_is_no_silence(project: CardProject) -> None:
    with pytest.raises(MachineError, match="`none` could not be asked for its help"):
        propose_golden(project.folder, ProposeOptions(Sources(help="none")), Listener())


def test_an_interrupt_ends_it(project: CardProject) -> None:
    class Interrupting(Listener):
        def event(self, event: object) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        propose_golden(Path(project.folder), ProposeOptions(Sources(help="todo")), Interrupting())
