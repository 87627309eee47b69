"""The units that numbers are written with, each with what one of it is in the base unit of its dimension."""

from __future__ import annotations

from decimal import Decimal

TIME, SIZE, SHARE, LENGTH = "time", "size", "share", "length"
_ROWS = (
    (TIME, "0.001", "ms msec msecs millisecond milliseconds"),
    (TIME, "0.000001", "us µs microsecond microseconds"),
    (TIME, "1", "s sec secs second seconds"),
    (TIME, "60", "min mins minute minutes"),
    (TIME, "3600", "h hr hrs hour hours"),
    (TIME, "86400", "day days"),
    (TIME, "604800", "week weeks"),
    (SIZE, "1", "byte bytes"),
    (SIZE, "1000", "kb kilobyte kilobytes"),
    (SIZE, "1024", "kib"),
    (SIZE, "1000000", "mb megabyte megabytes"),
    (SIZE, "1048576", "mib"),
    (SIZE, "1000000000", "gb gigabyte gigabytes"),
    (SIZE, "1073741824", "gib"),
    (SIZE, "1000000000000", "tb terabyte terabytes"),
    (SHARE, "1", "% percent percentage"),
    (LENGTH, "1", "character characters chars char letters"),
)
UNITS: dict[str, tuple[str, Decimal]] = {
    unit: (dimension, Decimal(scale)) for dimension, scale, names in _ROWS for unit in names.split()
}
"""Seconds, bytes, percent and characters are the base units; a thousand bytes are a kB, 1024 a KiB (IEC 80000-13)."""
