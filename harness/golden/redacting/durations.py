"""How long something took: a number with its unit of time."""

from __future__ import annotations

MASKS = {
    "duration": r"(?<![\w.])\d+(?:\.\d+)? ?(?:ns|µs|us|ms|s|secs?|seconds?|milliseconds?|minutes?|mins?)(?![\w.]*\w)"
}
NUMBERED = False
MASKED = {"done in 0.53s": "done in <duration>", "took 12 ms,": "took <duration>,", "1.5 seconds": "<duration>"}
KEPT = ("5 items", "3 stars", "10 m", "v1.5s2")
