from decimal import Decimal

import pytest

from bank.money import read_amount, read_rate, share, write_amount
from bank.refusals import NotUnderstood, Refused


@pytest.mark.parametrize(("text", "cents"), [("12", 1200), ("12.5", 1250), ("0.01", 1), ("007", 700)])
def test_an_amount_is_read_as_cents(text: str, cents: int) -> None:
    assert read_amount(text) == cents


@pytest.mark.parametrize("text", ["", "abc", "1e3", "NaN", "1.005", "1,50", "١٢", "1_000", " 1", "+1"])
def test_what_is_not_an_amount_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_amount(text)


@pytest.mark.parametrize("text", ["0", "-5", "0.00", "1000000000.01"])
def test_an_amount_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="amount must"):
        read_amount(text)


@pytest.mark.parametrize(("cents", "text"), [(1250, "12.50"), (-5, "-0.05"), (0, "0.00"), (10**13, "100000000000.00")])
def test_an_amount_is_written_with_two_decimals(cents: int, text: str) -> None:
    assert write_amount(cents) == text


@pytest.mark.parametrize(("cents", "earned"), [(100, 0), (300, 2), (500, 2), (700, 4)])
def test_half_a_cent_goes_to_the_even_neighbour(cents: int, earned: int) -> None:
    assert share(cents, Decimal("0.5")) == earned


@pytest.mark.parametrize("text", ["0", "-1", "100.01", "x"])
def test_a_rate_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_rate(text)
