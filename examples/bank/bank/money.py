"""Owns amounts of money: reading, writing and rounding them. It does not know accounts.

Money is a whole number of cents everywhere inside the bank; only this module turns it into text and back.
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal

from bank.refusals import NotUnderstood, Refused

LARGEST = 1_000_000_000_00
AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,2})?", re.ASCII)
RATE = re.compile(r"-?\d{1,3}(\.\d{1,4})?", re.ASCII)


def read_amount(text: str) -> int:
    """Cents of a positive amount such as `12`, `12.5` or `12.50`."""
    if not AMOUNT.fullmatch(text):
        raise NotUnderstood(f'"{text}" is not an amount: write it like 12.50')
    return check_amount(int(Decimal(text) * 100))


def check_amount(cents: int) -> int:
    """The same cents, when they may be moved."""
    if cents <= 0:
        raise Refused("the amount must be above zero")
    if cents > LARGEST:
        raise Refused(f"the amount must not be above {write_amount(LARGEST)}")
    return cents


def write_amount(cents: int) -> str:
    """`12.50` for 1250 cents, `-0.05` for -5."""
    return f"{Decimal(cents) / 100:.2f}"


def read_rate(text: str) -> Decimal:
    """Per cent, above 0 and at most 100, with up to four decimals."""
    if not RATE.fullmatch(text):
        raise NotUnderstood(f'"{text}" is not a rate: write it in per cent, like 1.25')
    rate = Decimal(text)
    if not 0 < rate <= 100:
        raise Refused("the rate must be above 0 and at most 100")
    return rate


def share(cents: int, rate: Decimal) -> int:
    """`rate` per cent of `cents`, half a cent going to the even neighbour (IEEE 754 roundTiesToEven)."""
    return int((cents * rate / 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
