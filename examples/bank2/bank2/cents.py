"""Owns the arithmetic of money in whole cents, and how amounts and rates are written. It knows no accounts.

There are no fractions anywhere: a rate is a whole number of ten-thousandths of a per cent.
"""

import re
from typing import NamedTuple

from bank2.refusal import Reason, Refusal

MOST_MOVED = 100_000_000_000
AMOUNT_PATTERN = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,12})(?:\.(?P<part>[0-9]{1,2}))?")
RATE_PATTERN = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,3})(?:\.(?P<part>[0-9]{1,4}))?")
RATE_DIGITS = 4
HUNDRED_PER_CENT: int = 100 * 10**RATE_DIGITS


class Rate(NamedTuple):
    """`units` ten-thousandths of a per cent, and how statements write it, such as `0.5`."""

    units: int
    label: str


def parse_amount(text: str) -> int:
    """The cents that `12`, `12.5` or `12.50` stand for, when that much may be moved at once."""
    found = AMOUNT_PATTERN.fullmatch(text)
    if found is None:
        raise Refusal(Reason.UNREADABLE, f'"{text}" is not an amount: write it like 12.50')
    cents = scale(found, digits=2)
    if cents <= 0:
        raise Refusal(Reason.AGAINST_THE_RULES, "the amount must be above zero")
    if cents > MOST_MOVED:
        raise Refusal(Reason.AGAINST_THE_RULES, f"the amount must not be above {show(MOST_MOVED)}")
    return cents


def parse_rate(text: str) -> Rate:
    """A rate in per cent, above 0 and at most 100."""
    found = RATE_PATTERN.fullmatch(text)
    if found is None:
        raise Refusal(Reason.UNREADABLE, f'"{text}" is not a rate: write it in per cent, like 1.25')
    units = scale(found, digits=RATE_DIGITS)
    if not 0 < units <= HUNDRED_PER_CENT:
        raise Refusal(Reason.AGAINST_THE_RULES, "the rate must be above 0 and at most 100")
    point = "." if found["part"] else ""
    return Rate(units, f"{int(found['whole'])}{point}{found['part'] or ''}")


def scale(found: re.Match[str], digits: int) -> int:
    """The number times ten to the power of `digits`, all of its decimals being whole then."""
    whole, part = str(found["whole"]), str(found["part"] or "")
    value = int(whole + part.ljust(digits, "0"))
    return -value if found["sign"] else value


def show(cents: int) -> str:
    """`12.50` for 1250, `-0.05` for -5."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02}"


def interest_on(cents: int, rate: Rate) -> int:
    """What `cents`, none of them owed, earn at `rate`; half a cent goes to the even neighbour (FR-011)."""
    whole, rest = divmod(cents * rate.units, HUNDRED_PER_CENT)
    twice = 2 * rest
    rounds_up = twice > HUNDRED_PER_CENT or (twice == HUNDRED_PER_CENT and whole % 2 == 1)
    return whole + rounds_up
