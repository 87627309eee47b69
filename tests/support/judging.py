"""A repository in which several people work on a product and on what it is judged by, and what is said of their change."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.app.gate_judges import Judged, judged
from harness.app.project import load_project
from tests.support.repositories import Repository

ANN = ("Ann", "ann@example.org")
BOB = ("Bob", "bob@example.org")
CAT = ("Cat", "cat@example.org")
PIPELINES = (
    "CI",
    "GITHUB_BASE_REF",
    "GITHUB_EVENT_PATH",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_DEFAULT_BRANCH",
    "CI_COMMIT_BEFORE_SHA",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "CHANGE_TARGET",
    "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
)

CONSTITUTION = """# Rules

Version 1.0.0 · ratified 2026-11-20

## SEC-001 No eval

- **Level:** MUST
- **Constraint:** Code MUST NOT call `eval`.

```yaml check
forbid: { text: 'eval\\(' }
```

```python bad
eval(x)
```

```python good
parse(x)
```
"""
SPECIFICATION = "# List\n\n- **FR-001**: The list MUST show items.\n- **FR-002**: The list MUST sort items.\n"
CARD = """---
id: {id}
verifies: [FR-001]
---
# A user sees items

## Steps

1. Run `list`.
   - You see "milk".

## Bad input

2. Run `list --nonsense`.
   - The command fails.
   - You see "nonsense".
   - Nothing changed: `list` still shows "milk".
"""
FILES = {
    "harness.toml": '[product.commands]\nlist = "{tree}/list"\n[gate]\nmax_cycles = 3\n',
    "constitutions/rules.md": CONSTITUTION,
    "specs/001-list/spec.md": SPECIFICATION,
    "testcards/show.md": CARD.format(id="LIST-SHOW"),
    "golden/SHOW.md": "---\nid: SHOW\n---\n# Items\n\n## Steps\n\n1. Run `list`.\n",
    "golden/SHOW.golden": "what it showed\n",
    "golden/accepted.jsonl": "",
    "src/app.py": "x = parse(y)\n",
    "list": "#!/bin/sh\necho milk\n",
}


@dataclass(frozen=True)
class Bench:
    """A project in a repository of several people, on a branch that parted from ``main``."""

    folder: Path
    top: Path

    @classmethod
    def create(cls, room: Path, files: dict[str, str] | None = None, below: str = "") -> Bench:
        """A project of Cat's, with one commit on ``main``, and the branch ``work`` checked out."""
        top = room / "project"
        repository = Repository.create(top)
        bench = cls(top / below, top)
        for key, value in zip(("user.name", "user.email"), ANN, strict=True):
            repository.git("config", key, value)
        bench.write(FILES | (files or {}))
        bench.commit(CAT, "first")
        repository.git("switch", "--quiet", "--create", "work")
        return bench

    @property
    def repository(self) -> Repository:
        """The git side of it."""
        return Repository(self.top)

    def git(self, *arguments: str) -> str:
        """What a git command says."""
        return self.repository.git(*arguments)

    def write(self, files: dict[str, str]) -> None:
        """Write files of the project."""
        Repository(self.folder).write(files)

    def remove(self, *names: str) -> None:
        """Delete files of the project."""
        for name in names:
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def commit(
        self,
        who: tuple[str, str],
        message: str = "more",
        by: tuple[str, str] | None = None,
        options: tuple[str, ...] = (),
    ) -> str:
        """Commit everything as somebody (``by``: who puts it there, if another); the commit's id."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        people = {"AUTHOR": who, "COMMITTER": by or who}
        told = {
            f"GIT_{role}_{what}": value
            for role, names in people.items()
            for what, value in zip(("NAME", "EMAIL"), names, strict=True)
        }
        environment = {**plain, **told, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        for command in (["add", "--all"], ["commit", "--quiet", "--allow-empty", *options, "--message", message]):
            subprocess.run(["git", *command], cwd=self.top, env=environment, check=True, capture_output=True)
        return self.git("rev-parse", "HEAD")

    def review(self, who: tuple[str, str], **options: object) -> str:
        """Somebody says in a commit of theirs that they reviewed all before it."""
        return self.commit(who, reviewed_by(who), **options)  # type: ignore[arg-type]

    def loosen(self, who: tuple[str, str] = ANN, message: str = "more") -> str:
        """Somebody edits the constitution."""
        text = (self.folder / "constitutions/rules.md").read_text()
        self.write({"constitutions/rules.md": text.replace("MUST", "SHOULD") + f"\nedited {len(text)}\n"})
        return self.commit(who, message)

    def judged(self, since: str | None = None, *reviewed_by: str) -> Judged:
        """What the gate is told."""
        return judged(load_project(self.folder, others=True), since, reviewed_by)

    def kinds(self, since: str | None = None) -> dict[str, str]:
        """The kinds of the edits by path."""
        found = self.judged(since)
        assert found.unknown == ""
        return {one.path: one.kind for one in found.edits}

    def reviewers(self, *reviewed_by: str, since: str | None = None) -> dict[str, str]:
        """Who answers for each edit."""
        found = self.judged(since, *reviewed_by)
        assert found.unknown == ""
        return {one.path: one.reviewer for one in found.edits}


def reviewed_by(who: tuple[str, str], *more: str) -> str:
    """A message that says so, signed off."""
    name, mail = who
    return "\n".join(("A review", "", f"Reviewed-by: {name} <{mail}>", f"Signed-off-by: {name} <{mail}>", *more))


def outside_pipelines(patch: pytest.MonkeyPatch) -> None:
    """Leave no variable of a pipeline that these tests themselves may run in."""
    for name in PIPELINES:
        patch.delenv(name, raising=False)
