"""A project of which every requirement is verified by real runs, recorded once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.goldens import case
from tests.support.projects import CONFIGURATION, CardProject, Done, card

SPECIFICATION = """# Feature Specification: a list

## Requirements

### Functional Requirements

- **FR-001**: The system MUST add an entry to the list.
- **FR-002**: The system MUST show the list.
- **FR-003**: The system MUST refuse what it does not know.
"""
SCRIPT = """#!/bin/sh
# covers: FR-001
case "$1" in
  add) echo "$2" >> "$HOME/list.txt"; echo "added $2" ;;
  list) cat "$HOME/list.txt" 2>/dev/null || true ;;
  *) echo "unknown command: $1" >&2; exit 2 ;;
esac
"""
SHOW = """1. Run `todo add milk`.
   - It succeeds.
2. Run `todo list`.
   - You see "milk".
"""
CONSTITUTION = """# List constitution

Version 1.0.0 · ratified 2026-01-02

## CODE-001 No shell within the shell

- **Level:** MUST
- **Constraint:** The product MUST NOT evaluate text as commands.
- **Verifies:** FR-003

```yaml check
forbid:
  text: { pattern: '\\beval\\b' }
```

```bash bad
eval "$1"
```

```bash good
echo "$1"
```
"""


_MADE: list[CardProject] = []


def verified_once(rooms: pytest.TempPathFactory) -> CardProject:
    """The project of ``verified_project``, made once for all tests of a process; they copy it."""
    if not _MADE:
        _MADE.append(verified_project(rooms.mktemp("verified")))
    return _MADE[0]


def verified_project(room: Path) -> CardProject:
    """Two cards, a golden case, a principle and a marker for three requirements, all carried out and passed."""
    cards = {
        "add.md": card("TODO-ADD", verifies="FR-001, FR-003"),
        "show.md": card("TODO-SHOW", SHOW, verifies="FR-002", title="Show the list"),
    }
    made = replace(CardProject.create(room, cards, script=SCRIPT, configuration=CONFIGURATION), variables={"CI": ""})
    made.write("specs/001-list/spec.md", SPECIFICATION)
    made.write("golden/add.md", case("ADD", "todo add milk", "todo list"))
    made.write("constitutions/main.md", CONSTITUTION)
    made.repository.git("config", "user.name", "A Person")
    made.repository.git("config", "user.email", "person@example.org")
    expect(made.harness("golden", "record", "golden"))
    made.repository.commit("the list")
    carry_out(made)
    return made


def carry_out(made: CardProject, *commands: str) -> None:
    """Run cards, golden cases and checks, or some of them; all have to pass."""
    for command in commands or ("run-cards", "golden check", "check"):
        expect(made.harness(*command.split()))


def expect(done: Done, code: int = 0) -> Done:
    """What a command did, which ended as it was meant to."""
    assert done.code == code, done
    return done


def copy_of(recorded: CardProject, room: Path) -> CardProject:
    """The same project once more; the cache is shared."""
    shutil.copytree(recorded.folder, room / "project", symlinks=True)
    return replace(recorded, folder=room / "project")


def edit(made: CardProject, name: str, change: Callable[[str], str]) -> None:
    """Change a file of the project."""
    before = (made.folder / name).read_text()
    after = change(before)
    assert after != before
    made.write(name, after)
