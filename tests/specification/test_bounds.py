"""Limits in words: what is compared with what, in which unit, for which share; and what is no limit at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.specification.bounds import Bound, Comparison, Dimension, limits
from tests.support.growth import in_proportion

N, T, L, S, P = Dimension.NUMBER, Dimension.TIME, Dimension.LENGTH, Dimension.SIZE, Dimension.SHARE


def only(text: str) -> Bound:
    (bound,) = limits(text).bounds
    return bound


@pytest.mark.parametrize(
    ("text", "quantity", "comparison", "value", "dimension"),
    [
        ("The balance of an account MUST never drop below zero.", "balance of an account", "ge", "0", N),
        ("System MUST respond within 15 minutes.", "respond", "le", "900", T),
        ("A session token MUST expire within 2 hours of its issue.", "session token", "le", "7200", T),
        ("Usernames MUST be at most 50 characters.", "Usernames", "le", "50", L),
        ("System MUST limit usernames to at most 50 characters", "usernames", "le", "50", L),
        ("The password must be 8 characters or more.", "password", "ge", "8", L),
        ("System MUST reject passwords shorter than 8 characters", "passwords", "ge", "8", L),
        ("System MUST reject amounts above 1,000 EUR.", "amounts", "le", "1000", N),
        ("System MUST NOT allow more than 3 retries", "retries", "le", "3", N),
        ("The system MUST support up to 10k concurrent users", "concurrent users", "le", "10000", N),
        ("System MUST support file uploads up to 10 MB", "uploads", "le", "10000000", S),
        ("The discount MUST NOT exceed 20%.", "discount", "le", "20", P),
        ("The rate MUST be at most 100 per cent.", "rate", "le", "100", P),
        ("Amounts must not be negative.", "Amounts", "ge", "0", N),
        ("The amount must be positive.", "amount", "gt", "0", N),
        ("The name must not be empty.", "name", "ge", "1", L),
        ("The list MUST have exactly 7 entries.", "entries", "eq", "7", N),
        ("The grade must be no less than 1.5.", "grade", "ge", "1.5", N),
        ("Users can complete checkout in under 2 minutes", "complete checkout", "lt", "120", T),
        ("Latency MUST be < 1.5 s", "Latency", "lt", "1.5", T),
        ("The queue MUST hold at least five jobs", "jobs", "ge", "5", N),
        ("WHEN a link is older than 5 days THEN the system SHALL answer within 1 second", "answer", "le", "1", T),
    ],
)
def test_one_limit(text: str, quantity: str, comparison: str, value: str, dimension: Dimension) -> None:
    bound = only(text)
    assert (bound.quantity, bound.comparison, bound.value) == (quantity, Comparison(comparison), Decimal(value))
    assert bound.dimension is dimension
    assert limits(text).left_over == ()


@pytest.mark.parametrize(
    ("text", "percentile"),
    [
        ("The API SHALL answer under 250 ms at the 99th percentile.", "99"),
        ("95% of requests MUST complete in under 2 seconds.", "95"),
        ("The p95 latency must stay below 200ms.", "95"),
        ("Latency must be below 1 second at p999.", "99.9"),
        ("For at least 99.5% of all read requests the answer MUST come within 1 second.", "99.5"),
    ],
)
def test_a_limit_for_a_share_of_many(text: str, percentile: str) -> None:
    assert only(text).percentile == Decimal(percentile)
    assert only(text).dimension is T


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("The rating must be between 1 and 10.", 1, 10),
        ("Titles are 1-200 characters long.", 1, 200),
        ("The port MUST be from 1024 to 65535.", 1024, 65535),
        ("Names have between one and twenty letters.", 1, 20),
    ],
)
def test_a_range_is_two(text: str, least: int, most: int) -> None:
    found = {one.comparison.value: int(one.value) for one in limits(text).bounds}
    assert found == {"ge": least, "le": most}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Status must be one of `active`, `closed` or `frozen`.", ("active", "closed", "frozen")),
        ("The level MUST be either low or high.", ("low", "high")),
        ("Allowed values: a, b, and c.", ("a", "b", "c")),
        ('The kind is one of: "big one" | "small one"', ("big one", "small one")),
    ],
)
def test_a_closed_list(text: str, values: tuple[str, ...]) -> None:
    (choice,) = limits(text).choices
    assert choice.values == values


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("WHEN more than 5 attempts fail THEN the system SHALL lock the account.", ()),
        ("When 5 attempts failed, lock the account for 30 minutes", ()),
        ("The system MUST offer free shipping for orders over 50 EUR", ("50 EUR",)),
        ("The system SHALL lock the account for 30 minutes.", ("30 minutes",)),
        ("System MUST encrypt with 256 bits", ("256 bits",)),
        ("System MUST check every entry if it has at least 3 fields", ("3 fields",)),
        ("No input makes the service answer with a status of 500 or above.", ()),
        ("Names consist of the characters a-z and 0-9.", ()),
        ("The system MUST NOT wait for at least 5 seconds.", ("5 seconds",)),
        ("The system MUST reject values between 1 and 10 seconds.", ("10 seconds",)),
        ("It works within reason, and within 5 miles.", ("5 miles",)),
        ("", ()),
        ("The user is one of us.", ()),
    ],
)
def test_what_is_no_limit_is_none_and_its_numbers_are_left_over(text: str, left: tuple[str, ...]) -> None:
    found = limits(text)
    assert found.bounds == ()
    assert found.choices == ()
    assert found.left_over == left


def test_each_sentence_stands_for_itself() -> None:
    found = limits("The name MUST be at most 20 characters. **The age** MUST be at least 18 years; The sum is ≤ 5.")
    assert [(one.quantity, one.comparison.value) for one in found.bounds] == [
        ("name", "le"),
        ("years", "ge"),
        ("sum", "le"),
    ]


def test_a_sentence_that_is_none_is_left_over() -> None:
    assert limits("at most 5 words " * 1000).left_over


PIECES = [
    *'0159 .,-%aK`"',
    " at most ",
    " between ",
    " not ",
    " and ",
    " one of ",
    " ms",
    "A must be ",
    "p95",
    "within ",
]


@given(st.lists(st.sampled_from(PIECES)))
def test_nothing_crashes(pieces: list[str]) -> None:
    limits("".join(pieces))


@pytest.mark.parametrize(
    "piece", ["at most 5 days. A ", "reject not more than ", "one of a, ", "9,", '"', "between 1 and "]
)
def test_reading_grows_with_the_text(piece: str) -> None:
    assert in_proportion(lambda times: limits(piece * times), 500, 4_000)
