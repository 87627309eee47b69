"""What a browser card costs in a cell against the same steps written by hand with a browser of their own."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import shop
from benchmarks.many import environment
from benchmarks.measure import HARNESS, Figure, medians, run
from harness.adapters.chromium import find_chromium

TIMES = 5
ONE_BOUND = 1.3
FOUR = 4
FOUR_BOUND = 1.0


def measure(folder: Path) -> Iterator[Figure]:
    """From start to prompt on a warm tree: one card against one test, four cards of one run against both ways to run four."""
    chromium = str(find_chromium())
    one = shop.make(folder, 1, free_port(), chromium)
    four = shop.make(folder, FOUR, free_port(), chromium)
    ours, by_hand, four_ours, four_by_hand = medians(
        TIMES,
        lambda: run_cards(one, folder),
        lambda: pytest(one),
        lambda: run_cards(four, folder),
        lambda: pytest(four),
    )
    detail = f"{ours:.2f} s against {by_hand:.2f} s, medians of {TIMES}"
    yield Figure("browser", "a browser card of 6 steps / pytest-playwright", ours / by_hand, "×", ONE_BOUND, detail)
    each = four_ours / FOUR
    detail = f"{each:.2f} s against {by_hand:.2f} s, medians of {TIMES}"
    name = f"each of {FOUR} cards of one run / pytest-playwright, a browser each"
    yield Figure("browser", name, each / by_hand, "×", FOUR_BOUND, detail)
    detail = f"{each:.2f} s against {four_by_hand / FOUR:.2f} s, medians of {TIMES}"
    name = f"each of {FOUR} cards of one run / pytest-playwright, one browser for all"
    yield Figure("browser", name, four_ours / four_by_hand, "×", None, detail)


def run_cards(made: shop.Shop, folder: Path) -> None:
    run([*HARNESS, "run-cards"], made.repository, environment(folder))


def pytest(made: shop.Shop) -> None:
    """The tests by hand, with nothing of ours loaded."""
    run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"], made.by_hand
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
