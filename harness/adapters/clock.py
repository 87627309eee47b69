"""The time, as records write it and as durations are measured.

It is the system that is asked: within pytest, `time.time`, `time.monotonic` and `datetime.now` may be whatever a fixture puts
there (freezegun, monkeypatch), and a waiver that is over must not come to life by that.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.fromtimestamp(time.clock_gettime(time.CLOCK_REALTIME), UTC)


def timestamp() -> str:
    """Now, in UTC, as RFC 3339 writes it."""
    return now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds() -> float:
    """Seconds on a clock that never goes back; only differences mean something."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def unix_time() -> float:
    """Seconds since 1970, as file times have it."""
    return time.time()


def today() -> date:
    """The day, in UTC."""
    return now().date()


def days() -> frozenset[date]:
    """The day in UTC and the one on this machine's calendar."""
    return frozenset((today(), now().astimezone().date()))


def pause(seconds: float) -> None:
    """Let some time pass."""
    time.sleep(seconds)
