"""The second tree of a comparison, which shares files with the first, against the first export of a large tree."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import products
from benchmarks.measure import Figure, seconds_of
from harness.adapters.git import Snapshot, snapshot
from harness.adapters.trees import PreparedTree, Sibling, TreeCache
from harness.domain.configuration import Product
from harness.domain.verdicts import Isolation

FILES = 50_000
CHANGED = 10
TIMES = 3
BOUND = 0.2


def measure(folder: Path) -> Iterator[Figure]:
    """Both trees with an empty cache, in turns: a commit, and the working tree in which ten files differ."""
    repository = products.make("sh", folder, 1, FILES).repository
    for number in range(0, FILES, FILES // CHANGED):
        (repository / "data" / f"{number // 500:03}" / f"{number:05}.txt").write_text("otherwise\n")
    first: list[_Cost] = []
    second: list[_Cost] = []
    for _ in range(TIMES):
        shutil.rmtree(folder / "cache", ignore_errors=True)
        os.sync()
        with ExitStack() as open_things:
            taken = [open_things.enter_context(snapshot(repository, one)) for one in ("HEAD", None)]
            pair = _Pair(TreeCache(folder / "cache"), open_things)
            first.append(_Cost.of(lambda pair=pair, taken=taken: pair.prepare(taken[0])))
            second.append(_Cost.of(lambda pair=pair, taken=taken: pair.prepare(taken[1])))
    for unit, bound in (("processor", BOUND), ("wall", None)):
        one, other = (median(getattr(cost, unit) for cost in costs) for costs in (second, first))
        name = f"{FILES} files, {CHANGED} differ: second tree / first export, {unit} time"
        detail = f"{one:.2f} s against {other:.2f} s, medians of {TIMES}"
        yield Figure("golden_compare", name, one / other, "×", bound, detail)


@dataclass(frozen=True)
class _Cost:
    """What a call took: seconds on the wall, and of the processors, those of its programs included."""

    wall: float
    processor: float

    @classmethod
    def of(cls, work: Callable[[], object]) -> _Cost:
        before = _processor_seconds()
        wall = seconds_of(work)
        return cls(wall, _processor_seconds() - before)


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class _Pair:
    """Prepares one tree after the other, as a comparison does."""

    def __init__(self, cache: TreeCache, open_things: ExitStack) -> None:
        self._cache = cache
        self._open_things = open_things
        self._before: Sibling | None = None

    def prepare(self, taken: Snapshot) -> PreparedTree:
        made = self._cache.prepared(taken, Product(), Isolation.CELL, lambda what: None, self._before)
        tree = self._open_things.enter_context(made)
        self._before = Sibling(taken, tree)
        return tree
