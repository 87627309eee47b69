"""What having the plugin adds to the start of a pytest session that does not ask for it, against ``-p no:harness``."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measure import Figure

TIMES = 21
BOUND = 10.0
OTHERS = (
    "xdist",
    "cov",
    "syrupy",
    "anyio",
    "hypothesispytest",
    "rerunfailures",
    "base_url",
    "playwright",
    "cacheprovider",
)
TEXT = "def test_it():\n    pass\n"


def measure(folder: Path) -> Iterator[Figure]:
    """The difference in processor time of whole sessions, in turns: milliseconds, the median of the pairs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "test_it.py").write_text(TEXT)
    _milliseconds(folder, "-p", "no:harness")
    _milliseconds(folder)
    pairs = [_pair(folder, bool(turn % 2)) for turn in range(TIMES)]
    without = median(one for one, _ in pairs)
    added = median(other - one for one, other in pairs)
    detail = (
        f"{without:.0f} ms without it, {without + added:.0f} ms with it, of processor time; median of {TIMES} pairs"
    )
    yield Figure("pytest_start", "added to the start of pytest", added, "ms", BOUND, detail)


def _pair(folder: Path, turned: bool) -> tuple[float, float]:
    """Without and with the plugin, one after the other, in either order."""
    if turned:
        having = _milliseconds(folder)
        return _milliseconds(folder, "-p", "no:harness"), having
    return _milliseconds(folder, "-p", "no:harness"), _milliseconds(folder)


def _milliseconds(folder: Path, *options: str) -> float:
    """Processor time of one session, its start included."""
    off = [option for name in OTHERS for option in ("-p", f"no:{name}")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    argv = [sys.executable, "-m", "pytest", "-q", *off, *options]
    # What was compiled once is kept, as it is wherever pytest is run twice.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    subprocess.run(argv, cwd=folder, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
