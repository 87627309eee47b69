"""Numbers with units, made comparable: ``1.5 s`` and ``1500 ms`` are one; what is said of them lies in the claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


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


_SCALES: dict[str, dict[str, float]] = {
    "time": {
        "ms": 0.001, "millisecond": 0.001, "milliseconds": 0.001, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
        "min": 60, "mins": 60, "minute": 60, "minutes": 60, "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
        "day": 86400, "days": 86400, "week": 604800, "weeks": 604800, "month": 2592000, "months": 2592000,
        "year": 31536000, "years": 31536000,
    },
    "size": {
        "byte": 1, "bytes": 1, "kb": 1e3, "kib": 1024, "mb": 1e6, "mib": 1048576, "gb": 1e9, "gib": 1073741824, "tb": 1e12,
    },
    "share": {"%": 1, "percent": 1, "per cent": 1},
    "length": {"character": 1, "characters": 1, "chars": 1},
    "pixels": {"px": 1, "pixel": 1, "pixels": 1},
    "points": {"rpm": 1 / 60, "rps": 1, "qps": 1, "tps": 1},
}  # fmt: skip
_UNITS = {unit: (dimension, scale) for dimension, units in _SCALES.items() for unit, scale in units.items()}
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
