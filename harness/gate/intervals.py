"""Arithmetic with numbers of which only bounds are known; None is a number of which nothing is known at all.

What comes out always bounds the true result, so that evidence which is missing can leave a comparison open and never settle it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from harness.domain.gate import Number

LARGEST = 10**300
"""Beyond this a number is not believed; below, no arithmetic of an expression takes long."""


@dataclass(frozen=True)
class Interval:
    """The numbers from ``low`` to ``high``, both included; None where there is no such bound."""

    low: Fraction | None
    high: Fraction | None

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


def exactly(value: Fraction) -> Interval:
    """A number that is known."""
    return Interval(value, value)


def as_written(value: object) -> Fraction | None:
    """A number as people write it: 0.95 is 95/100, not the binary fraction nearest to that. None where it is no number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return Fraction(repr(value)) if abs(value) <= LARGEST else None


def between(low: Number | None, high: Number | None) -> Interval | None:
    """What lies between two bounds; None where there are none, or they contradict each other."""
    least, most = as_written(low), as_written(high)
    if least is None and most is None:
        return None
    if least is not None and most is not None and least > most:
        return None
    return Interval(least, most)


def negative(one: Interval) -> Interval:
    """Its sign turned."""
    return Interval(_turned(one.high), _turned(one.low))


def plus(one: Interval, other: Interval) -> Interval:
    """The sum."""
    return Interval(_sum(one.low, other.low), _sum(one.high, other.high))


def times(one: Interval, other: Interval) -> Interval | None:
    """The product; None where a factor lacks a bound and the other is not exactly known."""
    if one.is_exact and one.low is not None:
        return _scaled(other, one.low)
    if other.is_exact and other.low is not None:
        return _scaled(one, other.low)
    if None in (one.low, one.high, other.low, other.high):
        return None
    products = [a * b for a in _ends(one) for b in _ends(other)]
    return Interval(min(products), max(products))


def over(one: Interval, other: Interval) -> Interval | None:
    """The quotient; None where the divisor may be zero."""
    beyond_zero = other.low is not None and other.low > 0
    short_of_zero = other.high is not None and other.high < 0
    return times(one, _inverse(other)) if beyond_zero or short_of_zero else None


def below(one: Interval, other: Interval) -> bool | None:
    """Whether it is less; None where the bounds leave that open."""
    if one.high is not None and other.low is not None and order(one.high, other.low) < 0:
        return True
    if one.low is not None and other.high is not None and order(one.low, other.high) >= 0:
        return False
    return None


def equal(one: Interval, other: Interval) -> bool | None:
    """Whether both are the same number; None where the bounds leave that open."""
    if below(one, other) or below(other, one):
        return False
    return True if one.is_exact and other.is_exact else None


def order(one: Fraction, other: Fraction) -> int:
    """-1, 0 or 1, as the first is less, the same, or more. Numbers that no computer's fractions tell apart are the same.

    A rate of two thirds comes as 0.6666666666666666, and is no less than 2 / 3; whole numbers are compared as they are.
    """
    if one == other:
        return 0
    if one.denominator != 1 or other.denominator != 1:
        try:
            if float(one) == float(other):
                return 0
        except OverflowError:  # beyond the computer's fractions, and so not nearly the same
            pass
    return -1 if one < other else 1


def _turned(bound: Fraction | None) -> Fraction | None:
    return None if bound is None else -bound


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _scaled(one: Interval, factor: Fraction) -> Interval:
    low = None if one.low is None else one.low * factor
    high = None if one.high is None else one.high * factor
    return Interval(low, high) if factor >= 0 else Interval(high, low)


def _ends(one: Interval) -> tuple[Fraction, ...]:
    return tuple(end for end in (one.low, one.high) if end is not None)


def _inverse(one: Interval) -> Interval:
    """One divided by it; zero is not in it, and where it has no end the inverse comes as near to zero as one likes."""
    nothing = Fraction(0)
    if one.low is not None and one.low > 0:
        return Interval(1 / one.high if one.high is not None else nothing, 1 / one.low)
    assert one.high is not None
    return Interval(1 / one.high, 1 / one.low if one.low is not None else nothing)
