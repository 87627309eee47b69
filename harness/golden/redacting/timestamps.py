"""Points in time: ISO 8601 with date and time, the same without its marks, HTTP dates (RFC 9110), what ctime writes.

A zone stays as it is, and what else the form says: a blank for the ``T``, a fraction, no seconds.
"""

from __future__ import annotations

import re

MASKS = {
    "timestamp": r"\b(?P<value>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(?:Z|[+-]\d\d:?\d\d)?(?![\d:])",
    "stamp": r"(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[T_-]?(?:[01]\d|2[0-3])[0-5]\d[0-5]\d"
    r"(?:[._-]?\d{3,9})?(?!\d)",
    "http-date": r"\b(?P<value>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} \d\d:\d\d:\d\d) (?:GMT|[+-]\d{4})",
    "ctime": r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d "
    r"\d\d:\d\d:\d\d (?:[A-Z]{3,4} )?\d{4}\b",
}
NUMBERED = False
MASKED = {
    "at 2026-11-21T13:05:09Z.": "at <timestamp>Z.",
    "2026-11-21T13:05:09.120+01:00": "<timestamp-fraction>+01:00",
    "2026-11-21 13:05:09.123456 INFO": "<timestamp-spaced-fraction> INFO",
    "2026-11-21 13:05:09,123 INFO": "<timestamp-spaced-comma> INFO",
    "since 2026-11-21T13:05": "since <timestamp-minutes>",
    "Sat, 21 Nov 2026 13:05:09 GMT": "<http-date> GMT",
    "Sat Nov 21 13:05:09 2026": "<ctime>",
    "outbox/20261121-145431-327895-alice.txt": "outbox/<stamp>-alice.txt",
}
KEPT = ("2026-11-21", "13:05:09", "version 2026.11.21", "2026-11-21T", "1763730309")
_SHAPES = {
    "--T::.": "-fraction",
    "--T::,": "-comma",
    "--T:": "-minutes",
    "-- ::": "-spaced",
    "-- ::.": "-spaced-fraction",
    "-- ::,": "-spaced-comma",
    "-- :": "-spaced-minutes",
}


def shape(value: str) -> str:
    """In which form it is written."""
    return _SHAPES.get(re.sub(r"\d+", "", value), "")
