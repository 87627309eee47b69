"""A real cell with a recorder beside it, for tests of what stands between the two."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from harness.adapters.cell.levels import open_cell
from harness.adapters.cell.plan import Cell, CellPlan
from harness.adapters.ground import Ground
from harness.adapters.records import AttemptRecorder, Recorder
from harness.domain.cards import Card
from harness.domain.verdicts import Isolation

CARD = Card(id="CARD", title="A card", path="testcards/card.md", text="a card\n", sha256="0" * 64)


def product(room: Path, scripts: Mapping[str, str]) -> CellPlan:
    """A prepared tree with executable scripts; those without a dot in their names are commands."""
    tree = room / "tree"
    tree.mkdir()
    for name, text in scripts.items():
        (tree / name).write_text(text)
        (tree / name).chmod(0o755)
    return CellPlan(lower=tree, commands={name: f"{{tree}}/{name}" for name in scripts if "." not in name})


@contextmanager
def cell_of(plan: CellPlan, level: Isolation = Isolation.CELL) -> Iterator[Cell]:
    """A cell, closed at the end."""
    cell = open_cell(level, plan)
    try:
        yield cell
    finally:
        cell.close()


@contextmanager
def recorder_in(room: Path) -> Iterator[AttemptRecorder]:
    """The recorder of one attempt, below ``room``."""
    with Recorder(room) as recorder:
        yield recorder.attempt(CARD, 1)


@contextmanager
def ground_of(
    room: Path,
    scripts: Mapping[str, str],
    *,
    level: Isolation = Isolation.CELL,
    seconds: float = 60.0,
    origin: str | None = None,
) -> Iterator[Ground]:
    """What a surface stands on, in a fresh cell."""
    with recorder_in(room) as recorder, cell_of(product(room, scripts), level) as cell:
        yield Ground(cell, recorder, seconds, time.monotonic() + seconds, origin)
