"""One ast-grep process: its start, its end, and what it said of files and rules; its matches are read elsewhere."""

from __future__ import annotations

import os
import re
import select
import shutil
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
_CHUNK = 1 << 18
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
    """ast-grep over a folder, started at once. ``threads`` is 0 where it may choose."""

    def __init__(self, program: str, folder: Path, output: int, seconds: float, threads: int = 0) -> None:
        self._said = folder / "said.txt"
        self._left = output
        self._until = time.monotonic() + seconds
        self._is_full = False
        self.threads = threads
        self.trouble = ""
        command = [program, "scan", "-c", CONFIGURATION, "--json=stream", "--inspect", "entity", f"-j{threads}"]
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [*command, *_UNHIDE, FILES],
                cwd=folder,
                env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
            )

    def lines(self) -> Iterator[bytes]:
        """What it prints, line by line, until it ends, or is ended because it prints too much or takes too long."""
        begun: list[bytes] = []
        for chunk in self._chunks():
            first, *others = chunk.split(b"\n")
            begun.append(first)
            for line in others:
                yield b"".join(begun)
                begun = [line]

    def _chunks(self) -> Iterator[bytes]:
        assert self._process.stdout is not None
        output = self._process.stdout.fileno()
        ready = select.poll()
        ready.register(output, select.POLLIN)
        while ready.poll(max(0.0, self._until - time.monotonic()) * 1000):
            chunk = os.read(output, _CHUNK)
            if not chunk:
                return
            self._left -= len(chunk)
            if self._left < 0:
                self._is_full = True
                return self.kill()
            yield chunk
        self.trouble = "takes too long"
        self.kill()

    def end(self) -> End:
        """How it ended. Its lines must have been read before."""
        status = self._process.wait()
        if self._is_full:
            return End.FULL
        if status == _REFUSED:
            return End.REFUSED
        if not self.trouble and status in _FINISHED and "panicked at" not in self._text():
            return End.DONE
        self.trouble = self.trouble or "fails"
        return End.LOST

    def kill(self) -> None:
        """End it; more than once does no harm."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

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
