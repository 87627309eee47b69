"""Which of very many names a wrong one may have meant."""

from __future__ import annotations

import pytest

from harness.trace.nearness import Nearness

FEW = ("FR-001", "FR-002", "001-bank/FR-003")
MANY = tuple(f"FR-{number:05}" for number in range(20_000))


@pytest.mark.parametrize(
    ("name", "near"),
    [("FR-1", "FR-001"), ("fr_002", "FR-002"), ("001-bank/FR-3", "001-bank/FR-003"), ("FR-0001", "FR-001")],
)
def test_other_spellings_are_near(name: str, near: str) -> None:
    assert Nearness(FEW).of(name)[0] == near


@pytest.mark.parametrize(
    ("name", "near"),
    [("FR-00017x", "FR-00017"), ("FR-0017", "FR-00017"), ("RF-00017", "FR-00017"), ("FX-00017", "FR-00017")],
)
def test_one_character_off_is_near_among_very_many(name: str, near: str) -> None:
    assert near in Nearness(MANY).of(name)


def test_what_is_far_from_all_is_near_to_none() -> None:
    assert Nearness(MANY).of("something else altogether") == ()
    assert Nearness(FEW).of("x" * 10_000) == ()


def test_the_number_of_suggestions_is_bounded() -> None:
    nearness = Nearness(MANY)
    assert all(nearness.of(f"FR-{number}") for number in range(1000))
    assert nearness.of("FR-0017") == ()
    assert nearness.of("FR-5")
    assert len(nearness.of("FR-100")) <= 5
