"""A card project as a user would have it, in a temporary git repository, and ``harness`` run on it as a user would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support import forks
from tests.support.repositories import Repository

SCRIPT = """#!/bin/sh
case "$1" in
  add) echo "$2" >> "$HOME/list.txt"; echo "added $2" ;;
  list) cat "$HOME/list.txt" 2>/dev/null || true ;;
  slow) echo started; sleep 600 ;;
  *) echo "unknown command: $1" >&2; exit 2 ;;
esac
"""
CONFIGURATION = """[product.commands]
todo = "{tree}/bin/todo"
"""
SPECIFICATION = """# Feature Specification: a list

## Requirements

### Functional Requirements

- **FR-001**: The system MUST add an entry to the list.
- **FR-002**: The system MUST show the list.
"""
BAD_INPUT = """
## Bad input
1. Run `todo fly`.
   - It is refused.
   - You see "unknown command: fly".
   - Nothing changed: `todo list` still shows "{kept}".
"""
ADD = """1. Run `todo add milk`.
   - It succeeds.
   - You see "added milk".
"""


def card(
    id: str,
    steps: str = ADD,
    *,
    title: str = "Keep a list",
    verifies: str = "FR-001",
    tier: str = "foundation",
    surface: str = "terminal",
    before: str = "",
    kept: str = "milk",
) -> str:
    """A card of the list project, clean by every rule unless a caller makes it otherwise."""
    front = f"---\nid: {id}\nverifies: [{verifies}]\nsurface: {surface}\ntier: {tier}\n---\n"
    prepared = f"## Before you start\n{before}\n" if before else ""
    return f"{front}# {title}\n\n{prepared}## Steps\n{steps}" + BAD_INPUT.replace("{kept}", kept)


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class CardProject:
    """A project with one product command, ``todo``, whose cache lies beside it in the same temporary folder."""

    folder: Path
    cache: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def create(
        cls, room: Path, cards: Mapping[str, str], *, script: str = SCRIPT, configuration: str = CONFIGURATION
    ) -> CardProject:
        """A committed project below ``room``; ``cards`` are texts by name below testcards/."""
        repository = Repository.create(room / "project")
        repository.write({"bin/todo": script, "harness.toml": configuration, "specs/001-list/spec.md": SPECIFICATION})
        repository.write({f"testcards/{name}": text for name, text in cards.items()})
        (repository.folder / "bin/todo").chmod(0o755)
        repository.commit()
        return cls(repository.folder, room / "cache")

    @property
    def repository(self) -> Repository:
        """The git side of it."""
        return Repository(self.folder)

    def write(self, name: str, text: str) -> None:
        """Write or replace a file."""
        self.repository.write({name: text})

    @property
    def environment(self) -> dict[str, str]:
        """What ``harness`` is started with: this process's environment, with a cache of its own and no colours.

        What tells a plugin that it runs in a worker of ours is none of its business.
        """
        ours = ("FORCE_COLOR", "COLUMNS")
        plain = {
            name: value for name, value in os.environ.items() if name not in ours and not name.startswith("PYTEST_")
        }
        return {**plain, "XDG_CACHE_HOME": str(self.cache), **self.variables}

    def harness(
        self, *arguments: str, folder: Path | None = None, within: Sequence[str] = (), **variables: str
    ) -> Done:
        """Run ``harness`` in the project (or in ``folder``) to its end; ``within`` is a command line to put before it."""
        where, environment = folder or self.folder, {**self.environment, **variables}
        if within:  # which may bound how large a file grows: what Python compiles would be cut, and kept
            environment = {**environment, "PYTHONDONTWRITEBYTECODE": "1"}
            done = subprocess.run(
                [*within, sys.executable, "-m", "harness", *arguments],
                cwd=where,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            return Done(done.returncode, done.stdout, done.stderr)
        ended = forks.harness(arguments, where, environment)
        return Done(ended.code, ended.out.decode(), ended.err.decode())

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start ``harness`` in the project, in a session of its own, and do not wait."""
        return subprocess.Popen(
            [sys.executable, "-m", "harness", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def runs(self) -> list[Path]:
        """The run folders, oldest first."""
        return sorted((self.folder / ".harness" / "runs").glob("*"))
