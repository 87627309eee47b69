"""Seconds, milli- or microseconds since 1970, of the years 2001 to 2100, also as numbers of JSON."""

from __future__ import annotations

MASKS = {"epoch": r"(?<![\w.-])(?:[1-3]\d{9}|4[01]\d{8})(?:\d{3}|\d{6}|\.\d{1,9})?(?![\w.-])"}
NUMBERED = False
NUMBERS = True
MASKED = {"at 1763730309": "at <epoch>", "1763730309.25": "<epoch>", "1763730309123": "<epoch>"}
KEPT = ("17637303", "v1763730309", "9963730309")
