"""Reads and writes the file of known findings; what stands in it, and that it only shrinks, lies in ``constitution``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from harness.adapters import files
from harness.adapters.revisions import files_at
from harness.constitution.baseline import (
    MOST_BYTES,
    Baseline,
    Entry,
    baseline_of,
    gone,
    ratcheted,
    read_baseline,
    shrunk,
    written,
)
from harness.domain.findings import Finding
from harness.errors import UsageError

_FIRST = "write it first: `harness check --baseline FILE --write-baseline`"


def load_baseline(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        UsageError: if there is no such file, or it cannot be read.
        DocumentError: if it is invalid, with every mistake at its line.
    """
    if not path.exists():
        raise UsageError(f"there is no baseline '{files.typed(path)}'", _FIRST)
    return read_baseline(files.read_bytes(path, MOST_BYTES), files.typed(path))


def ratcheted_baseline(path: Path, root: Path, revision: str) -> tuple[Baseline, int]:
    """The baseline in a file without what it lacked at a revision of the project, and how many findings that leaves out.

    Where it is new since then, or lies outside the project, or there is no such revision, all of it holds.

    Raises:
        UsageError: if there is no such file, or it cannot be read.
        DocumentError: if it is invalid, now or then.
    """
    now = load_baseline(path)
    full = path.resolve()
    if not full.is_relative_to(root.resolve()):
        return now, 0
    name = full.relative_to(root.resolve()).as_posix()
    try:
        data = files_at(root, revision, [name]).get(name)
    except UsageError:
        return now, 0
    held = now if data is None else ratcheted(now, read_baseline(data, f"{revision}:{name}"))
    return held, gone(now, held)


def write_baseline(path: Path, findings: Iterable[Finding], undecided: Callable[[Entry], bool]) -> Baseline:
    """Write the findings as the baseline where there is none yet; from one that exists only take what is gone.

    ``undecided`` says of an entry that this run cannot tell whether it still stands. A file that would not change is not
    touched. Returns what the file holds now.

    Raises:
        DocumentError: if the file that exists is invalid.
        MachineError: if it cannot be written.
    """
    if not path.exists():
        first = baseline_of(findings)
        files.write_new(path, written(first))
        return first
    before = load_baseline(path)
    now = shrunk(before, findings, undecided)
    if now != before:
        files.write_over(path, written(now))
    return now
