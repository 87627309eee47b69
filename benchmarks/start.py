"""What ``harness --help`` and ``--version`` cost beside importing the command-line library alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, medians, run

TIMES = 31
BOUND = 1.6


def measure(folder: Path) -> Iterator[Figure]:
    """Ratios of medians, in turns."""
    harness = Path(sys.executable).with_name("harness")
    click, shown, version = medians(
        TIMES,
        lambda: run([sys.executable, "-c", "import click"]),
        lambda: run([harness, "--help"]),
        lambda: run([harness, "--version"]),
    )
    for flag, taken in (("--help", shown), ("--version", version)):
        detail = f"{taken * 1000:.0f} ms against {click * 1000:.0f} ms, medians of {TIMES}"
        yield Figure("start", f"harness {flag} / python -c 'import click'", taken / click, "×", BOUND, detail)
