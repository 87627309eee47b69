"""How long something took: a number before its unit of time, which stays."""

from __future__ import annotations

MASKS = {
    "duration": r"(?<![\w.])(?P<value>\d+(?:\.\d+)?) ?"
    r"(?:ns|µs|us|ms|s|secs?|seconds?|milliseconds?|minutes?|mins?)(?![\w.]*\w)"
}
NUMBERED = False
MASKED = {
    "done in 0.53s": "done in <duration>s",
    "took 12 ms,": "took <duration> ms,",
    "1.5 seconds": "<duration> seconds",
}
KEPT = ("5 items", "3 stars", "10 m", "v1.5s2")
