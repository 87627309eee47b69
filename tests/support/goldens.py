"""A project with golden cases as a user would have it, recorded once and copied for each test, and ways to spoil it."""

from __future__ import annotations

import hashlib
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from fcntl import ioctl
from pathlib import Path
from termios import ICANON, TIOCSWINSZ, tcgetattr
from typing import Any

from harness.golden.snapshot_text import read_snapshot, write_snapshot
from tests.support.projects import CardProject, Done

SCRIPT = """#!/bin/sh
# a list of things
case "$1" in
  add) echo "$2" >> "$HOME/list.txt"; echo "added $2" ;;
  list) cat "$HOME/list.txt" 2>/dev/null || true ;;
  clear) rm -f "$HOME/list.txt" ;;
  when) date "+%Y-%m-%dT%H:%M:%SZ" ;;
  quiet) ;;
  big) head -c "$2" /dev/zero | tr '\\0' x ;;
  hang) exec sleep 600 ;;
  *) echo "unknown command: $1" >&2; exit 2 ;;
esac
"""
CONFIGURATION = """[product.commands]
todo = "{tree}/bin/todo"
"""


UNMEASURED = ("env", "-u", "COVERAGE_PROCESS_START", "-u", "COVERAGE_PROCESS_CONFIG")
"""Before a command on a disk that is full: what measures coverage would write there as well."""


def case(id: str, *commands: str, title: str = "", front: str = "") -> str:
    """A golden case that runs these commands."""
    steps = "".join(f"{number}. Run `{command}`.\n" for number, command in enumerate(commands, 1))
    extra = f"{front}\n" if front else ""
    head = f"---\nid: {id}\nverifies: [FR-001]\nsurface: terminal\n{extra}---\n"
    return f"{head}# {title or id.capitalize()}\n\n## Steps\n{steps}"


def project(room: Path, cases: dict[str, str], script: str = SCRIPT, configuration: str = CONFIGURATION) -> CardProject:
    """A project with golden cases that nobody has recorded yet; ``cases`` are texts by name below golden/."""
    made = CardProject.create(room, {}, script=script, configuration=configuration)
    for name, text in cases.items():
        made.write(f"golden/{name}", text)
    return replace(made, variables={"CI": ""})


def copy_of(recorded: CardProject, room: Path) -> CardProject:
    """The same project once more; the cache is shared."""
    shutil.copytree(recorded.folder, room / "project", symlinks=True)
    return replace(recorded, folder=room / "project")


def change(made: CardProject, before: str, after: str) -> None:
    """Make the product behave otherwise."""
    path = made.folder / "bin/todo"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def check(made: CardProject, *arguments: str) -> Done:
    """Check with a report that a test can read."""
    return made.harness("golden", "check", "--report", "json", *arguments)


def results(done: Done) -> dict[str, Any]:
    """What came of each case, by its id."""
    return {one["id"]: one for one in done.report["golden"]["cases"]}


def outcomes(done: Done) -> dict[str, str]:
    """The outcome of each case, by its id."""
    return {id: one["outcome"] for id, one in results(done).items()}


def files_below(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def redigested(text: str) -> str:
    """A snapshot that somebody wrote in, with a digest that holds."""
    return write_snapshot(read_snapshot(text.encode(), "forged.golden").snapshot)


def at_a_terminal(
    made: CardProject, *arguments: str, typed: Sequence[tuple[str, str]] = (), columns: int = 80, **variables: str
) -> Done:
    """Run ``harness`` at a terminal of its own; each of ``typed`` is what to wait for, and what is then typed."""
    controller, terminal = pty.openpty()
    ioctl(terminal, TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    variables = {"TERM": "xterm-256color", "PAGER": "cat", "LESS": "", **variables}
    process = subprocess.Popen(
        [sys.executable, "-m", "harness", *arguments],
        cwd=made.folder,
        env={**made.environment, **variables},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown, seen, left = "", 0, list(typed)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if left and left[0][0] in shown[seen:] and _listens(controller, left[0][1]):
            seen = shown.index(left[0][0], seen) + len(left[0][0])
            os.write(controller, left.pop(0)[1].encode())
        if select.select([controller], [], [], 0.05)[0]:
            try:
                shown += os.read(controller, 1 << 16).decode(errors="replace").replace("\r\n", "\n")
            except OSError:
                break
    else:
        process.kill()
    os.close(controller)
    code = process.wait()
    assert not left, f"never asked {left[0][0]!r}: {shown}"
    return Done(code, shown, "")


def _listens(controller: int, typed: str) -> bool:
    """Whether a key would be heard: what is typed before somebody waits for a key is thrown away."""
    return typed.endswith("\n") or not tcgetattr(controller)[3] & ICANON


def plain(text: str) -> str:
    """What a terminal shows, without its colours."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
