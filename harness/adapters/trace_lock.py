"""The file ``trace.lock``: what people accepted, a line for each requirement and its evidence, sorted; it decides nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from harness.adapters import files
from harness.adapters.git import Git, committed_tree
from harness.adapters.revisions import present_at
from harness.domain.places import Place
from harness.domain.tracing import Anchor
from harness.errors import UsageError

LOCK = "trace.lock"
_MOST_BYTES = 512 * 1024 * 1024
_SUM = "line"
_OF_A_MERGE = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Lock:
    """What a lock holds: its anchors, those somebody wrote in, and the numbers of the lines that are none, with why.

    ``lines`` are the lines of the anchors as they stand, with their numbers; ``data`` is the whole.
    """

    anchors: tuple[Anchor, ...] = ()
    lines: Mapping[Pair, tuple[int, bytes]] = field(default_factory=dict)
    touched: frozenset[Pair] = frozenset()
    broken: tuple[tuple[int, str], ...] = ()
    data: bytes | None = None

    def place_of(self, key: Pair) -> Place:
        """Where the line of a link stands."""
        return Place(path=LOCK, line=self.lines[key][0] if key in self.lines else 1)


def pair(anchor: Anchor) -> Pair:
    """The requirement and the evidence that a line is of."""
    return anchor.requirement, anchor.evidence


def read_lock(root: Path) -> Lock:
    """The lock of a project; one without ``data`` where there is none.

    Raises:
        UsageError: if it is no plain file, or cannot be read.
    """
    path = root / LOCK
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UsageError(f"'{LOCK}' is no plain file", "take it back from git")
    return parse(files.read_bytes(path, _MOST_BYTES)) if path.exists() else Lock()


def committed_lock(root: Path) -> Lock:
    """The lock as the last commit has it; one without ``data`` where that has none, or there is no commit.

    Raises:
        TreeError: if git cannot read it.
    """
    try:
        there = present_at(root, "HEAD", (LOCK,))
    except UsageError:  # outside git, before the first commit, or in a folder that it does not have
        return Lock()
    git = Git(root)
    return parse(git.run("cat-file", "blob", f"{committed_tree(git, 'HEAD')}:{LOCK}")) if there else Lock()


def parse(data: bytes) -> Lock:
    """The lines of a lock; of two for the same link the later decision holds, as a merge may keep both."""
    anchors: dict[Pair, Anchor] = {}
    lines: dict[Pair, tuple[int, bytes]] = {}
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
        touched |= set() if whole else {key}
        if key not in anchors or anchors[key].when <= anchor.when:
            anchors[key], lines[key] = anchor, (number, line)
    return Lock(tuple(anchors.values()), lines, frozenset(touched), tuple(broken), data)


def write_lock(root: Path, before: Lock, accepted: Iterable[Anchor]) -> Lock:
    """Put lines in the place of those of the same links, all others kept to the byte; whole or not at all.

    Raises:
        UsageError: if the lock is no longer the one that was read, or no plain file.
        MachineError: if it cannot be written.
    """
    if read_lock(root).data != before.data:
        raise UsageError(f"'{LOCK}' was changed meanwhile", "begin again")
    rows = {key: line for key, (_, line) in before.lines.items()}
    rows |= {pair(one): line_of(one) for one in accepted}
    text = b"".join(rows[key] + b"\n" for key in sorted(rows)).decode()
    files.write_over(root / LOCK, text)
    return parse(text.encode())


def line_of(anchor: Anchor) -> bytes:
    """The line of a lock; it has a digest of its own, so that lines can be merged and nobody writes in one unseen."""
    fields: dict[str, str] = anchor.model_dump(mode="json")
    return json.dumps({**fields, _SUM: _digest(fields)}, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _digest(fields: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]


def _read(line: bytes) -> tuple[Anchor, bool] | str:
    """A line's anchor, and whether nobody wrote in it; what is wrong with a line that is none."""
    if line.startswith(_OF_A_MERGE):
        return "this is left from a merge"
    try:
        row = json.loads(line)
        given = row.pop(_SUM, None)
        anchor = Anchor.model_validate(row)
    except (ValueError, RecursionError, AttributeError, TypeError, ValidationError):
        return "this is no line of a lock"
    return anchor, given == _digest(anchor.model_dump(mode="json"))
