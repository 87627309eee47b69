"""The file ``trace.lock``: what people accepted, a line for each requirement and its evidence, sorted; it decides nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from harness.adapters import files
from harness.adapters.git import Git
from harness.adapters.revisions import files_at
from harness.domain.places import Place
from harness.domain.tracing import Anchor
from harness.errors import HarnessError, MachineError, UsageError

LOCK = "trace.lock"
_MOST_BYTES = 512 * 1024 * 1024
_SEAL = "line"
Pair = tuple[str, str]


@dataclass(frozen=True)
class Lock:
    """What a lock holds: its anchors, the line of each, those somebody wrote in, and the lines that are none (with why)."""

    anchors: tuple[Anchor, ...] = ()
    lines: Mapping[Pair, int] = field(default_factory=dict)
    touched: frozenset[Pair] = frozenset()
    broken: tuple[tuple[int, str], ...] = ()


def pair(anchor: Anchor) -> Pair:
    """The requirement and the evidence that a line is of."""
    return anchor.requirement, anchor.evidence


def read_lock(root: Path) -> Lock | None:
    """The lock of a project; None where there is none.

    Raises:
        UsageError: if it is no plain file, or cannot be read.
    """
    path = root / LOCK
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UsageError(f"'{LOCK}' is no plain file", "take it back from git")
    return parse(files.read_bytes(path, _MOST_BYTES)) if path.exists() else None


def committed_lock(root: Path) -> Lock | None:
    """The lock as the last commit has it; None where that has none, or there is no commit."""
    try:
        if not Git(root).line("rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
            return None
    except HarnessError:
        return None
    found = files_at(root, "HEAD", (LOCK,))
    return parse(found[LOCK]) if LOCK in found else None


def parse(data: bytes) -> Lock:
    """The lines of a lock; of two for the same link the later decision holds, as a merge may keep both."""
    anchors: dict[Pair, Anchor] = {}
    lines: dict[Pair, int] = {}
    touched: set[Pair] = set()
    broken: list[tuple[int, str]] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        read = _read(line)
        if isinstance(read, str):
            broken.append((number, read))
            continue
        anchor, whole = read
        key = pair(anchor)
        if not whole:
            touched.add(key)
        if key not in anchors or anchors[key].when <= anchor.when:
            anchors[key], lines[key] = anchor, number
    return Lock(tuple(anchors.values()), lines, frozenset(touched), tuple(broken))


def write_lock(root: Path, anchors: Iterable[Anchor]) -> None:
    """Write the lock, whole or not at all. Raises MachineError where that is refused, also where a link stands in its place."""
    path = root / LOCK
    if path.is_symlink():
        raise MachineError(f"'{LOCK}' is a link", "put the file itself there")
    files.write_over(path, text_of(anchors))


def text_of(anchors: Iterable[Anchor]) -> str:
    """The lines of a lock, sorted by requirement and evidence; each has a digest of its own, so that lines can be merged."""
    rows = sorted(anchors, key=pair)
    return "".join(f"{json.dumps(_row(one), ensure_ascii=False)}\n" for one in rows)


def place_of(lock: Lock, key: Pair) -> Place:
    """Where the line of a link stands."""
    return Place(path=LOCK, line=lock.lines.get(key, 1))


def _row(anchor: Anchor) -> dict[str, str]:
    fields: dict[str, str] = anchor.model_dump(mode="json")
    return {**fields, _SEAL: _digest(fields)}


def _digest(fields: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]


def _read(line: bytes) -> tuple[Anchor, bool] | str:
    """A line's anchor, and whether nobody wrote in it; what is wrong with a line that is none."""
    if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
        return "it is left from a merge"
    try:
        row = json.loads(line)
        given = row.pop(_SEAL, None)
        anchor = Anchor.model_validate(row)
    except (ValueError, RecursionError, AttributeError, TypeError, ValidationError):
        return "it is no line of a lock"
    return anchor, given == _digest(anchor.model_dump(mode="json"))
