"""Times of day: 13:05:09 alone."""

from __future__ import annotations

MASKS = {"time": r"(?<![\d:T-])(?<!\d )(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?![\d:])"}
NUMBERED = False
MASKED = {"[13:05:09] ready": "[<time>] ready", "at 13:05:09.120": "at <time-fraction>"}
KEPT = ("2026-11-21T13:05:09Z", "13:05", "25:00:00")


def shape(value: str) -> str:
    """Whether there is a fraction."""
    return "-fraction" if "." in value else ""
