"""Points in time: ISO 8601 with date and time, HTTP dates (RFC 9110), and what ctime writes; each by a mask of its own."""

from __future__ import annotations

MASKS = {
    "timestamp": r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?(?![\d:])",
    "http-date": r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d (?:GMT|[+-]\d{4})",
    "ctime": r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d "
    r"\d\d:\d\d:\d\d (?:[A-Z]{3,4} )?\d{4}\b",
}
NUMBERED = False
MASKED = {
    "at 2026-11-21T13:05:09Z.": "at <timestamp>.",
    "2026-11-21 13:05:09.123456+01:00 INFO": "<timestamp> INFO",
    "Sat, 21 Nov 2026 13:05:09 GMT": "<http-date>",
    "Sat Nov 21 13:05:09 2026": "<ctime>",
}
KEPT = ("2026-11-21", "13:05:09", "version 2026.11.21", "2026-11-21T", "1763730309")
