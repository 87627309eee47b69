"""``harness cache`` as a user runs it: what is kept, and removing what nobody needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.projects import CONFIGURATION, CardProject, card

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

SETUP = '[product]\nsetup = ["head -c 3000000 /dev/zero > big"]\n\n'


@pytest.fixture
def project(tmp_path: Path) -> CardProject:
    project = CardProject.create(tmp_path, {"add.md": card("TODO-ADD")}, configuration=SETUP + CONFIGURATION)
    assert project.harness("run-cards").code == 0
    return project


def age(project: CardProject, days: float) -> None:
    for facts in project.cache.glob("harness/trees/*/facts.json"):
        moment = facts.stat().st_mtime - days * 86_400
        os.utime(facts, (moment, moment))


def test_the_kept_trees_are_shown_with_size_age_and_setup(project: CardProject) -> None:
    done = project.harness("cache")
    assert done.code == 0, done
    first, second, last = done.out.splitlines()
    assert "2.9 MiB" in first
    assert "today" in first
    assert second == "  setup: head -c 3000000 /dev/zero > big"
    assert last == f"1 tree, 2.9 MiB in {project.cache}/harness/trees"
    age(project, 3)
    assert "3 days ago" in project.harness("cache").out


def test_a_tree_that_was_used_lately_stays(project: CardProject) -> None:
    assert project.harness("cache", "prune").out == "0 trees removed\n"
    age(project, 15)
    assert project.harness("cache", "prune", "--days", "16").out == "0 trees removed\n"
    assert project.harness("cache", "prune").out == "1 tree removed\n"
    assert project.harness("cache").out == f"0 trees, 0.0 MiB in {project.cache}/harness/trees\n"


def test_a_pruned_tree_is_made_anew(project: CardProject) -> None:
    assert project.harness("cache", "prune", "--days", "0").out == "1 tree removed\n"
    assert project.harness("run-cards").code == 0
    assert project.harness("cache").out.splitlines()[-1].startswith("1 tree,")


def test_a_tree_in_use_stays_and_is_counted(project: CardProject) -> None:
    key = next(project.cache.glob("harness/trees/*/facts.json")).parent.name
    code = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_SH); print('held', flush=True); input()"
    lock = project.cache / f"harness/trees/{key}.lock"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as user:
        assert user.stdout
        assert user.stdout.readline() == b"held\n"
        assert project.harness("cache", "prune", "--days", "0").out == "0 trees removed, 1 in use\n"
        user.communicate(b"\n")


def test_what_a_killed_run_left_behind_is_removed(project: CardProject) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    room = project.cache / f"tmp/harness-cell-{gone.pid}-x"
    (room / "tree/locked").mkdir(parents=True)
    (room / "tree/locked").chmod(0)
    done = project.harness("cache", "prune", TMPDIR=str(project.cache / "tmp"))
    assert done.out == "0 trees removed, 1 abandoned cell removed\n"
    assert not room.exists()


def test_an_empty_cache_is_no_error(tmp_path: Path) -> None:
    project = CardProject(tmp_path, tmp_path / "none")
    assert project.harness("cache").out == f"0 trees, 0.0 MiB in {tmp_path}/none/harness/trees\n"
    assert project.harness("cache", "prune").out == "0 trees removed\n"


@pytest.mark.parametrize("arguments", [["prune", "--days", "-1"], ["prune", "--days", "x"], ["purge"]])
def test_what_makes_no_sense_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    done = CardProject(tmp_path, tmp_path / "none").harness("cache", *arguments)
    assert done.code == 2
    assert "Traceback" not in done.err
