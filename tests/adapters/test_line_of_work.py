"""Which line of work a gate counts for: the branch, as git or a pipeline names it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.adapters.line_of_work import line_here
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "CI"))]:
        monkeypatch.delenv(name)
    return Repository.create(tmp_path, {"a.txt": "a"})


def test_it_is_the_branch(repository: Repository) -> None:
    assert line_here(repository.folder) == ("main", "")
    repository.git("checkout", "-q", "-b", "feature/list")
    assert line_here(repository.folder) == ("feature/list", "")


def test_it_is_the_branch_before_the_first_commit(tmp_path: Path) -> None:
    assert line_here(Repository.create(tmp_path / "new").folder) == ("main", "")


def test_without_a_branch_it_is_the_commit_and_that_is_told(repository: Repository) -> None:
    repository.git("checkout", "-q", "--detach")
    line, told = line_here(repository.folder)
    assert line == repository.git("rev-parse", "HEAD")[:12]
    assert "--line NAME" in told


def test_outside_git_all_work_is_one_line(tmp_path: Path) -> None:
    line, told = line_here(tmp_path)
    assert (line, "there is no git here" in told) == ("", True)


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"GITHUB_HEAD_REF": "feature", "GITHUB_REF_NAME": "12/merge"}, "feature"),
        ({"GITHUB_HEAD_REF": "", "GITHUB_REF_NAME": "main"}, "main"),
        ({"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "feature", "CI_COMMIT_REF_NAME": "main"}, "feature"),
        ({"CI_COMMIT_REF_NAME": "release"}, "release"),
        ({"BUILD_SOURCEBRANCH": "refs/heads/work/one"}, "work/one"),
    ],
)
def test_a_pipeline_names_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], line: str
) -> None:
    repository.git("checkout", "-q", "--detach")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert line_here(repository.folder)[0] != line, "only a pipeline is believed"
    monkeypatch.setenv("CI", "true")
    assert line_here(repository.folder) == (line, "")
