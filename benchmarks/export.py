"""The first export of a large tree, against ``git archive | tar x``."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
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
    for name, revision in (("of a commit", ["--at", "HEAD"]), ("of the working tree", [])):
        first, warm, archive = [], [], []
        for _ in range(TIMES):
            shutil.rmtree(folder / "cache", ignore_errors=True)
            first.append(seconds_of(lambda revision=revision: run_card(product, folder, revision)))
            warm.append(seconds_of(lambda revision=revision: run_card(product, folder, revision)))
            archive.append(seconds_of(lambda: archive_and_extract(product.repository, folder / "extracted")))
            shutil.rmtree(folder / "extracted")
        export, bare = median(first) - median(warm), median(archive)
        detail = f"{export:.2f} s against {bare:.2f} s, medians of {TIMES}"
        yield Figure("export", f"{FILES} files, {name} / git archive | tar x", export / bare, "×", BOUND, detail)


def run_card(product: products.Product, folder: Path, revision: list[str]) -> None:
    run([*HARNESS, "run-cards", *revision], product.repository, environment(folder))


def archive_and_extract(repository: Path, target: Path) -> None:
    target.mkdir()
    archive = subprocess.Popen(["git", "-C", repository, "archive", "HEAD"], stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", target], stdin=archive.stdout, check=True)
    archive.wait()
