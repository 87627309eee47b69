"""A thousand small cards: against the same commands in prysk, and whether memory stays flat."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import products
from benchmarks.measure import HARNESS, Figure, alternate, run
from benchmarks.products import Product

CARDS = 1000
FEWER = 100
TIMES = 2
BOUND = 2.0
MEMORY_BOUND = 1.2


def measure(folder: Path) -> Iterator[Figure]:
    """Wall time with ``-j 2`` against prysk, which has no parallel mode; and against two prysks at once."""
    for name in products.PROGRAMS:
        product = products.make(name, folder, CARDS)
        run_cards(product, folder, "NOTE-0000")
        cards, one, two = (
            median(taken)
            for taken in alternate(
                TIMES,
                lambda product=product: run_cards(product, folder),
                lambda product=product: prysk(product, 1),
                lambda product=product: prysk(product, 2),
                warm=False,
            )
        )
        title = f"{CARDS} cards -j 2 ({name} product)"
        detail = f"{cards:.1f} s against {one:.1f} s, medians of {TIMES}"
        yield Figure("many", f"{title} / prysk", cards / one, "×", BOUND, detail)
        detail = f"{cards:.1f} s against {two:.1f} s, medians of {TIMES}"
        yield Figure("many", f"{title} / two prysks at once", cards / two, "×", None, detail)
    yield from measure_memory(folder)


def measure_memory(folder: Path) -> Iterator[Figure]:
    """The most memory that harness ever held, after many cards and after fewer."""
    fewer = most_memory(products.make("sh", folder, FEWER), folder)
    many = most_memory(Product("sh", folder / f"sh-{CARDS}-0", folder), folder)
    detail = f"{many:.0f} MiB after {CARDS} cards against {fewer:.0f} MiB after {FEWER}"
    yield Figure("many", f"most memory, {CARDS} cards / {FEWER} cards", many / fewer, "×", MEMORY_BOUND, detail)


def run_cards(product: Product, folder: Path, *arguments: str) -> None:
    """Every card of the product, two at a time."""
    run([*HARNESS, "run-cards", "-j", "2", *arguments], product.repository, environment(folder))


def environment(folder: Path) -> dict[str, str]:
    """A cache of our own."""
    return {"XDG_CACHE_HOME": str(folder / "cache"), "NO_COLOR": "1"}


def prysk(product: Product, processes: int) -> None:
    """The same commands in so many prysks, each with its share of the tests."""
    tests = sorted(map(str, product.prysk_tests.glob("*.t")))
    command = [sys.executable, "-m", "prysk", "--quiet", "--preserve-env"]
    path = f"{product.repository}:{os.environ['PATH']}"
    running = [
        subprocess.Popen(
            [*command, *tests[number::processes]],
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for number in range(processes)
    ]
    if [code for process in running if (code := process.wait())]:
        raise SystemExit("prysk found a difference")


def most_memory(product: Product, folder: Path) -> float:
    """MiB that the process of harness (or, were it larger, one that it started) held at most."""
    process = subprocess.Popen(
        [*HARNESS, "run-cards", "-j", "2"],
        cwd=product.repository,
        env={**os.environ, **environment(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"harness run-cards ended with {process.returncode}")
    return usage.ru_maxrss / 1024
