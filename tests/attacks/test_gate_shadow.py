"""A change that turns its own gate into a shadow, so that a pipeline would let it through whatever is decided."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness.domain.gate import Band, Profile
from harness.domain.verdicts import ExitCode
from tests.support.gated import FAILED, PASSED, Gated
from tests.support.judging import outside_pipelines

pytestmark = pytest.mark.requires_git
SHADOW = '\n[gate]\nprofile = "shadow"\n'


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    outside_pipelines(monkeypatch)
    return Gated.create(tmp_path, monkeypatch)


def failing(made: Gated) -> None:
    made.check()
    made.cards({"TODO-ADD": PASSED, "TODO-SHOW": FAILED})


def turned(made: Gated) -> None:
    configuration = made.repository.folder / "harness.toml"
    before = configuration.read_text() if configuration.exists() else ""
    made.write("harness.toml", before + SHADOW)


def test_a_change_that_makes_its_gate_a_shadow_is_held_all_the_same(made: Gated) -> None:
    made.repository.git("checkout", "-q", "-b", "work")
    turned(made)
    made.repository.commit()
    failing(made)
    decision = made.status()
    assert (decision.band, decision.is_shadow, decision.exit_code) == (Band.UNDECIDED, False, ExitCode.UNDECIDED)
    done = made.harness("gate")
    assert done.code == 4
    assert "the change itself makes this gate a shadow" in done.out + done.err


def test_a_shadow_that_was_one_before_the_change_holds_nothing_up(made: Gated) -> None:
    turned(made)
    made.repository.commit()
    made.repository.git("checkout", "-q", "-b", "work")
    made.write("README.md", "# Else\n")
    made.repository.commit()
    failing(made)
    decision = made.status()
    assert (decision.is_shadow, decision.exit_code) == (True, ExitCode.PASS)


def test_a_shadow_that_somebody_else_answers_for_holds_nothing_up(made: Gated) -> None:
    made.repository.git("checkout", "-q", "-b", "work")
    turned(made)
    made.repository.commit()
    failing(made)
    assert made.status(profile=Profile.SHADOW).exit_code is ExitCode.PASS  # whoever calls the gate may
    bob = "Bob <bob@example.org>"
    review = f"A review\n\nReviewed-by: {bob}\nSigned-off-by: {bob}\n"
    made.repository.git("commit", "-q", "--allow-empty", "-m", review)
    decision = made.status()
    assert (decision.is_shadow, decision.exit_code) == (True, ExitCode.PASS)


def test_a_policy_of_before_that_cannot_be_read_makes_no_shadow(made: Gated) -> None:
    made.write("harness.toml", "[gate]\nprofile = 7\n")
    made.repository.commit()
    made.repository.git("checkout", "-q", "-b", "work")
    made.write("harness.toml", SHADOW)
    made.repository.commit()
    failing(made)
    assert made.status(since="main").exit_code is ExitCode.UNDECIDED


def test_where_nobody_can_tell_what_the_change_did_the_policy_makes_no_shadow(
    made: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned(made)
    made.repository.commit()
    failing(made)
    shallow = made.folder / ".git" / "shallow"
    shallow.write_text(made.repository.git("rev-parse", "HEAD") + "\n")
    monkeypatch.setenv("CI", "true")
    decision = made.status()
    assert (decision.band, decision.is_shadow, decision.exit_code) == (Band.UNDECIDED, False, ExitCode.UNDECIDED)
    assert made.status(profile=Profile.SHADOW).exit_code is ExitCode.PASS


def test_outside_git_nobody_can_tell_either(made: Gated) -> None:
    turned(made)
    failing(made)
    (made.folder / ".git").rename(made.folder.parent / "elsewhere")
    assert made.status().exit_code is ExitCode.UNDECIDED


def test_before_the_first_commit_a_shadow_is_one(made: Gated) -> None:
    turned(made)
    failing(made)
    shutil.rmtree(made.folder / ".git")
    made.repository.git("init", "-q")
    assert made.status().is_shadow
