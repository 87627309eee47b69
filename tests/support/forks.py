"""Starts ``harness`` as a process of its own without loading it each time: a process that has loaded it is forked.

What is started has its own process, arguments, environment, folder and streams, and ends as ``python -m harness`` ends. Where
that is not enough (another interpreter's settings, a command around it, a terminal), tests start it in the ordinary way.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

_MOST_BYTES = 1 << 17
_HEAVY = ("playwright.sync_api", "anthropic", "rich.console", "rich.live")
_APART = ("harness.__main__", "harness.adapters.cell.", "harness.pytest_plugin", "harness.testing")


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it wrote."""

    code: int
    out: bytes
    err: bytes


def harness(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], typed: bytes = b"") -> Ended:
    """Run ``python -m harness`` to its end, with ``typed`` on standard input."""
    if _settings(environment) != _settings(os.environ):
        return _anew(arguments, folder, environment, typed)
    with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        into.write(typed)
        into.seek(0)
        code = _forked(json.dumps([list(arguments), str(folder), dict(environment)]).encode(), (into, out, err))
        return Ended(code, _all(out), _all(err))


def _anew(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], typed: bytes) -> Ended:
    command = [sys.executable, "-m", "harness", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, input=typed, capture_output=True, check=False)
    return Ended(done.returncode, done.stdout, done.stderr)


def _settings(environment: Mapping[str, str]) -> dict[str, str]:
    """What an interpreter reads when it starts."""
    return {name: value for name, value in environment.items() if name.startswith(("PYTHON", "LC_", "LANG"))}


def _all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _forked(request: bytes, streams: Sequence[IO[bytes]]) -> int:
    """The exit code; negative is a signal's number, as ``subprocess`` has it."""
    answers, answered = os.pipe()
    try:
        socket.send_fds(begun(), [request], [*(one.fileno() for one in streams), answered])
    finally:
        os.close(answered)
    with open(answers, "rb") as pipe:
        told = pipe.read()
    assert told, "the process that has harness loaded is gone"
    return os.waitstatus_to_exitcode(int(told))


@cache
def begun() -> socket.socket:
    """The way to the process that has loaded everything; it ends with ours."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-P", __file__, str(theirs.fileno())]
        null = subprocess.DEVNULL
        _keep.append(subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=null, stdout=null))
    return ours


_keep: list[subprocess.Popen[bytes]] = []


# --- the process that is forked ---------------------------------------------------------------------------------------


def _load() -> None:
    import harness as package

    for found in pkgutil.walk_packages(package.__path__, "harness."):
        if not found.name.startswith(_APART):
            with suppress(ImportError):  # a part of an extra that is not installed
                importlib.import_module(found.name)
    for name in _HEAVY:
        with suppress(ImportError):
            importlib.import_module(name)


def _write_down() -> None:
    """Where coverage is measured, keep what loading has run: else each process that is forked would write it again."""
    measuring = sys.modules.get("coverage")
    current = measuring.Coverage.current() if measuring else None
    if current is not None:
        current.save()


def _serve(requests: socket.socket) -> None:
    """Fork for each request, and tell how each child ended; returns in every child, and when nobody asks any more."""
    waiting: dict[int, int] = {}
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        ready = _ready(requests, woken)
        if woken in ready:
            os.read(woken, 512)
            _tell(waiting)
        if requests.fileno() in ready:
            request, given, _, _ = socket.recv_fds(requests, _MOST_BYTES, 4)
            if not request:
                sys.exit()
            *streams, answer = given
            if (pid := os.fork()) == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                requests.close()
                for one in (woken, wake, answer, *waiting.values()):
                    os.close(one)
                _become(json.loads(request), streams)
                return
            for one in streams:
                os.close(one)
            waiting[pid] = answer


def _ready(requests: socket.socket, woken: int) -> set[int]:
    import select

    return set(select.select([requests.fileno(), woken], [], [])[0])


def _tell(waiting: dict[int, int]) -> None:
    for pid in list(waiting):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            answer = waiting.pop(pid)
            os.write(answer, str(status).encode())
            os.close(answer)


def _become(request: tuple[list[str], str, dict[str, str]], streams: Sequence[int]) -> None:
    arguments, folder, environment = request
    for number, one in enumerate(streams):
        os.dup2(one, number)
        os.close(one)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["harness", *arguments]


if __name__ == "__main__":
    _load()
    _write_down()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("harness", run_name="__main__", alter_sys=True)
