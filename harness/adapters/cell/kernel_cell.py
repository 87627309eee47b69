"""The level ``cell``: own kernel namespaces and an overlay on the tree; the user's view holds no product."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.adapters.cell import browsing, bubblewrap
from harness.adapters.cell.browsing import BrowserView
from harness.adapters.cell.calls import CallServer, Command, command_table
from harness.adapters.cell.changes import overlay_changes
from harness.adapters.cell.plan import DISK_FILES, MOST_PROCESSES, CellPlan, process_limits
from harness.adapters.cell.rooms import open_room, remove_room
from harness.adapters.cell.view import View, await_agent
from harness.domain.results import TreeChange
from harness.domain.verdicts import Isolation
from harness.errors import MachineError

_START_SECONDS = 30.0
_ENDING_SECONDS = 10.0
_NAMESPACED_PID_MAX = (6, 14)
"""The kernel from which ``kernel.pid_max`` belongs to a pid namespace; before it, it is the whole machine's."""

# Runs as the cell's own root, in namespaces that are not yet shared with any product, then becomes the product's view.
# Relative names: an overlay option cannot carry a path with a comma or a colon in it.
_INIT = """set -e
mount -t proc proc /proc
if [ -n "$2" ]; then echo "$2" > /proc/sys/kernel/pid_max; fi
cd "$1"
mount -t tmpfs -o "mode=755,$3" tmpfs disk
mkdir disk/upper disk/work disk/tree disk/home disk/tmp disk/shm
mkdir disk/browser disk/browser/home disk/browser/home/downloads disk/browser/tmp disk/browser/shm
chmod 1777 disk/tmp disk/shm disk/browser/tmp disk/browser/shm
mount -t overlay overlay -o lowerdir=lower,upperdir=disk/upper,workdir=disk/work,userxattr disk/tree
shift 3
echo 1000 > /proc/self/oom_score_adj
exec "$@"
"""


