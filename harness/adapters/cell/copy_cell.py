"""The levels below ``cell``: a copy of the tree and one view that is both the product's and the user's; see ``frames``."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from harness.adapters.cell import browsing, bubblewrap
from harness.adapters.cell.browsing import BrowserView, Handover
from harness.adapters.cell.calls import CallServer, Command, command_table
from harness.adapters.cell.changes import folder_changes
from harness.adapters.cell.frames import Frame
from harness.adapters.cell.plan import CellPlan
from harness.adapters.cell.rooms import open_room, remove_room
from harness.adapters.cell.view import Process, View, await_agent
from harness.domain.results import TreeChange
from harness.errors import MachineError

_START_SECONDS = 30.0


class CopyCell:
    """A cell without an overlay, in the frame that ``frame`` makes of a room. Raises MachineError if it cannot start."""

    def __init__(self, plan: CellPlan, frame: Callable[[Path, CellPlan], Frame]) -> None:
        self._plan = plan
        self._lock = threading.Lock()
        self._closed = False
        self._child: subprocess.Popen[bytes] | None = None
        self._calls: CallServer | None = None
        self._handover: Handover | None = None
        self._room = open_room()
        self._frame = frame(self._room, plan)
        self.level = self._frame.level
        self.home = self._frame.home
        self.tree = self._frame.tree
        self.commands: Mapping[str, Command] = command_table(plan.commands, self.tree)
        try:
            self._lay_out()
            self.product = self._start()
            self._calls = CallServer(self._room, self._frame.calls, self.product, self.commands)
        except BaseException:
            self.close()
            raise
        path = f"{self._frame.calls}/bin:{self._frame.environment['PATH']}"
        self._user = self.product.dressed({**self._frame.environment, "PATH": path})

    def user(self) -> View:
        """The user's view: at this level the product's, with launchers in front."""
        return self._user

    def calls(self) -> CallServer | None:
        """The server of the launchers."""
        return self._calls

    def browser(self, program: str) -> BrowserView:
        """A browser that runs where product and user do, with a home of its own."""
        program = browsing.real_program(program)
        home = f"{self._frame.browser}/home"
        with self._lock:
            if self._closed:
                raise MachineError("the cell ended early", "see the other messages of this card")

            def start(arguments: Sequence[str], pipes: Mapping[int, int]) -> Process:
                # Relative: Chromium puts a socket there, whose address holds no more than 108 bytes (unix(7)).
                places = {"HOME": home, "TMPDIR": "tmp"}
                return self.product.start([program, *arguments], home, pipes, places)

            if self._handover is None:
                self._handover = Handover(self._room, start)
            return browsing.open_view(
                self._room, Handover.words(self._room), home, self._room / "browser/home/downloads"
            )

    def look(self) -> None:
        """Comparing all of the tree after each action would take too long: see ``holes``."""

    def changes(self) -> tuple[TreeChange, ...]:
        """In what the copy differs from the original now; what was changed and changed back does not show."""
        with self._lock:
            return () if self._closed else folder_changes(self._plan.lower, self._room / "tree")

    def close(self) -> None:
        """End every process and remove the copy."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        if self._calls:
            self._calls.close()
        if self._handover:
            self._handover.close()
        with contextlib.suppress(AttributeError):
            self.product.close()
        if self._child:
            self._frame.end(self._child)
        remove_room(self._room)

    def _lay_out(self) -> None:
        for name in ("home", *bubblewrap.SCRATCH, "browser/home/downloads", "browser/home/tmp"):
            (self._room / name).mkdir(parents=True)
        try:
            shutil.copytree(self._plan.lower, self._room / "tree", symlinks=True)
        except (OSError, shutil.Error) as error:
            raise MachineError(f"the tree cannot be copied to `{self._room}`: {error}", "make room there") from error

    def _start(self) -> View:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, (self._room / "complaint").open("wb") as complaint:
            try:
                self._child = subprocess.Popen(
                    self._frame.argv(theirs.fileno()),
                    cwd=self._room / "home",
                    stdin=subprocess.DEVNULL,
                    stdout=complaint,
                    stderr=complaint,
                    pass_fds=[theirs.fileno()],
                    env=bubblewrap.starting_environment(),
                    start_new_session=True,  # what is typed at our terminal is not for the cell
                )
            except OSError as error:
                raise MachineError(
                    f"the {self.level} did not start: {error.strerror}", "see `harness doctor`"
                ) from error
        if not await_agent(ours, _START_SECONDS):
            ours.close()
            said = (self._room / "complaint").read_text(errors="replace").strip().splitlines() or [
                "no answer from inside"
            ]
            raise MachineError(f"the {self.level} did not start: {said[-1]}", "see `harness doctor`")
        environment = {**bubblewrap.PRODUCT_ENVIRONMENT, **self._frame.environment, **self._plan.environment}
        return View(ours, environment, self._frame.limits)
