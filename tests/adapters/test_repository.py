"""Where a project lies in git, as reports tell it: real repositories, and no password of anybody."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from harness.adapters.git import snapshot
from harness.adapters.repository import Whereabouts, public_uri, shown_at, whereabouts


def git(folder: Path, *arguments: str) -> str:
    told = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(told, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "trunk")
    (tmp_path / "services" / "bank").mkdir(parents=True)
    (tmp_path / "services" / "bank" / "a.py").write_text("x = 1\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    return tmp_path


def test_a_clean_tree_is_that_of_its_commit(repository: Path) -> None:
    git(repository, "remote", "add", "origin", "https://alice:secret@host.example/bank.git")
    project = repository / "services" / "bank"
    with snapshot(project, None) as taken:
        found = whereabouts(project, taken.tree)
    head = git(repository, "rev-parse", "HEAD")
    assert found == Whereabouts("services/bank/", "https://host.example/bank.git", head, "trunk")


def test_a_tree_that_was_edited_is_that_of_no_commit(repository: Path) -> None:
    (repository / "services" / "bank" / "a.py").write_text("x = 2\n")
    with snapshot(repository, None) as taken:
        found = whereabouts(repository, taken.tree)
    assert found == Whereabouts()
    assert whereabouts(repository, None).commit == ""


def test_outside_of_git_nothing_is_known(tmp_path: Path) -> None:
    assert whereabouts(tmp_path, "f" * 40) == Whereabouts()


@pytest.mark.parametrize(
    ("remote", "told"),
    [
        ("https://host/a/b.git", "https://host/a/b.git"),
        ("https://token@host:8443/a/b.git?x=secret#y", "https://host:8443/a/b.git"),
        ("ssh://git@host/a/b.git", "ssh://host/a/b.git"),
        ("git@github.com:a/b.git", "ssh://github.com/a/b.git"),
        ("host:/srv/b.git", "ssh://host/srv/b.git"),
        ("/srv/b.git", ""),
        ("../b", ""),
        ("file:///srv/b.git", ""),
        ("https://", ""),
        ("https://host:port/x", ""),
        ("javascript://host/x", ""),
        ("https://ho st/x y", ""),
        ("", ""),
    ],
)
def test_a_remote_is_told_as_an_address_without_whoever_signs_in(remote: str, told: str) -> None:
    assert public_uri(remote) == told


COMMIT = "0123456789abcdef" * 2 + "01234567"
GITHUB = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "a/b", "GITHUB_SHA": COMMIT}
GITLAB = {"CI_PROJECT_URL": "https://gitlab.example:8443/group/sub/b", "CI_COMMIT_SHA": COMMIT}


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, ""),
        (GITHUB, f"https://github.com/a/b/blob/{COMMIT}/"),
        (GITLAB, f"https://gitlab.example:8443/group/sub/b/-/blob/{COMMIT}/"),
        (GITHUB | {"GITHUB_SHA": "main"}, ""),
        (GITHUB | {"GITHUB_SHA": f"{COMMIT}) [x](y"}, ""),
        (GITHUB | {"GITHUB_REPOSITORY": "a/b) [x](//evil"}, ""),
        (GITHUB | {"GITHUB_SERVER_URL": "javascript:alert(1)//"}, ""),
        (GITLAB | {"CI_PROJECT_URL": "https://token@gitlab.example/b"}, ""),
        ({name: GITHUB[name] for name in ("GITHUB_SERVER_URL", "GITHUB_SHA")}, ""),
    ],
)
def test_files_are_shown_where_the_service_of_the_pipeline_says(
    variables: dict[str, str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*GITHUB, *GITLAB):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert shown_at() == address
