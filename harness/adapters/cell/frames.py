"""What stands around a copied tree: one bubblewrap (``sandbox``) or nothing at all (``export``)."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from harness.adapters.cell import bubblewrap
from harness.adapters.cell.bubblewrap import AGENT, own_interpreter
from harness.adapters.cell.plan import CellPlan
from harness.domain.verdicts import Isolation

_ENDING_SECONDS = 5.0


class Frame(Protocol):
    """Where things lie for those inside, how the agent is started, and how everything is ended."""

    level: Isolation
    home: str
    tree: str
    launchers: str
    environment: dict[str, str]

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
    launchers = bubblewrap.LAUNCHERS

    def __init__(self, room: Path, plan: CellPlan) -> None:
        self._room = room
        self._toolchains = plan.toolchains
        self.environment = {**bubblewrap.ENVIRONMENT, "PATH": bubblewrap.search_path(plan.toolchains)}

    def argv(self, link: int) -> Sequence[str]:
        """Bubblewrap around the agent. The room's call server is bound as a folder: it comes up after the agent."""
        calls = self._room / "calls"
        calls.mkdir()
        return [
            *bubblewrap.confinement(),
            "--unshare-net",
            *bubblewrap.system(bubblewrap.write_settings(self._room), self._toolchains),
            "--bind",
            str(self._room / "home"),
            self.home,
            "--bind",
            str(self._room / "tmp"),
            "/tmp",
            "--bind",
            str(self._room / "tree"),
            self.tree,
            "--ro-bind",
            str(calls),
            f"{bubblewrap.INSIDE}/calls",
            "--chdir",
            self.home,
            *bubblewrap.resident(link),
        ]

    def end(self, child: subprocess.Popen[bytes]) -> None:
        """Kill bubblewrap; process 1 inside dies with it, and with that all others."""
        child.kill()
        child.wait()


class HostFrame:
    """Nothing: processes of the host in a folder of their own."""

    level = Isolation.EXPORT

    def __init__(self, room: Path, plan: CellPlan) -> None:
        self.home = str(room / "home")
        self.tree = str(room / "tree")
        self.launchers = str(room / "calls" / "bin")
        path = ":".join([*(f"{folder}/bin" for folder in plan.toolchains), os.environ.get("PATH", os.defpath)])
        made_up = {"HOME": self.home, "TMPDIR": str(room / "tmp"), "PATH": path}
        self.environment = {**bubblewrap.ENVIRONMENT, **made_up}

    def argv(self, link: int) -> Sequence[str]:
        """The bare agent."""
        return [own_interpreter()[0], "-I", "-S", str(AGENT), str(link)]

    def end(self, child: subprocess.Popen[bytes]) -> None:
        """Kill every descendant, which all stay the agent's because it is their subreaper (prctl(2)), then the agent."""
        until = time.monotonic() + _ENDING_SECONDS
        while (alive := list(_descendants(child.pid))) and time.monotonic() < until:
            for pid in alive:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.002)
        child.kill()
        child.wait()


def _descendants(pid: int) -> Iterator[int]:
    """Every living process below one, nearest first, as /proc tells; dead ones that no one has waited for do not count."""
    try:
        children = [
            int(word) for path in Path(f"/proc/{pid}/task").glob("*/children") for word in path.read_text().split()
        ]
    except OSError:
        return
    for child in children:
        if _is_alive(child):
            yield child
        yield from _descendants(child)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False
