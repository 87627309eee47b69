"""``--harness-gate``: what a gate decides at the end of a session sets how that ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.goldens import change, copy_of
from tests.support.projects import CardProject
from tests.support.pytest_sessions import pytest_of, settled_project

pytestmark = [pytest.mark.long, pytest.mark.requires_git, pytest.mark.requires_cell]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    return settled_project(tmp_path_factory.mktemp("gate"))


def test_a_pass_leaves_the_status_as_it_is(made: CardProject, tmp_path: Path) -> None:
    project = copy_of(made, tmp_path)
    ended = pytest_of(project, "--harness-gate", "-n", "2")
    assert ended.code == 0, ended.out
    assert "\nPASS" in ended.out
    project.write("tests/test_it.py", (project.folder / "tests/test_it.py").read_text() + "    assert False\n")
    ended = pytest_of(project, "--harness-gate")
    assert "1 failed" in ended.out
    assert "\nPASS" in ended.out, ended.out
    assert ended.code == 1


def test_rework_fails_a_session_whose_own_items_pass(made: CardProject, tmp_path: Path) -> None:
    project = copy_of(made, tmp_path)
    change(project, 'echo "added $2"', 'echo "had $2"')
    ended = pytest_of(project, "--harness-gate", "-m", "card")
    assert ended.code == 1
    ended = pytest_of(project, "--harness-gate", "tests")
    assert "4 passed" in ended.out
    assert ended.code == 1
    assert "\nREWORK" in ended.out or "\nUNDECIDED" in ended.out, ended.out
    assert "\nPASS" not in ended.out
    assert len((project.folder / ".harness/gate/decisions.jsonl").read_text().splitlines()) == 2


def test_a_part_alone_is_never_a_pass(made: CardProject, tmp_path: Path) -> None:
    project = copy_of(made, tmp_path)
    ended = pytest_of(project, "--harness-gate", "-k", "LIST-SHOW")
    assert "1 passed" in ended.out
    assert ended.code == 1
    assert "\nUNDECIDED" in ended.out


def test_a_policy_that_cannot_be_read_decides_nothing(made: CardProject, tmp_path: Path) -> None:
    project = copy_of(made, tmp_path)
    path = project.folder / "harness.toml"
    path.write_text(path.read_text() + '\n[[gate.pass]]\nid = "a"\nwhen = "no.such.fact == 0"\n')
    ended = pytest_of(project, "--harness-gate", "tests")
    assert ended.code != 0
    assert "harness.toml:" in ended.out + ended.err
    assert "Traceback" not in ended.out + ended.err
