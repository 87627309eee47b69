"""``harness doctor`` as a user runs it: what this machine can isolate, and the remedy for what it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.programs import replaced
from tests.support.projects import CardProject, card


@pytest.fixture
def project(tmp_path: Path) -> CardProject:
    return CardProject.create(tmp_path, {"add.md": card("TODO-ADD")})


@pytest.mark.requires_cell
def test_on_a_machine_that_has_all_every_level_works(project: CardProject) -> None:
    done = project.harness("doctor")
    assert done.code == 0, done
    lines = done.out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith(("cell ", "sandbox ", "export "))] == ["works"] * 3
    assert lines[-1] == "harness.toml asks for `cell`: cards can be run here"
    assert f"cache        {project.cache}/harness" in lines
    for program in ("git", "bubblewrap", "util-linux", "bash"):
        assert any(line.startswith(f"{program} ") and "missing" not in line for line in lines)
    assert done.err == ""


def test_every_level_names_its_holes_within_80_columns(project: CardProject) -> None:
    out = project.harness("doctor").out
    assert "nothing is confined" in out
    own_words = [line for line in out.splitlines() if not line.startswith(("interpreter", "bound", "cache"))]
    assert max(map(len, own_words)) <= 80


def test_without_bubblewrap_only_export_works_and_the_remedy_is_named(project: CardProject, tmp_path: Path) -> None:
    done = project.harness("doctor", within=replaced(tmp_path, "bwrap"))
    assert done.code == 4, done
    assert "cell         does not work\n  missing: `bwrap` cannot be run" in done.out
    assert "sandbox      does not work" in done.out
    assert "export       works" in done.out
    assert "hint: install bubblewrap" in done.out
    assert "bubblewrap   missing\n  it builds the views of a cell" in done.out
    assert "harness.toml asks for `cell`, which cannot be had here" in done.out
    assert max(map(len, done.out.splitlines())) <= 200


def test_a_project_that_asks_for_less_can_run_with_less(project: CardProject, tmp_path: Path) -> None:
    configuration = (project.folder / "harness.toml").read_text()
    project.write("harness.toml", configuration + '[cards]\nisolation = "export"\n')
    done = project.harness("doctor", within=replaced(tmp_path, "bwrap"))
    assert done.code == 0, done
    assert "harness.toml asks for `export`: cards can be run here" in done.out


def test_a_bubblewrap_that_is_refused_says_what_it_said(project: CardProject, tmp_path: Path) -> None:
    refusing = "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n"
    done = project.harness("doctor", within=replaced(tmp_path, "bwrap", refusing))
    assert done.code == 4
    assert "No permissions to create new namespace" in " ".join(done.out.split())
    assert "hint: " in done.out


def test_outside_a_project_the_strongest_level_is_what_counts(project: CardProject, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    done = project.harness("doctor", folder=tmp_path / "elsewhere")
    assert "asks for `cell`" in done.out


def test_a_broken_configuration_does_not_stop_the_doctor(project: CardProject) -> None:
    project.write("harness.toml", "[product\n")
    assert "asks for `cell`" in project.harness("doctor").out


def test_without_bubblewrap_cards_stay_undecided_and_say_what_to_do(project: CardProject, tmp_path: Path) -> None:
    within = replaced(tmp_path, "bwrap")
    done = project.harness("run-cards", "--report", "json", within=within)
    assert done.code == 4
    result = done.report["cards"][0]
    assert (result["state"], result["cause"]) == ("inconclusive", "environment")
    assert "isolation `cell` cannot be had here" in result["reason"]
    assert "install bubblewrap" in result["hint"]
    assert project.harness("run-cards", "--isolation", "export", within=within).code == 0


def test_a_missing_git_is_told_in_one_line(project: CardProject, tmp_path: Path) -> None:
    done = project.harness("run-cards", "--report", "json", "--isolation", "export", within=replaced(tmp_path, "git"))
    assert done.code == 4
    assert done.report["problems"] == ["git cannot be run: Permission denied"]


@pytest.mark.requires_chromium
def test_the_browser_that_was_found_is_named(project: CardProject) -> None:
    lines = project.harness("doctor").out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("chromium "))
    assert lines[at + 1].startswith("  at /")
    assert any(line.startswith("playwright   playwright 1.") for line in lines)


def test_without_a_browser_the_remedy_is_named(project: CardProject) -> None:
    done = project.harness("doctor", CHROMIUM="/no/chromium")
    assert "chromium     missing\n  it shows pages in browser cards" in done.out
    assert "hint: $CHROMIUM names `/no/chromium`, which is no program" in done.out
