"""Small products to run cards on, a realistic one in Python and a cheap one in sh, with cards and prysk tests."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import run

PYTHON = """#!/usr/bin/python3
import argparse
import json
import pathlib

store = pathlib.Path("notes.json")
parser = argparse.ArgumentParser(prog="note")
parser.add_argument("verb", choices=["add", "list"])
parser.add_argument("text", nargs="?")
arguments = parser.parse_args()
notes = json.loads(store.read_text()) if store.exists() else []
if arguments.verb == "add":
    if not arguments.text:
        parser.error("a note needs a text")
    store.write_text(json.dumps([*notes, arguments.text]))
    print(f"Noted {arguments.text}")
else:
    print("\\n".join(notes) or "No notes")
"""

SHELL = """#!/bin/sh
case "$1" in
  list) if [ -f notes ]; then while read -r line; do echo "$line"; done < notes; else echo "No notes"; fi ;;
  add)
    if [ -z "$2" ]; then echo "note: error: a note needs a text" >&2; exit 2; fi
    echo "$2" >> notes
    echo "Noted $2"
    ;;
esac
"""

# Three commands; the probe of "nothing changed" runs before and after, so four are run, here and in prysk.
CARD = """---
id: NOTE-{number:04}
verifies: [FR-001]
surface: terminal
tier: foundation
---
# Keep a note ({number})

A user writes a note down and finds it again.

## Steps
1. Run `note add tea`.
   - It succeeds.
   - You see "Noted tea".

## Bad input
1. Run `note add`.
   - It is refused.
   - You see "a note needs a text".
   - Nothing changed: `note list` still shows "tea".
"""

PRYSK = """  $ note add tea
  Noted tea
  $ note list
  tea
  $ note add 2>/dev/null
  [2]
  $ note list
  tea
"""

SPECIFICATION = """# Notes

- **FR-001**: System MUST keep notes.
"""

CONFIGURATION = """[product.commands]
note = "{tree}/note"
"""

COMMANDS = (("add", "tea"), ("list",), ("add",), ("list",))


@dataclass(frozen=True)
class Product:
    """A git repository with the product, and beside it the same commands as prysk tests."""

    name: str
    repository: Path
    prysk_tests: Path

    @property
    def program(self) -> Path:
        """The product itself, for a bare call."""
        return self.repository / "note"


PROGRAMS = {"python": PYTHON, "sh": SHELL}


def make(name: str, folder: Path, cards: int, files: int = 0) -> Product:
    """A committed product with so many cards, so many prysk tests and so many other files."""
    repository = folder / f"{name}-{cards}-{files}"
    repository.mkdir()
    _write(repository / "note", PROGRAMS[name].replace("/usr/bin/python3", _interpreter()), executable=True)
    _write(repository / "harness.toml", CONFIGURATION)
    _write(repository / "specs" / "spec.md", SPECIFICATION)
    for number in range(cards):
        _write(repository / "testcards" / f"note-{number:04}.md", CARD.format(number=number))
    for number in range(files):
        _write(repository / "data" / f"{number // 500:03}" / f"{number:05}.txt", f"file {number}\n")
    _write(repository / ".gitignore", ".harness/\n")
    prysk_tests = folder / f"{repository.name}-prysk"
    for number in range(cards):
        _write(prysk_tests / f"note-{number:04}.t", PRYSK)
    git = ["git", "-C", repository, "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0"]
    run(["git", "init", "-q", repository])
    run([*git, "add", "-A"])
    run([*git, "commit", "-q", "-m", "Notes"])
    return Product(name, repository, prysk_tests)


def _interpreter() -> str:
    """The same interpreter for the bare call, for prysk and in the cell."""
    system = Path("/usr/bin/python3")
    return str(system if system.exists() else Path(sys.executable).resolve())


def _write(path: Path, text: str, executable: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    if executable:
        path.chmod(0o755)
