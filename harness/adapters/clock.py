"""The time, as records write it and as durations are measured."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime


def timestamp() -> str:
    """Now, in UTC, as RFC 3339 writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds() -> float:
    """Seconds on a clock that never goes back; only differences mean something."""
    return time.monotonic()


def unix_time() -> float:
    """Seconds since 1970, as file times have it."""
    return time.time()


def today() -> date:
    """The day, in UTC."""
    return datetime.now(UTC).date()


def days() -> frozenset[date]:
    """The day in UTC and the one on this machine's calendar."""
    return frozenset((today(), datetime.now().date()))


def pause(seconds: float) -> None:
    """Let some time pass."""
    time.sleep(seconds)
