"""Seconds, milli-, micro- or nanoseconds since 1970, of the years 2001 to 2100, also as numbers of JSON."""

from __future__ import annotations

MASKS = {"epoch": r"(?<![\w.-])(?:[1-3]\d{9}|4[01]\d{8})(?:\d{3}|\d{6}|\d{9}|\.\d{1,9})?(?![\w.-])"}
NUMBERED = False
NUMBERS = True
MASKED = {
    "at 1763730309": "at <epoch>",
    "1763730309.25": "<epoch-fraction>",
    "1763730309123": "<epoch-ms>",
    "1763730309123456": "<epoch-us>",
    "1763730309123456789": "<epoch-ns>",
}
KEPT = ("17637303", "v1763730309", "9963730309")
_UNITS = {10: "", 13: "-ms", 16: "-us", 19: "-ns"}


def shape(value: str) -> str:
    """In which unit it is."""
    return "-fraction" if "." in value else _UNITS.get(len(value), "")