class KernelCell:
    """A cell with kernel namespaces for network, processes, mounts, users and IPC. Raises MachineError if it cannot start."""

    level = Isolation.CELL
    home = bubblewrap.HOME
    tree = bubblewrap.TREE

    def __init__(self, plan: CellPlan) -> None:
        self._plan = plan
        self._lock = threading.Lock()
        self._user: View | None = None
        self._calls: CallServer | None = None
        self._children: list[subprocess.Popen[bytes]] = []
        self._closed = False
        self._seen: dict[str, TreeChange] = {}
        self.commands: Mapping[str, Command] = command_table(plan.commands, self.tree)
        self._room = open_room()
        try:
            self.product = self._start()
        except BaseException:
            self.close()
            raise

    def user(self) -> View:
        """The user's view, opened when first asked for: no product source, only a home, a shell and launchers."""
        with self._lock:
            if self._user is None:
                self._user = self._open_user()
            return self._user

    def calls(self) -> CallServer | None:
        """The server of the launchers, if the user's view was ever opened."""
        return self._calls

    def browser(self, program: str) -> BrowserView:
        """A view with no product and no user's home: its network is the cell's, its profile lies on the cell's disk."""
        program = browsing.real_program(program)
        with self._lock:
            if self._closed:
                raise MachineError("the cell ended early", "see the other messages of this card")
            words = [*bubblewrap.yielding(), *self.enter, *self._browser_view(program), program]
            downloads = f"/proc/{self.pid}/root{self._disk}/browser/home/downloads"
            return browsing.open_view(self._room, words, self.home, Path(downloads))

    def look(self) -> None:
        """Note what the overlay's upper folder holds: what is made now and removed later leaves no trace in it."""
        with self._lock:
            if not self._closed:
                self._seen |= {change.path: change for change in overlay_changes(self._upper, self._plan.lower)}

    def changes(self) -> tuple[TreeChange, ...]:
        """All that the overlay's upper folder, which is the exact list of what was written, holds or was seen to hold."""
        self.look()
        return tuple(self._seen[path] for path in sorted(self._seen))

    def close(self) -> None:
        """Kill process 1 of the cell, and with it all others; the kernel drops its mounts and network."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        if self._calls:
            self._calls.close()
        if hasattr(self, "_first"):
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._first, signal.SIGKILL)
            # The kernel holds back the end of process 1 until all others of its namespace are gone: pid_namespaces(7).
            ended = select.poll()
            ended.register(self._first, select.POLLIN)
            ended.poll(_ENDING_SECONDS * 1000)
        for child in self._children:
            child.kill()
            child.wait()
        with contextlib.suppress(AttributeError):
            self.product.close()
        if self._user:
            self._user.close()
        for descriptor in ("_first", "_upper"):
            if hasattr(self, descriptor):
                os.close(getattr(self, descriptor))
        remove_room(self._room)

    @property
    def _disk(self) -> Path:
        return self._room / "disk"

    def _start(self) -> View:
        settings = bubblewrap.write_settings(self._room)
        system = bubblewrap.system(settings, self._disk, self._plan.toolchains, self._plan.hidden)
        for name in ("disk", "lower"):
            (self._room / name).mkdir()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        news_read, news_write = os.pipe()
        with theirs, os.fdopen(news_read, "rb") as news:
            argv = [*self._outer(news_write), *self._inner(system, self._product_mounts(), theirs.fileno())]
            try:
                self._spawn(argv, (theirs.fileno(), news_write))
            finally:
                os.close(news_write)
            theirs.close()
            self._expect(ours)
            self.pid: int = json.load(news)["child-pid"]
        self._first = os.pidfd_open(self.pid)
        self._upper = os.open(f"/proc/{self.pid}/root{self._disk}/upper", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        return View(ours, self._product_environment(), process_limits(), bubblewrap.PRIVATE)

    def _outer(self, news: int) -> list[str]:
        """The cell itself: everything unshared, its own root, the host's files still in sight for the mounts to come."""
        return [
            "bwrap",
            "--unshare-user",
            "--unshare-net",
            "--unshare-pid",
            "--unshare-ipc",
            "--uid",
            "0",
            "--gid",
            "0",
            "--cap-add",
            "ALL",
            "--die-with-parent",
            "--dev-bind",
            "/",
            "/",
            "--ro-bind",
            str(self._plan.lower),
            f"{self._room}/lower",
            "--info-fd",
            str(news),
            "--",
            "/bin/sh",
            "-c",
            _INIT,
            "sh",
            str(self._room),
            _own_pid_max(),
            f"size={self._plan.disk_bytes},nr_inodes={DISK_FILES}",
        ]

    def _inner(self, system: Sequence[str], mounts: Sequence[str], link: int) -> list[str]:
        return [
            *bubblewrap.confinement(),
            *system,
            "--bind",
            f"{self._disk}/home",
            self.home,
            *mounts,
            *bubblewrap.seal(),
            "--chdir",
            self.home,
            *bubblewrap.resident(link),
        ]

    def _browser_view(self, program: str) -> list[str]:
        hidden = [*self._plan.hidden, *bubblewrap.installed_packages()]
        environment = {**bubblewrap.ENVIRONMENT, "PATH": bubblewrap.search_path(())}
        return [
            *bubblewrap.confinement(),
            *(word for name, value in environment.items() for word in ("--setenv", name, value)),
            *bubblewrap.plain_system(self._room / "etc", self._disk / "browser", browsing.folders_of(program), hidden),
            "--bind",
            f"{self._disk}/browser/home",
            self.home,
            *bubblewrap.seal(),
            "--chdir",
            self.home,
            "--",
            *browsing.limited(process_limits()),
        ]

    def _product_mounts(self) -> list[str]:
        return ["--bind", f"{self._disk}/tree", self.tree]

    def _product_environment(self) -> dict[str, str]:
        path = bubblewrap.search_path(self._plan.toolchains)
        return {**bubblewrap.PRODUCT_ENVIRONMENT, "PATH": path, **self._plan.environment}

    def _open_user(self) -> View:
        seen = f"{bubblewrap.INSIDE}/calls"
        self._calls = CallServer(self._room, seen, self.product, self.commands)
        mounts = ["--ro-bind", str(self._calls.folder), seen]
        hidden = [*self._plan.hidden, *bubblewrap.installed_packages()]
        system = bubblewrap.system(self._room / "etc", self._disk, (), hidden)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            view = self._inner(system, mounts, theirs.fileno())
            self._spawn([*bubblewrap.yielding(), *self.enter, *view], (theirs.fileno(),))
        self._expect(ours)
        path = bubblewrap.search_path((), [bubblewrap.LAUNCHERS])
        return View(ours, {**bubblewrap.ENVIRONMENT, "PATH": path}, process_limits())

    @property
    def enter(self) -> list[str]:
        """The start of a command line that joins the cell's namespaces as its root."""
        return ["nsenter", "-t", str(self.pid), "-U", "-n", "-m", "-p", "-i", "--preserve-credentials", "--"]

    def _spawn(self, argv: Sequence[str], descriptors: Sequence[int]) -> None:
        complaint = (self._room / f"complaint{len(self._children)}").open("wb")
        with complaint:
            try:
                child = subprocess.Popen(
                    argv,
                    stdin=subprocess.DEVNULL,
                    stdout=complaint,
                    stderr=complaint,
                    pass_fds=descriptors,
                    env=bubblewrap.starting_environment(),
                    start_new_session=True,  # what is typed at our terminal is not for the cell
                )
            except OSError as error:
                raise MachineError(f"`{argv[0]}` cannot be run: {error.strerror}", "see `harness doctor`") from error
        self._children.append(child)

    def _expect(self, link: socket.socket) -> None:
        if await_agent(link, _START_SECONDS):
            return
        link.close()
        complaint = (self._room / f"complaint{len(self._children) - 1}").read_text(errors="replace").strip()
        last = complaint.splitlines()[-1] if complaint else "no answer from inside"
        raise MachineError(f"the cell did not start: {last}", "see `harness doctor`")


def has_own_process_limit() -> bool:
    """Whether the kernel lets a cell have a limit of processes of its own."""
    return kernel_version() >= _NAMESPACED_PID_MAX


def kernel_version() -> tuple[int, int]:
    """Major and minor number of the running kernel."""
    major, _, rest = os.uname().release.partition(".")
    minor = "".join(itertools.takewhile(str.isdigit, rest))
    return int(major), int(minor or 0)


def _own_pid_max() -> str:
    return str(MOST_PROCESSES + 300) if has_own_process_limit() else ""
