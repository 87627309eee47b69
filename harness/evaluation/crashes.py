"""Which signals mean that a program crashed, and their names; looking for them lies elsewhere."""

from __future__ import annotations

import signal

CRASH_SIGNALS = frozenset(
    {signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV, signal.SIGSYS}
)
"""Signals that a program brings upon itself; it has no other reason to end by one of them."""

_ENDING = CRASH_SIGNALS | {signal.SIGKILL, signal.SIGTERM, signal.SIGPIPE, signal.SIGXCPU, signal.SIGXFSZ}

CRASH_CODES = frozenset(128 + number for number in _ENDING)
"""Exit codes by which a shell says that a signal ended its command (POSIX, 2.8.2); programs use 129 and 130, too."""


def signal_name(number: int) -> str:
    """The name of a signal, such as ``SIGSEGV``."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
