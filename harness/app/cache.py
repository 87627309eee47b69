"""``harness cache``: what prepared trees this machine keeps, and removing those that nobody needs."""

from __future__ import annotations

from dataclasses import dataclass

from harness.adapters import clock, files
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.folders import cache_folder
from harness.adapters.trees import TreeCache

_DAY = 86_400


@dataclass(frozen=True)
class CachedTree:
    """A prepared tree: its key, the git tree it was made from, bytes on disk, and days since a run used it."""

    key: str
    tree: str
    bytes: int
    days: float
    setup: tuple[str, ...]


@dataclass(frozen=True)
class Pruned:
    """How many trees were removed, how many stayed because a run uses them, and how many cells' leftovers were removed."""

    removed: int
    in_use: int
    rooms: int


def cached_trees() -> tuple[str, list[CachedTree]]:
    """Where the cache lies, and what is in it, most recently used first."""
    cache = TreeCache(cache_folder())
    now = clock.unix_time()
    return str(cache.folder), [
        CachedTree(
            key=tree.facts.key,
            tree=tree.facts.tree,
            bytes=files.bytes_below(tree.folder),
            days=max(now - tree.last_used, 0) / _DAY,
            setup=tree.facts.setup,
        )
        for tree in cache.trees()
    ]


def prune(days: float) -> Pruned:
    """Remove what no run has used for ``days`` and none uses now. Raises MachineError if the cache cannot be written."""
    removed, in_use = TreeCache(cache_folder()).prune(clock.unix_time() - days * _DAY)
    return Pruned(removed, in_use, remove_abandoned_rooms())
