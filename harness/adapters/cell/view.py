"""The asking side of a view: starts processes there, connects and opens files there; what they mean lies elsewhere."""

from __future__ import annotations

import array
import contextlib
import errno
import marshal
import os
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.errors import MachineError

_MESSAGE_SIZE = 1 << 16


class ViewLost(MachineError):
    """The view ended while something was asked of it."""


class Refusal(OSError):
    """The view could not do what was asked: the operating system's error, as seen inside."""


@dataclass(frozen=True)
class Ending:
    """How a process ended: ``status`` is its exit code, or minus the signal; CPU seconds of it and its waited-for children."""

    status: int
    cpu_seconds: float


class Process:
    """A process in a view. Leaving it unclosed keeps it running; ``close`` kills its process group if it still runs."""

    def __init__(self, line: socket.socket, pid: int) -> None:
        self.line = line
        self.pid = pid
        self.ending: Ending | None = None

    def fileno(self) -> int:
        """The descriptor that becomes readable when there is news of this process."""
        return self.line.fileno()

    def news(self) -> Ending:
        """Read how it ended. Raises ViewLost when the view is gone."""
        _, status, cpu_seconds = _receive(self.line)[0]
        self.ending = Ending(status, cpu_seconds)
        return self.ending

    def wait(self, seconds: float | None = None) -> Ending | None:
        """Wait for the end; None when ``seconds`` pass first. Raises ViewLost when the view is gone."""
        self.line.settimeout(seconds)
        try:
            return self.ending or self.news()
        except TimeoutError:
            return None

    def signal(self, number: int) -> None:
        """Send a signal to the process group; one that already ended is left alone."""
        if self.ending is None:
            try:
                self.line.send(str(number).encode())
            except OSError:
                return

    def close(self) -> None:
        """Kill what still runs and forget it."""
        self.signal(signal.SIGKILL)
        self.line.close()


class Connection(socket.socket):
    """A connection that may take so many seconds in all: a peer that sends a byte now and then does not win it more time."""

    def __init__(self, descriptor: int, seconds: float) -> None:
        super().__init__(fileno=descriptor)
        self._deadline = time.monotonic() + seconds
        self.settimeout(seconds)

    def recv_into(self, *arguments: Any) -> int:
        """As socket.recv_into; raises TimeoutError when the time is used up."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self.settimeout(left)
        return super().recv_into(*arguments)


class View:
    """One side of a link to an agent; safe to use from several threads.

    ``private`` are folders that nothing is started in, but at home instead, unless whoever starts it is ``trusted``: a folder
    that the user names may lead into them by links and dots, so it is the agent that looks, once it is there.
    """

    def __init__(
        self,
        link: socket.socket,
        environment: Mapping[str, str],
        limits: Sequence[tuple[str, int]],
        private: Sequence[str] = (),
    ) -> None:
        self._link = link
        self.environment = dict(environment)
        self._limits = list(limits)
        self._private = list(private)

    def dressed(self, environment: Mapping[str, str]) -> View:
        """The same view with another environment for what is started in it."""
        return View(self._link, environment, self._limits, self._private)

    def start(
        self,
        argv: Sequence[str],
        folder: str,
        descriptors: Mapping[int, int],
        environment: Mapping[str, str] | None = None,
        trusted: bool = False,
        terminal: bool = False,
    ) -> Process:
        """Start ``argv``; ``descriptors`` maps the numbers it sees to ours, at most four. Raises Refusal if it cannot.

        With ``terminal`` its standard input becomes the terminal that controls it.
        """
        line = self._ask(
            {
                "kind": "start",
                "argv": list(argv),
                "folder": folder,
                "environment": {**self.environment, **(environment or {})},
                "limits": self._limits,
                "targets": list(descriptors),
                "private": self._private,
                "trusted": trusted,
                "terminal": terminal,
            },
            list(descriptors.values()),
        )
        message = _answer(line)[0]
        return Process(line, message[1])

    def connect(self, host: str, port: int, seconds: float) -> socket.socket:
        """A TCP connection in the view's network; ``host`` is an address; ``seconds`` are for all that is received over it.

        Raises OSError as connect(2) does there.
        """
        with self._ask({"kind": "socket", "six": ":" in host}) as line:
            _, descriptors = _answer(line)
            peer = Connection(descriptors[0], seconds)
        try:
            peer.connect((host, port))
        except OverflowError as error:
            peer.close()
            raise Refusal(errno.EADDRNOTAVAIL, "no such port") from error
        except OSError:
            peer.close()
            raise
        return peer

    def open(self, path: str, flags: int = os.O_RDONLY, parents: bool = False) -> int:
        """A descriptor of a file as the view sees it. Raises Refusal as open(2) does there."""
        with self._ask({"kind": "open", "path": path, "flags": flags, "parents": parents}) as line:
            _, descriptors = _answer(line)
            return descriptors[0]

    def close(self) -> None:
        """Hang up; the agent then ends."""
        with contextlib.suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()

    def _ask(self, request: dict[str, Any], descriptors: Sequence[int] = ()) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                socket.send_fds(self._link, [marshal.dumps(request)], [*descriptors, theirs.fileno()])
            except OSError as error:
                ours.close()
                if error.errno == errno.EMSGSIZE:
                    raise Refusal(error.errno, "the command line is too long") from error
                raise ViewLost("the cell ended early", "see the other messages of this card") from error
        return ours


def await_agent(link: socket.socket, seconds: float) -> bool:
    """Whether the agent at the other end of ``link`` came up in time."""
    link.settimeout(seconds)
    try:
        came_up = link.recv(16) == b"up"
    except OSError:
        return False
    link.settimeout(None)
    return came_up


def _answer(line: socket.socket) -> tuple[tuple[Any, ...], list[int]]:
    try:
        message, descriptors = _receive(line)
    except ViewLost:
        line.close()
        raise
    if message[0] == "failed":
        line.close()
        raise Refusal(message[1], message[2])
    return message, descriptors


def _receive(line: socket.socket) -> tuple[tuple[Any, ...], list[int]]:
    descriptors = array.array("i")
    space = socket.CMSG_SPACE(4 * descriptors.itemsize)
    try:
        data, ancillary, _, _ = line.recvmsg(_MESSAGE_SIZE, space, socket.MSG_CMSG_CLOEXEC)
    except (TimeoutError, BlockingIOError) as nothing_yet:
        raise TimeoutError from nothing_yet
    except OSError:
        data, ancillary = b"", []
    for _, _, raw in ancillary:
        descriptors.frombytes(raw[: len(raw) - len(raw) % descriptors.itemsize])
    if not data:
        raise ViewLost("the cell ended early", "see the other messages of this card")
    return marshal.loads(data), list(descriptors)
