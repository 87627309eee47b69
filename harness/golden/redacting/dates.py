"""Days: 2026-11-21 alone."""

from __future__ import annotations

MASKS = {"date": r"(?<![\d.-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\dT-])(?! \d\d:\d\d)"}
NUMBERED = False
MASKED = {"due 2026-11-21.": "due <date>."}
KEPT = ("2026-11-21T13:05:09Z", "2026-13-21", "12026-11-21", "21.11.2026")
