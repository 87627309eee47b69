"""The hooks for pre-commit do what they say, run by pre-commit itself on the entries of our own manifest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.constitutions import constitution
from tests.support.repositories import Repository

pytest.importorskip("pre_commit")
pytestmark = pytest.mark.requires_git
MANIFEST = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
CARD = "---\nid: A-1\n---\n# A card\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    hooks = [{**hook, "language": "system"} for hook in yaml.safe_load(MANIFEST.read_text())]
    configuration = yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})
    files = {"constitutions/web.md": constitution(), "src/a.py": "x = 1\n", ".pre-commit-config.yaml": configuration}
    return Repository.create(tmp_path / "project", files)


def run(repository: Repository, hook: str, *arguments: str) -> tuple[int, str]:
    """pre-commit with the harness of this environment, as a network is nothing that a test may need."""
    folder = repository.folder
    beside = os.path.dirname(sys.executable)
    environment = {
        **os.environ,
        "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(folder.parent / "home"),
        "XDG_CACHE_HOME": str(folder.parent / "cache"),
    }
    command = [sys.executable, "-m", "pre_commit", "run", hook, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_manifest_is_one_for_pre_commit(tmp_path):
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    done = subprocess.run(
        command, env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_commit_is_kept_from_breaking_a_principle_by_its_own_files(repository):
    repository.write({"src/b.py": "eval(text)\n", "src/c.py": "y = 1\n"})
    repository.git("add", "src/b.py")
    code, shown = run(repository, "harness-check")
    assert code == 1
    assert "src/b.py:1:1" in shown
    repository.git("reset", "-q")
    repository.git("add", "src/c.py")
    assert run(repository, "harness-check")[0] == 0


def test_a_card_with_mistakes_is_not_committed_and_other_files_are_no_cards(repository):
    repository.write({"testcards/a.md": CARD, "README.md": "# Read me\n"})
    repository.git("add", "README.md")
    assert "no files to check" in run(repository, "harness-lint")[1]
    repository.git("add", "testcards")
    code, shown = run(repository, "harness-lint")
    assert code == 1
    assert "testcards/a.md:" in shown


def test_a_constitution_is_committed_with_what_agents_read_of_it(repository):
    repository.write({"constitutions/web.md": constitution(constraint="Code MUST NOT ever call `eval`.")})
    repository.git("add", "constitutions")
    code, shown = run(repository, "harness-export-agents")
    assert code == 1
    assert "AGENTS.md: missing: run `harness export agents`" in shown
