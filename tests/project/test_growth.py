"""What tells that time grows out of proportion tells it of work that does, and of no other."""

from __future__ import annotations

import pytest

from tests.support import growth


def linear(size: int) -> None:
    sum(1 for _ in range(100 * size))


def square(size: int) -> None:
    sum(1 for _ in range(size * size))


@pytest.mark.parametrize(("small", "large"), [(1_000, 4_000), (500, 4_000), (250, 4_000)])
def test_the_square_is_caught_and_the_line_is_not(small: int, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "NOISE", 0.01)
    assert not growth.in_proportion(square, small, large)
    assert growth.in_proportion(linear, small, large)


def test_what_takes_longer_than_there_is_patience_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "PATIENCE", 0.001)
    with pytest.raises(AssertionError), growth.ending():
        square(2_000)
