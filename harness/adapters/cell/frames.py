"""What stands around a copied tree: one bubblewrap (``sandbox``) or nothing at all (``export``)."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from harness.adapters.cell import bubblewrap
from harness.adapters.cell.browsing import folders_of, real_program
from harness.adapters.cell.bubblewrap import AGENT, own_interpreter
from harness.adapters.cell.plan import CellPlan, process_limits
from harness.adapters.programs import find_chromium
from harness.domain.verdicts import Isolation

_ENDING_SECONDS = 5.0


class Frame(Protocol):
    """Where things lie for those inside, how the agent is started, and how everything is ended."""

    level: Isolation
    home: str
    tree: str
    calls: str
    browser: str
    environment: dict[str, str]
    limits: tuple[tuple[str, int], ...]

    def argv(self, link: int) -> Sequence[str]:
        """The command line of the agent."""
        ...

    def end(self, child: subprocess.Popen[bytes]) -> None:
        """End the agent and every process that descends from it."""
        ...


class SandboxFrame:
    """One bubblewrap with its own network and processes; user and product share all of it."""

    level = Isolation.SANDBOX
    home = bubblewrap.HOME
    tree = bubblewrap.TREE
    calls = f"{bubblewrap.INSIDE}/calls"
    browser = "/home/browser"

    def __init__(self, room: Path, plan: CellPlan) -> None:
        self._room = room
        self._plan = plan
        self.limits = process_limits()
        self.environment = {**bubblewrap.ENVIRONMENT, "PATH": bubblewrap.search_path(plan.toolchains)}

    def argv(self, link: int) -> Sequence[str]:
        """Bubblewrap around the agent. The room's call server is bound as a folder: it comes up after the agent."""
        calls = self._room / "calls"
        calls.mkdir()
        return [
            *bubblewrap.yielding(),
            *bubblewrap.confinement(),
            "--unshare-net",
            *bubblewrap.system(bubblewrap.write_settings(self._room), self._room, self._visible(), self._plan.hidden),
            "--bind",
            str(self._room / "home"),
            self.home,
            "--bind",
            str(self._room / "tree"),
            self.tree,
            "--ro-bind",
            str(calls),
            self.calls,
            "--bind",
            str(self._room / "browser"),
            self.browser,
            *bubblewrap.seal(),
            "--chdir",
            self.home,
            *bubblewrap.resident(link),
        ]

    def _visible(self) -> list[str]:
        """What lies outside ``/usr`` and is needed: here a browser sees what all others see."""
        return [*self._plan.toolchains, *folders_of(real_program(find_chromium()))]

    def end(self, child: subprocess.Popen[bytes]) -> None:
        """Kill process 1 inside, whose end the kernel holds back until all others are gone; bubblewrap follows it."""
        for first in _children(child.pid):
            _kill(first)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_ENDING_SECONDS)
        child.kill()
        child.wait()


class HostFrame:
    """Nothing: processes of the host in a folder of their own."""

    level = Isolation.EXPORT

    def __init__(self, room: Path, plan: CellPlan) -> None:
        self.home = str(room / "home")
        self.tree = str(room / "tree")
        self.calls = str(room / "calls")
        self.browser = str(room / "browser")
        path = ":".join([*(f"{folder}/bin" for folder in plan.toolchains), os.environ.get("PATH", os.defpath)])
        made_up = {"HOME": self.home, "TMPDIR": str(room / "tmp"), "PATH": path}
        self.environment = {**bubblewrap.ENVIRONMENT, **made_up}
        # Here the limit counts all that this user runs on the machine (setrlimit(2)).
        self.limits = tuple(
            (name, most + _own_tasks() if name == "RLIMIT_NPROC" else most) for name, most in process_limits()
        )

    def argv(self, link: int) -> Sequence[str]:
        """The bare agent."""
        return [own_interpreter()[0], "-I", "-S", str(AGENT), str(link)]

    def end(self, child: subprocess.Popen[bytes]) -> None:
        """Wait for the agent, which ends all below it when the link is cut; do it ourselves where it does not."""
        below = list(_descendants(child.pid))
        try:
            child.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            for pid in below:
                _kill(pid)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def _own_tasks() -> int:
    """How many threads the user of this process runs."""
    user = os.getuid()
    return sum(_tasks(entry.path) for entry in os.scandir("/proc") if entry.name.isdigit() and _is_of(entry, user))


def _tasks(process: str) -> int:
    try:
        return len(os.listdir(f"{process}/task"))
    except OSError:
        return 0


def _is_of(entry: os.DirEntry[str], user: int) -> bool:
    try:
        return entry.stat().st_uid == user
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    """The processes that a process started, as /proc tells."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        return []


def _descendants(pid: int) -> Iterator[int]:
    """Every process below one, nearest first."""
    for child in _children(pid):
        yield child
        yield from _descendants(child)
