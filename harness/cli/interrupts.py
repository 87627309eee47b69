"""How long work is interrupted: once, in good order."""

from __future__ import annotations

import signal


def interrupt_once() -> None:
    """Let the first interrupt, or request to end, close the run in good order, and let no further one disturb that."""

    def interrupt(number: int, frame: object) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, interrupt)
