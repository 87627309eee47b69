"""What a machine that lacks something gives: never a pass at a lower level than asked for, and the remedy by name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness.adapters.cell.levels import best_level, probe
from harness.domain.verdicts import Cause, ExitCode, Isolation
from tests.attacks.arena import Project, step

pytestmark = [pytest.mark.requires_cell, pytest.mark.requires_git]


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole ``PATH``: it holds all that the real one does, until a test takes something away."""
    folder = tmp_path_factory.mktemp("path")
    for name in ("bwrap", "nsenter", "git", "sh", "bash", "python3", "chmod", "rm"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def without(path: Path, name: str, monkeypatch: pytest.MonkeyPatch, instead: str = "") -> None:
    (path / name).unlink()
    if instead:
        (path / name).write_text(f"#!/bin/sh\n{instead}\n")
        (path / name).chmod(0o755)
    monkeypatch.setattr("os.defpath", str(path))


def test_without_bubblewrap_only_export_is_left_and_the_package_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(path, "bwrap", monkeypatch)
    report = probe(Isolation.CELL)
    assert not report.works
    assert "bubblewrap" in report.remedy
    assert best_level(Isolation.CELL).level is Isolation.EXPORT


def test_without_nsenter_the_cell_does_not_count_as_working(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(path, "nsenter", monkeypatch)
    report = probe(Isolation.CELL)
    assert not report.works
    assert "util-linux" in report.remedy
    assert best_level(Isolation.CELL).level is Isolation.SANDBOX


def test_where_namespaces_are_refused_the_refusal_is_shown(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = "bwrap: No permissions to create a new namespace"
    without(path, "bwrap", monkeypatch, f"echo '{refusal}' >&2; exit 1")
    report = probe(Isolation.CELL)
    assert (report.works, refusal in report.missing) == (False, True)
    assert report.remedy


def test_a_project_that_asks_for_a_cell_gets_no_verdict_without_one(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(path, "bwrap", monkeypatch, "echo 'bwrap: refused' >&2; exit 1")
    project.card(step("Run `stock`.", "It succeeds."))
    outcome = project.run().undecided(Cause.ENVIRONMENT, "isolation `cell` cannot be had here", "refused")
    assert outcome.finished.exit_code is ExitCode.UNDECIDED
    assert outcome.card.hint


def test_a_level_asked_for_by_name_is_had_or_nothing_is(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(path, "nsenter", monkeypatch)
    project.card(step("Run `stock`.", "It succeeds."))
    project.run(Isolation.CELL).undecided(Cause.ENVIRONMENT, "`cell`")
    project.run(Isolation.SANDBOX).passed()
    project.run(Isolation.EXPORT).passed()


def test_holes_of_the_level_reached_are_in_the_record(project: Project) -> None:
    project.card(step("Run `stock`.", "It succeeds."))
    outcome = project.run(Isolation.EXPORT).passed()
    assert any("nothing is confined" in hole for hole in outcome.finished.run.isolation.holes)
