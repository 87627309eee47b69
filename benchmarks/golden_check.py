"""What checking many terminal cases costs against prysk on the same commands, in turns."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import products
from benchmarks.many import environment, prysk
from benchmarks.measure import HARNESS, Figure, alternate, run
from benchmarks.products import Product

CASES = int(os.environ.get("GOLDEN_CASES", "500"))
TIMES = 3
BOUND = 1.3
CASE = """---
id: NOTE-{number:04}
surface: terminal
---
# Keep a note ({number})

## Steps
1. Run `note add tea`.
2. Run `note list`.

## Bad input
1. Run `note add`.
2. Run `note list`.
"""


def measure(folder: Path) -> Iterator[Figure]:
    """Prysk as it is, one test after the other, and two processes of it, each on half of the tests."""
    for name in products.PROGRAMS:
        product = _recorded(name, folder)
        checks, alone, halved = alternate(
            TIMES,
            lambda product=product: _check(product, folder),
            lambda product=product: prysk(product, 1),
            lambda product=product: prysk(product, 2),
        )
        for against, other, bound in (("prysk", alone, BOUND), ("two prysks at once", halved, None)):
            ratio = median(one / two for one, two in zip(checks, other, strict=True))
            each = f"{median(checks) / CASES * 1000:.1f} ms a case against {median(other) / CASES * 1000:.1f} ms"
            title = f"golden check of {CASES} cases ({name} product) / {against}"
            yield Figure("golden_check", title, ratio, "×", bound, f"{each}, median of {TIMES} ratios")


def _recorded(name: str, folder: Path) -> Product:
    """A product with a golden case for each test of prysk."""
    product = products.make(name, folder, CASES)
    golden = product.repository / "golden"
    golden.mkdir()
    for number in range(CASES):
        (golden / f"note-{number:04}.md").write_text(CASE.format(number=number))
    run([*HARNESS, "golden", "record", "golden"], product.repository, {**environment(folder), "CI": ""})
    return product


def _check(product: Product, folder: Path) -> None:
    shutil.rmtree(product.repository / ".harness", ignore_errors=True)
    run([*HARNESS, "golden", "check"], product.repository, environment(folder))
