"""What a card of three commands costs more than the commands alone, on a small and on a large tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import products
from benchmarks.many import environment
from benchmarks.measure import HARNESS, Figure, medians, run

CARDS = 21
TIMES = 9
BOUND = 150.0
LARGE = 50_000


def measure(folder: Path) -> Iterator[Figure]:
    """Each further card of a run with one worker on a warm tree, less its commands; and a whole run of one card."""
    for name in products.PROGRAMS:
        for files in (0, LARGE):
            yield from measure_product(products.make(name, folder, CARDS, files), folder, files)


def measure_product(product: products.Product, folder: Path, files: int) -> Iterator[Figure]:
    all_cards, one_card, bare = medians(
        TIMES,
        lambda: run_cards(product, folder),
        lambda: run_cards(product, folder, "NOTE-0000"),
        lambda: bare_commands(product, folder),
    )
    each = (all_cards - one_card) / (CARDS - 1)
    tree = f"{files} more files, {product.name} product" if files else f"{product.name} product"
    against = f"against {bare * 1000:.0f} ms bare, medians of {TIMES}"
    detail = f"{each * 1000:.0f} ms {against}"
    yield Figure("cards", f"a card of 3 commands, above bare ({tree})", (each - bare) * 1000, "ms", BOUND, detail)
    detail = f"{one_card * 1000:.0f} ms from start to prompt {against}"
    yield Figure(
        "cards", f"a whole run of one such card, above bare ({tree})", (one_card - bare) * 1000, "ms", None, detail
    )


def run_cards(product: products.Product, folder: Path, *names: str) -> None:
    run([*HARNESS, "run-cards", "-j", "1", *names], product.repository, environment(folder))


def bare_commands(product: products.Product, folder: Path) -> None:
    """The card's commands, one after the other, in an empty folder."""
    for left in folder.glob("notes*"):
        left.unlink()
    for arguments in products.COMMANDS:
        run([product.program, *arguments], folder, accept=(0, 2))
