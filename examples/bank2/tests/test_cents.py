from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from bank2.cents import interest_on, parse_amount, parse_rate, show
from bank2.refusal import Reason, Refusal


@pytest.mark.parametrize(
    ("text", "cents"), [("12", 1200), ("12.5", 1250), ("0.05", 5), ("007.50", 750), ("1000000000", 10**11)]
)
def test_an_amount_is_read_as_cents(text: str, cents: int) -> None:
    assert parse_amount(text) == cents


@pytest.mark.parametrize("text", ["", "1.005", "1.", ".5", "+5", "1e3", "five", " 5", "٣", "5\n"])
def test_what_is_no_amount_is_unreadable(text: str) -> None:
    with pytest.raises(Refusal, match="is not an amount") as refused:
        parse_amount(text)
    assert refused.value.reason is Reason.UNREADABLE


@pytest.mark.parametrize("text", ["0", "-0", "-5", "1000000000.01"])
def test_an_amount_out_of_bounds_is_against_the_rules(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_amount(text)
    assert refused.value.reason is Reason.AGAINST_THE_RULES


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "0.00"), (-5, "-0.05"), (-1250, "-12.50"), (2**63, "92233720368547758.08")]
)
def test_cents_are_shown_with_two_decimals(cents: int, text: str) -> None:
    assert show(cents) == text


def test_interest_rounds_half_a_cent_to_the_even_neighbour() -> None:
    for rate in ("0.5", "1.25", "0.0001", "33.3333", "100", "50"):
        for cents in [*range(0, 2000, 7), 123456, 10**15 + 1]:
            exact = (cents * Decimal(rate) / 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
            assert interest_on(cents, parse_rate(rate)) == exact


@pytest.mark.parametrize(("text", "label"), [("00.5", "0.5"), ("005", "5"), ("1.50", "1.50"), ("100.0000", "100.0000")])
def test_a_rate_keeps_its_decimals(text: str, label: str) -> None:
    assert parse_rate(text).label == label
