"""What tells that time grows out of proportion tells it of work that does, and of no other.

The clock here only moves when the work says so: what a busy machine adds cannot hide a square.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tests.support import growth
from tests.support.growth import Clock

SIZES = [(1_000, 4_000), (500, 4_000), (250, 4_000)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return growth.own_clock(monkeypatch)


@pytest.mark.parametrize(("small", "large"), SIZES)
def test_the_square_is_caught_and_the_line_is_not(small: int, large: int, clock: Clock) -> None:
    assert not growth.in_proportion(lambda size: clock.spend(size**2 / 1e6), small, large)
    assert growth.in_proportion(lambda size: clock.spend(size / 1e3), small, large)


@pytest.mark.parametrize(("small", "large"), SIZES)
def test_a_line_is_told_although_all_tries_but_one_are_held_up(small: int, large: int, clock: Clock) -> None:
    held_up: Iterator[float] = iter([*[60.0] * (growth.TRIES - 1), 0.0])

    def work(size: int) -> None:
        clock.spend(size / 1e3 + (next(held_up, 60.0) if size == large else 0.0))

    assert growth.in_proportion(work, small, large)


def test_what_takes_less_than_can_be_told_apart_is_no_finding(clock: Clock) -> None:
    assert growth.in_proportion(lambda size: clock.spend(growth.NOISE if size == 4 else 0.0), 1, 4)
    assert not growth.in_proportion(lambda size: clock.spend(1.01 * growth.NOISE if size == 4 else 0.0), 1, 4)


@pytest.mark.parametrize("collects", [True, False])
def test_work_is_timed_by_the_processor_without_collections_of_garbage(collects: bool, clock: Clock) -> None:
    collected: list[bool] = []

    def work() -> None:
        collected.append(gc.isenabled())
        clock.spend(2.5)

    before = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        assert growth.cpu_seconds(work) == 2.5
        assert (collected, gc.isenabled()) == ([False], collects)
    finally:
        (gc.enable if before else gc.disable)()


def test_what_takes_longer_than_there_is_patience_is_caught(clock: Clock) -> None:
    with growth.ending():
        clock.spend(growth.PATIENCE - 1)
    with pytest.raises(AssertionError), growth.ending():
        clock.spend(growth.PATIENCE)
