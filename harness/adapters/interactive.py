"""Interactive programs: a pseudo-terminal in the cell, its screen, and a recording that plays; judges nothing."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from typing import Any

from harness.adapters.cell.capture import MOST_OUTPUT
from harness.adapters.cell.view import Process, View
from harness.errors import MachineError

_QUIET = 0.25
"""Seconds without output after which a program is taken to wait for its user."""

_FIRST = 3.0
_MOST_WAIT = 8.0
_CHUNK = 1 << 16
_MOST_FED = 1 << 18
_MOST_RECORDED = 4 << 20
MASK = "\u2022" * 4


class Program:
    """One program in a terminal of its own. Raises Refusal if it cannot be started, MachineError where pyte is missing."""

    def __init__(
        self,
        view: View,
        argv: Sequence[str],
        folder: str,
        environment: Mapping[str, str],
        command: str,
        columns: int,
        rows: int,
    ) -> None:
        self.command = command
        self.stopped: str | None = None
        self._began = time.monotonic()
        self._screen, self._stream = _emulator(columns, rows)
        self._events: list[tuple[float, str, str]] = []
        self._size = (columns, rows)
        self._written = 0
        self._over = False
        self._master, slave = os.openpty()
        try:
            fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.set_blocking(self._master, False)
            sizes = {"COLUMNS": str(columns), "LINES": str(rows)}
            self._process: Process = view.start(
                argv, folder, {0: slave, 1: slave, 2: slave}, {**environment, **sizes}, terminal=True
            )
        except BaseException:
            os.close(self._master)
            raise
        finally:
            os.close(slave)

    @property
    def status(self) -> int | None:
        """Its exit code, or minus the signal that ended it; None while it runs."""
        ending = self._process.wait(0.0)
        return ending.status if ending else None

    @property
    def screen(self) -> str:
        """The rows as they are shown now, without blanks at their ends and empty rows at the bottom."""
        return "\n".join(row.rstrip() for row in self._screen.display).rstrip("\n")

    def type(self, text: str) -> str:
        """Type text; what is returned is what may be told of it: a mask, where the program hides what is typed."""
        shown = MASK if self._hides() and text.strip("\r\n") else text
        self._note("i", shown)
        data = text.replace("\n", "\r").encode()
        until = time.monotonic() + _MOST_WAIT
        while data and time.monotonic() < until and self.status is None:
            if select.select([], [self._master], [], 0.1)[1]:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._master, data) :]
        return shown

    def look(self, seconds: float, first: bool = False) -> bytes:
        """What it wrote until it went quiet or ended, at most so many seconds."""
        data = bytearray()
        until = time.monotonic() + min(seconds, _MOST_WAIT)
        patience = _FIRST if first else _QUIET
        while (left := until - time.monotonic()) > 0 and not self._over:
            if not select.select([self._master], [], [], min(left, patience))[0]:
                break
            data += self._read()
            patience = _QUIET
            if self._written > MOST_OUTPUT:
                self.stop(f"printed more than {MOST_OUTPUT >> 20} MiB")
                break
        if self._over:
            self._process.wait(_QUIET * 4)
        self._feed(bytes(data[-_MOST_FED:]))
        return bytes(data[:_MOST_RECORDED])

    def stop(self, reason: str) -> None:
        """End it from outside."""
        self.stopped = reason
        self._process.signal(signal.SIGKILL)

    def recording(self) -> bytes:
        """The terminal recording (asciicast v2): what was shown and typed, with seconds since the start."""
        header = {"version": 2, "width": self._size[0], "height": self._size[1], "title": self.command}
        rows = [json.dumps(header), *(json.dumps(event) for event in self._events)]
        return "\n".join(rows).encode() + b"\n"

    def close(self) -> None:
        """Kill what still runs."""
        self._process.close()
        with contextlib.suppress(OSError):
            os.close(self._master)

    def _hides(self) -> bool:
        """Whether what is typed is not echoed though lines are read as a whole, as password prompts have it."""
        try:
            flags = termios.tcgetattr(self._master)[3]
        except (termios.error, OSError):
            return False
        return not flags & termios.ECHO and bool(flags & termios.ICANON)

    def _read(self) -> bytes:
        try:
            data = os.read(self._master, _CHUNK)
        except BlockingIOError:
            return b""
        except OSError:  # the last process has closed the terminal
            data = b""
        if not data:
            self._over = True
        self._written += len(data)
        self._note("o", data.decode(errors="replace"))
        return data

    def _note(self, kind: str, text: str) -> None:
        if text and self._written <= _MOST_RECORDED:
            self._events.append((round(time.monotonic() - self._began, 6), kind, text))

    def _feed(self, data: bytes) -> None:
        try:
            self._stream.feed(data)
        except Exception:  # noqa: BLE001 - what a program writes may be anything; the emulator then begins anew
            self._screen.reset()
            with contextlib.suppress(Exception):
                self._stream.feed(data[-4096:])


def _emulator(columns: int, rows: int) -> tuple[Any, Any]:
    try:
        import pyte  # it weighs, and few cards need it
    except ImportError as error:
        raise MachineError(
            "interactive programs need pyte, which is not installed", "pip install 'spec-harness[blind]'"
        ) from error
    screen = pyte.Screen(columns, rows)
    return screen, pyte.ByteStream(screen)
