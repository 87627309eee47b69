"""Numbers with units, made comparable: ``1.5 s`` and ``1500 ms`` are one; what is said of them lies in the claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from harness.specification.units import UNITS


class Side(StrEnum):
    """Which side of a number is allowed."""

    MOST = "at most"
    LEAST = "at least"
    EXACT = "exactly"


@dataclass(frozen=True)
class Quantity:
    """A number in the base unit of its dimension, as ``text`` has it from ``start`` to ``end``, with what leads it."""

    dimension: str
    value: float
    side: Side
    text: str
    start: int
    end: int


_MORE: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("month", "months"), ("time", 2_592_000.0)),
    **dict.fromkeys(("year", "years"), ("time", 31_536_000.0)),
    "per cent": ("share", 1.0),
    **dict.fromkeys(("px", "pixel", "pixels"), ("pixels", 1.0)),
    "rpm": ("points", 1 / 60),
    **dict.fromkeys(("rps", "qps", "tps"), ("points", 1.0)),
}
_UNITS = {unit: (dimension, float(scale)) for unit, (dimension, scale) in UNITS.items()} | _MORE
_MOST_WORDS = (
    r"in under|within|under|below|in less than|less than|fewer than|at most|no more than|not more than|no longer than|up to"
    r"|a maximum of|maximum of|in no more than|<=|≤|<"
)
_LEAST_WORDS = (
    r"at least|no less than|not less than|no fewer than|more than|longer than|over|above|a minimum of|minimum of|>=|≥|>"
)
_LED = re.compile(rf"(?:^|(?<=\s))(?:(?P<most>{_MOST_WORDS})|(?P<least>{_LEAST_WORDS}))\s*$", re.IGNORECASE)
_QUANTITY = re.compile(r"(?<![\w.,])(\d[\d,]{0,20}(?:\.\d{1,20})?)[ -]?(%|per\scent\b|[A-Za-z]{1,20}\b)")
_DIGIT = re.compile(r"\d")
_LONGEST_LEAD = 16


def quantities(text: str) -> Iterator[Quantity]:
    """Every number with a known unit in a text."""
    for found in _QUANTITY.finditer(text) if has_number(text) else ():
        known = _UNITS.get(found[2].lower())
        if known:
            dimension, scale = known
            start = max(0, found.start() - _LONGEST_LEAD)
            led = _LED.search(text[start : found.start()])
            side = Side.EXACT if led is None else Side.MOST if led["most"] else Side.LEAST
            begin = start + led.start() if led else found.start()
            value = float(found[1].replace(",", "")) * scale
            yield Quantity(dimension, value, side, text[begin : found.end()], begin, found.end())


def has_number(text: str) -> bool:
    """Whether a text says a number in digits."""
    return bool(_DIGIT.search(text))
