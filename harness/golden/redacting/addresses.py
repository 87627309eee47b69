"""Addresses in memory, as programs print them of objects."""

from __future__ import annotations

MASKS = {"address": r"\b0x[0-9a-f]{6,16}\b"}
NUMBERED = True
MASKED = {"<Account object at 0x7f3a5c2d1e80>": "<Account object at <address#1>>"}
KEPT = ("0xff", "0x7f3a5c2d1e80ffffffff")
