"""Serves the launchers of one cell: starts the real command in the product's view and notes every call."""

from __future__ import annotations

import array
import contextlib
import errno
import os
import re
import selectors
import shlex
import signal
import socket
import stat
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.cell.bubblewrap import own_interpreter
from harness.adapters.cell.view import Process, Refusal, View, ViewLost
from harness.domain.observations import ProductCall

LAUNCHER = Path(__file__).with_name("launcher.py")
_MESSAGE_SIZE = 1 << 20
_MOST_CALLS = 128
"""Calls under way at once: more than a person makes, fewer than would exhaust our descriptors."""

_REQUEST_SECONDS = 30.0
"""A launcher sends its request at once; whoever does not is none, and must not hold a place for ever."""

_PASSING = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED, errno.EINTR)
_PAUSE = 0.05

# Variables that change what code a program loads: with them the user could read or replace the product from outside.
_LOADERS = re.compile(
    r"(LD_|DYLD_|GCONV_|GLIBC_|MALLOC_|SSL_|OPENSSL_|GIT_|BASH_|XDG_CONFIG|XDG_DATA"
    r"|PYTHON|PYTEST_|PIP_|UV_|COVERAGE_|DJANGO_|FLASK_|GUNICORN_|UVICORN_|NODE_|NPM_|DENO_|BUN_|TS_NODE_|RUBY|GEM_|BUNDLE_"
    r"|PERL|PHP|LUA_|JAVA_|JDK_|_JAVA|CLASSPATH|DOTNET_|COMPlus_|COMPLUS_|CORECLR_|MONO_|GODEBUG|GOTRACEBACK|RUST_"
    r"|R_|JULIA_|ERL_|ELIXIR_|MIX_|TCL|GUILE_|GTK_|GDK_|GIO_|QT_)"
    r"|(PATH|ENV|IFS|SHELLOPTS|BASHOPTS|PS4|PROMPT_COMMAND|_|SHLVL|PWD|OLDPWD|HOME|USER|LOGNAME|TMPDIR|SHELL|BROWSER|VISUAL"
    r"|LOCPATH|NLSPATH|HOSTALIASES|.*EDITOR|.*PAGER)$"
)


@dataclass(frozen=True)
class Command:
    """A product command: what the user types and the words that it runs as."""

    name: str
    argv: tuple[str, ...]


def command_table(commands: Mapping[str, str], tree: str) -> dict[str, Command]:
    """The product's commands with ``{tree}`` filled in and split into words as a shell does."""
    return {name: Command(name, tuple(shlex.split(text.replace("{tree}", tree)))) for name, text in commands.items()}


def passed_on(environment: Mapping[str, str]) -> dict[str, str]:
    """What of a caller's environment the product receives: all but what steers loaders and interpreters."""
    return {name: value for name, value in environment.items() if not _LOADERS.match(name)}


class CallServer:
    """Listens at ``room``/calls/recorder for launchers, which it also writes to ``room``/calls/bin.

    ``seen`` is the name of ``room``/calls for those who run the launchers.
    """

    def __init__(self, room: Path, seen: str, product: View, commands: Mapping[str, Command]) -> None:
        self._product = product
        self._commands = commands
        self._lock = threading.Lock()
        self._calls: list[ProductCall] = []
        self._slots = threading.BoundedSemaphore(_MOST_CALLS)
        self.folder = room / "calls"
        _write_launchers(self.folder, seen, commands)
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with _short(self.folder) as short:
            self._server.bind(f"{short}/recorder")
        self._server.listen(_MOST_CALLS)
        threading.Thread(target=self._serve, name="calls", daemon=True).start()

    def take_calls(self) -> tuple[ProductCall, ...]:
        """The calls that ended since this was last asked, oldest first."""
        with self._lock:
            calls, self._calls = tuple(self._calls), []
        return calls

    def close(self) -> None:
        """Take no more calls."""
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        while True:
            self._slots.acquire()
            try:
                link, _ = self._server.accept()
            except OSError as error:
                self._slots.release()
                if error.errno not in _PASSING:
                    return
                time.sleep(_PAUSE)
                continue
            try:
                threading.Thread(target=self._answer, args=(link,), name="call", daemon=True).start()
            except RuntimeError:  # no more threads: the caller sees that the recorder is gone
                link.close()
                self._slots.release()

    def _answer(self, link: socket.socket) -> None:
        try:
            with link:
                self._perform(link)
        except (OSError, ValueError, ViewLost):
            return  # the caller or the cell is gone, or it was no launcher that called
        finally:
            self._slots.release()

    def _perform(self, link: socket.socket) -> None:
        descriptors = array.array("i")
        try:
            link.settimeout(_REQUEST_SECONDS)
            data, ancillary, _, _ = link.recvmsg(_MESSAGE_SIZE, socket.CMSG_SPACE(3 * 4), socket.MSG_CMSG_CLOEXEC)
            for _, _, raw in ancillary:
                descriptors.frombytes(raw[: len(raw) - len(raw) % 4])
            link.settimeout(None)
            process, call = self._start(data, descriptors)
        except Refusal as refusal:
            link.send(f"failed {refusal.strerror}".encode())
            return
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        status = _follow(process, link)
        with self._lock:
            self._calls.append(call.model_copy(update={"status": status}))
        link.send(f"ended {status}".encode())

    def _start(self, data: bytes, descriptors: array.array[int]) -> tuple[Process, ProductCall]:
        name, folder, count, *rest = [os.fsdecode(word) for word in data.split(b"\0")]
        arguments, variables = rest[: int(count)], rest[int(count) :]
        if name not in self._commands or len(descriptors) != 3:
            raise ValueError(name)
        if any(stat.S_ISDIR(os.fstat(descriptor).st_mode) for descriptor in descriptors):
            raise Refusal(errno.EISDIR, os.strerror(errno.EISDIR))  # a way out of one view into the other
        process = self._product.start(
            [*self._commands[name].argv, *arguments],
            folder,
            dict(enumerate(descriptors)),
            passed_on(dict(variable.split("=", 1) for variable in variables if "=" in variable)),
        )
        shown = tuple(argument.encode(errors="backslashreplace").decode() for argument in arguments)
        return process, ProductCall(name=name, arguments=shown, status=0)


def _follow(process: Process, link: socket.socket) -> int:
    """Pass the caller's signals on until the process ends; a caller that is gone ends the process."""
    with selectors.DefaultSelector() as selector, contextlib.closing(process):
        selector.register(process, selectors.EVENT_READ)
        selector.register(link, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is process:
                    return process.news().status
                elif received := link.recv(64):
                    process.signal(signal.Signals(int(received)))
                else:
                    selector.unregister(link)
                    process.signal(signal.SIGKILL)


@contextlib.contextmanager
def _short(folder: Path) -> Iterator[str]:
    """A name of a folder that fits into a socket's address, which holds 108 bytes (unix(7))."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)


def _write_launchers(folder: Path, seen: str, commands: Mapping[str, Command]) -> None:
    launchers = folder / "bin"
    launchers.mkdir(parents=True, exist_ok=True)
    program = folder / "launcher"
    # By way of a link: the kernel cuts the first line of a script at a space and at 255 bytes (execve(2)).
    (folder / "python").symlink_to(own_interpreter()[0])
    program.write_text(f"#!{seen}/python -IS\n{LAUNCHER.read_text()}")
    program.chmod(0o755)
    for name in commands:
        os.link(program, launchers / name)
