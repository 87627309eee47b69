"""What people accepted, by ``trace.lock`` and by what the last commit has of it: a line that is gone is not forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters.trace_lock import LOCK, Lock, Pair, committed_lock, pair, read_lock
from harness.domain.codes import Code
from harness.domain.places import Mistake, Place
from harness.domain.tracing import Anchor
from harness.trace import codes

_WRITTEN_IN = "its line in trace.lock, which somebody wrote in"
_TAKEN_OUT = "its line in trace.lock, which somebody took out"


@dataclass(frozen=True)
class LockState:
    """The anchors that hold, those in doubt among them; ``doubted`` says what became of the line of each of these.

    ``read`` is the lock as it lies there.
    """

    anchors: tuple[Anchor, ...] = ()
    doubted: Mapping[Pair, str] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    read: Lock = field(default_factory=Lock)


def lock_state(root: Path) -> LockState:
    """What is known of the lock of a project.

    Raises:
        UsageError: if it cannot be read.
    """
    now = read_lock(root)
    kept = {pair(one): one for one in now.anchors}
    lost = {pair(one): one for one in committed_lock(root).anchors if pair(one) not in kept}
    doubted = {**dict.fromkeys(now.touched, _WRITTEN_IN), **dict.fromkeys(lost, _TAKEN_OUT)}
    return LockState((*kept.values(), *lost.values()), doubted, tuple(_mistakes(now, lost)), now)


def _mistakes(now: Lock, lost: Mapping[Pair, Anchor]) -> Iterator[Mistake]:
    for number, what in now.broken:
        yield _mistake(codes.LOCK, Place(path=LOCK, line=number), what)
    for one in sorted(now.touched):
        what = f"the line of '{one[0]}' and {one[1]} was written in by hand"
        yield _mistake(codes.TOUCHED, now.place_of(one), what)
    if lost and now.data is None:
        what = f"it is gone, with {len(lost):,} accepted links that the last commit has"
        yield _mistake(codes.REMOVED, Place(path=LOCK), what)
        return
    for one in sorted(lost):
        what = f"the line of '{one[0]}' and {one[1]} is gone, which the last commit has"
        yield _mistake(codes.REMOVED, Place(path=LOCK), what)


def _mistake(code: Code, place: Place, what: str) -> Mistake:
    return Mistake(place=place, what=what, hint=code.hint, code=code.code)
