"""Numbers as people read them; calculating with them lies in ``intervals``."""

from __future__ import annotations

from fractions import Fraction

_DIGITS = 4
_SMALL, _LARGE = Fraction(1, 1000), 10**15


def shown(value: Fraction) -> str:
    """A number in a few digits, thousands apart."""
    if value.denominator == 1 and abs(value) < _LARGE:
        return f"{value.numerator:,}"
    if value == 0 or _SMALL <= abs(value) < _LARGE:
        return f"{float(value):,.{_DIGITS}f}".rstrip("0").rstrip(".")
    return f"{float(value):.{_DIGITS}g}"


def shown_between(low: Fraction | None, high: Fraction | None) -> str:
    """A number that is known, or what is known of it."""
    if low is not None and high is not None:
        return shown(low) if low == high else f"{shown(low)} to {shown(high)}"
    if low is not None:
        return f"at least {shown(low)}"
    return f"at most {shown(high)}" if high is not None else "unknown"


def cut(text: str, longest: int) -> str:
    """The text, or as much of it as ``longest`` characters have room for."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def listed(words: tuple[str, ...], most: int = 5) -> str:
    """The words as a sentence lists them: ``a``, ``a and b``, ``a, b and c``, of many the first ones and how many more."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most:,} more"
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``4th``."""
    teen = number % 100 in (11, 12, 13)
    return f"{number:,}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def times(number: int) -> str:
    """``1 time is``, ``3 times are``."""
    return "1 time is" if number == 1 else f"{number:,} times are"
