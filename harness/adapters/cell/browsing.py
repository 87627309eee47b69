"""A browser's view of a cell: what it can see, and the executable that starts it there; driving it lies elsewhere.

A driver on the host starts a browser as a child and talks to it over the descriptors 3 and 4. What it starts here is a small
script that becomes, or starts, the real browser inside; the descriptors go along.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import socket
import stat
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector

from harness.adapters.cell import bubblewrap
from harness.adapters.cell.view import Process, Refusal, ViewLost
from harness.errors import MachineError

_FORWARDER = Path(__file__).with_name("forwarder.py")
_PIPES = (3, 4)
_MOST_ARGUMENTS = 1 << 16
_SCRIPTS = "/usr/bin"
_REAL = ("/usr/lib/{name}/{name}", "/usr/lib64/{name}/{name}")
"""Where distributions keep the program that the script of a browser's name becomes in the end."""


@dataclass(frozen=True)
class BrowserView:
    """``executable`` starts the browser; ``downloads`` is the folder that it is told to save to, as it sees it."""

    executable: Path
    downloads: str
    folder: int

    def take(self, name: str) -> int:
        """A descriptor of something that was saved. Raises OSError; what is no plain file is never opened."""
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=self.folder)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Refusal(0, "not a plain file")
        return descriptor

    def remove(self, name: str) -> None:
        """Forget something that was saved."""
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=self.folder)

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self.folder)


def open_view(room: Path, words: Sequence[str], home: str, downloads: Path) -> BrowserView:
    """A view whose browser is started by the command line ``words``; ``downloads`` is its folder as we reach it."""
    script = room / "browser.sh"
    # The driver names a profile on the host: of a switch that is given twice the last counts.
    script.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@" --user-data-dir={shlex.quote(home)}/profile\n')
    script.chmod(0o755)
    folder = os.open(downloads, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    return BrowserView(script, f"{home}/downloads", folder)


def real_program(program: str) -> str:
    """The browser itself where ``program`` is a script of the distribution, which reads settings that no view has."""
    real = os.path.realpath(program) if program else ""
    if os.path.dirname(real) != _SCRIPTS or not _is_script(real):
        return real
    places = (place.format(name=os.path.basename(program)) for place in _REAL)
    return next((place for place in places if os.access(place, os.X_OK)), real)


def limited(limits: Sequence[tuple[str, int]]) -> list[str]:
    """The start of a command line that has limits, for a view without an agent."""
    options = [f"--{name.removeprefix('RLIMIT_').lower()}={most}" for name, most in limits]
    return ["prlimit", *options, "--"]


def folders_of(program: str) -> tuple[str, ...]:
    """What a view must show for a program that lies outside ``/usr``."""
    return () if not program or program.startswith("/usr/") else (os.path.dirname(program),)


def _is_script(program: str) -> bool:
    try:
        with open(program, "rb") as file:
            return file.read(2) == b"#!"
    except OSError:
        return False


Start = Callable[[Sequence[str], Mapping[int, int]], Process]


class Handover:
    """Takes over the descriptors of a browser that the driver meant to start, and has ``start`` start the real one."""

    def __init__(self, room: Path, start: Start) -> None:
        self._start = start
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with _inside(room) as folder:
            self._socket.bind(f"{folder}/handover")
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve, name="browsers", daemon=True)
        self._thread.start()

    @staticmethod
    def words(room: Path) -> list[str]:
        """The command line that hands over."""
        return [bubblewrap.own_interpreter()[0], "-I", "-S", str(_FORWARDER), str(room)]

    def close(self) -> None:
        """Start no further one."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(1.0)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                link, _ = self._socket.accept()
                threading.Thread(target=self._attend, args=(link,), name="browser", daemon=True).start()

    def _attend(self, link: socket.socket) -> None:
        """Stay until the browser ends or the driver gives it up."""
        with link, contextlib.suppress(MachineError, OSError):
            data, pipes, _, _ = socket.recv_fds(link, _MOST_ARGUMENTS, len(_PIPES))
            try:
                process = self._start(data.decode().split("\0"), dict(zip(_PIPES, pipes, strict=True)))
            finally:
                for pipe in pipes:
                    os.close(pipe)
            with contextlib.closing(process), DefaultSelector() as selector, contextlib.suppress(ViewLost):
                selector.register(process, EVENT_READ)
                selector.register(link, EVENT_READ)
                selector.select()


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[str]:
    """A short name of a folder: an address of a socket holds no more than 108 bytes (unix(7))."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)
