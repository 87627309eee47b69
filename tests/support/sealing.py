"""A project whose cards people seal: who works in it, what they commit, and what the seals are then said to be."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from harness.adapters import deciding
from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.projects import CardProject, Done, card

ANN = ("Ann", "ann@example.org")
BOB = ("Bob", "bob@example.org")
CARD = "testcards/add.md"
LOG = "testcards/seals.jsonl"
SPECIFICATION = "specs/001-list/spec.md"


@dataclass(frozen=True)
class Workplace:
    """A project, and the one who works there."""

    project: CardProject
    patch: pytest.MonkeyPatch

    @classmethod
    def create(cls, room: Path, patch: pytest.MonkeyPatch, configuration: str = "") -> Workplace:
        """A project with one card that Ann wrote."""
        project = replace(CardProject.create(room, {"add.md": card("TODO-ADD")}), variables={"CI": ""})
        here = cls(project, patch)
        if configuration:
            here.write("harness.toml", (project.folder / "harness.toml").read_text() + configuration)
        here.is_(ANN)
        here.commit("settings")
        project.repository.git("branch", "before")
        return here

    @property
    def folder(self) -> Path:
        """Where the project lies."""
        return self.project.folder

    def is_(self, who: tuple[str, str]) -> None:
        """Somebody else sits down here."""
        for key, value in zip(("user.name", "user.email"), who, strict=True):
            self.project.repository.git("config", key, value)

    def text(self, name: str) -> str:
        """What a file holds."""
        return (self.folder / name).read_text()

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        self.project.write(name, text)

    def edit(self, name: str, before: str, after: str) -> None:
        """Change a file."""
        text = self.text(name)
        assert before in text
        self.write(name, text.replace(before, after))

    def edit_card(self) -> None:
        """Make the card ask for less."""
        self.edit(CARD, '   - You see "added milk".\n', "")

    def commit(self, message: str = "more", **variables: str) -> None:
        """Commit everything as who sits here, or as the variables say."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = {**plain, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **variables}
        for command in (["add", "--all"], ["commit", "--quiet", "--allow-empty", "--message", message]):
            subprocess.run(["git", *command], cwd=self.folder, env=environment, check=True, capture_output=True)

    def harness(self, *arguments: str) -> Done:
        """Run a command in this process, as at a terminal."""
        out, err = StringIO(), StringIO()
        with self.patch.context() as patched, chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            patched.setattr(deciding, "may_decide", lambda done: "")
            code = guarded(root, arguments)
        return Done(code, out.getvalue(), err.getvalue())

    def seal(self, *arguments: str, card: str = "TODO-ADD") -> Done:
        """Seal the card as who sits here."""
        return self.harness("seal", card, "--reason", "looked at it", *arguments)

    def sealed_by(self, who: tuple[str, str]) -> None:
        """Have somebody seal the card and commit that."""
        self.is_(who)
        done = self.seal()
        assert done.code == 0, done
        self.commit("seal")

    def states(self, *arguments: str) -> dict[str, Any]:
        """What ``harness seal check`` says: the state of each card, and its exit code under ``code``."""
        done = self.harness("seal", "check", "--report", "json", *arguments)
        rows = json.loads(done.out)["seals"] if done.out else []
        return {**{row["card"]: row["state"] for row in rows}, "code": done.code}

    def why(self, *arguments: str) -> str:
        """The reason that it gives."""
        return str(json.loads(self.harness("seal", "check", "--report", "json", *arguments).out)["seals"][0]["reason"])
