"""The first export of a large tree, against ``git archive | tar x``."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import products
from benchmarks.many import environment
from benchmarks.measure import HARNESS, Figure, run, seconds_of

FILES = 50_000
TIMES = 5
BOUND = 1.5


def measure(folder: Path) -> Iterator[Figure]:
    """A run with an empty cache less a run with a warm one: what the export alone adds."""
    product = products.make("sh", folder, 1, FILES)
    run_card(product, folder, [])
    for name, revision in (("of a commit", ["--at", "HEAD"]), ("of the working tree", [])):
        first: list[float] = []
        warm: list[float] = []
        archive: list[float] = []
        for turn in range(TIMES):
            if turn % 2:
                archive.append(archive_seconds(product.repository, folder / "extracted"))
            first.append(first_seconds(product, folder, revision))
            warm.append(seconds_of(partial(run_card, product, folder, revision)))
            if not turn % 2:
                archive.append(archive_seconds(product.repository, folder / "extracted"))
        export, bare = median(first) - median(warm), median(archive)
        detail = f"{export:.2f} s against {bare:.2f} s, medians of {TIMES}"
        yield Figure("export", f"{FILES} files, {name} / git archive | tar x", export / bare, "×", BOUND, detail)


def first_seconds(product: products.Product, folder: Path, revision: list[str]) -> float:
    """A run with an empty cache, on a disk that has nothing left to write."""
    shutil.rmtree(folder / "cache", ignore_errors=True)
    os.sync()
    return seconds_of(partial(run_card, product, folder, revision))


def archive_seconds(repository: Path, target: Path) -> float:
    """The bare tools, likewise."""
    shutil.rmtree(target, ignore_errors=True)
    os.sync()
    return seconds_of(partial(archive_and_extract, repository, target))


def run_card(product: products.Product, folder: Path, revision: list[str]) -> None:
    run([*HARNESS, "run-cards", *revision], product.repository, environment(folder))


def archive_and_extract(repository: Path, target: Path) -> None:
    target.mkdir()
    archive = subprocess.Popen(["git", "-C", repository, "archive", "HEAD"], stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", target], stdin=archive.stdout, check=True)
    archive.wait()
