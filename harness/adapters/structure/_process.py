"""One ast-grep process: its start, its end, and what it said of files and rules; its matches are read elsewhere."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

from harness.adapters.structure._folder import CONFIGURATION, FILES
from harness.errors import MachineError

_PROGRAM = "ast-grep"
_UNHIDE = [word for kind in ("hidden", "dot", "exclude", "global", "parent", "vcs") for word in ("--no-ignore", kind)]
_FILE = re.compile(rf"sg: entity\|file\|{FILES}/([^:]+): (?:language=|skipped=(\w+))")
_REFUSED = 8
_FINISHED = (0, 1)
"""Its exit status where it went through everything, without and with findings of severity ``error``."""


class End(Enum):
    """How a process ended: through with everything, refusing the rules, having printed too much, or failing."""

    DONE = auto()
    REFUSED = auto()
    FULL = auto()
    LOST = auto()


def find_program() -> str:
    """The ``ast-grep`` that came with this installation, else one on ``PATH``. Raises MachineError where there is none."""
    beside = [
        os.path.join(folder, _PROGRAM) for folder in (sysconfig.get_path("scripts"), os.path.dirname(sys.executable))
    ]
    own = next((path for path in beside if os.access(path, os.X_OK)), None)
    program = own or shutil.which(_PROGRAM)
    if program is None:
        raise MachineError("`ast-grep` is not installed", "pip install ast-grep-cli")
    return program


class Process:
    """ast-grep over a folder, started at once. What it prints goes to files, so that it never waits for us."""

    def __init__(self, program: str, folder: Path, output: int, seconds: float, threads: int = 0) -> None:
        self.printed = folder / "matches.jsonl"
        self._said = folder / "said.txt"
        self._until = time.monotonic() + seconds
        self.trouble = ""
        command = [program, "scan", "-c", CONFIGURATION, "--json=stream", "--inspect", "entity", f"-j{threads}"]
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)}
        with self.printed.open("wb") as printed, self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [*command, *_UNHIDE, FILES],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=said,
            )
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (output, output))

    def wait(self) -> End:
        """Wait until it ends, or end it where it takes too long."""
        try:
            status = self._process.wait(max(0.0, self._until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()
            self.trouble = "takes too long"
            return End.LOST
        if status == -signal.SIGXFSZ:
            return End.FULL
        if status == _REFUSED:
            return End.REFUSED
        if status in _FINISHED and "panicked at" not in self._text():
            return End.DONE
        self.trouble = "fails"
        return End.LOST

    def kill(self) -> None:
        """End it; more than once does no harm."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def seen(self) -> dict[str, str]:
        """The name of each file that it came to, in order, with the word for why it was skipped; empty where it was not."""
        return dict(self._files())

    def last_seen(self) -> str:
        """The name of the last file that it came to; empty where there is none."""
        return next(reversed(self.seen()), "")

    def refusal(self) -> str:
        """Why it refused the rules, in one line: the innermost cause that it gives."""
        causes = self._text().partition("Caused by")[2].split("╰▻")
        lines = [line.strip() for line in causes[-1].splitlines() if line.strip()]
        plain = next((line for line in reversed(lines) if line.startswith("error: ")), " ".join(lines))
        return re.sub(r" at line \d+, column \d+$", "", plain.removeprefix("error: ")) or "no cause is given"

    def _files(self) -> Iterator[tuple[str, str]]:
        with self._said.open(errors="replace") as lines:
            for line in lines:
                if found := _FILE.match(line):
                    yield found[1], found[2] or ""

    def _text(self) -> str:
        return self._said.read_text(errors="replace")
