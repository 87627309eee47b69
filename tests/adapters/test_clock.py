"""The clock that records and waivers go by, within a process in which others hold the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from harness.adapters import clock


class Frozen(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Frozen:
        return cls(2001, 2, 3, tzinfo=tz)


def test_a_fixture_that_holds_the_time_does_not_hold_that_of_waivers_and_records(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    earlier = datetime.now(UTC) - timedelta(seconds=1)
    monkeypatch.setattr(time, "time", lambda: 981158400.0)
    monkeypatch.setattr(time, "monotonic", lambda: -1.0)
    monkeypatch.setattr(clock, "datetime", Frozen)
    assert clock.today() >= earlier.date()
    assert min(clock.days()).year >= earlier.year
    assert clock.timestamp() > earlier.isoformat()[:23]
    assert clock.seconds() >= 0
