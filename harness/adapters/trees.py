"""The cache of prepared trees: each is exported and set up once, then only read; what runs on it lies elsewhere."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from harness.adapters.cell.rooms import remove_room
from harness.adapters.git import Snapshot
from harness.adapters.setup import run_setup
from harness.adapters.toolchains import of_the_host, of_the_tree
from harness.domain.base import Frozen
from harness.domain.configuration import Product
from harness.domain.verdicts import Isolation
from harness.errors import MachineError

_LAYOUT = 1
"""Part of every key: raise it when a prepared tree is laid out differently."""

Progress = Callable[[str], None]


class TreeFacts(Frozen):
    """What the cache knows of a prepared tree. ``seconds`` is what preparing it took; ``created`` is a Unix time."""

    layout: int = _LAYOUT
    key: str
    tree: str
    setup: tuple[str, ...]
    toolchains: tuple[str, ...]
    seconds: float
    created: float


@dataclass(frozen=True)
class PreparedTree:
    """A tree ready to run on: its files, the output of its setup, and the toolchains that it needs."""

    folder: Path
    facts: TreeFacts

    @property
    def files(self) -> Path:
        """Where the product's files lie. Never write there."""
        return self.folder / "tree"

    @property
    def setup_log(self) -> Path:
        """What the setup commands printed."""
        return self.folder / "setup.log"

    @property
    def last_used(self) -> float:
        """When a run last used it, as a Unix time."""
        return (self.folder / "facts.json").stat().st_mtime


class TreeCache:
    """Prepared trees below one folder, shared safely by any number of processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "trees"

    @contextmanager
    def prepared(
        self, snapshot: Snapshot, product: Product, level: Isolation, progress: Progress
    ) -> Iterator[PreparedTree]:
        """The prepared tree of a snapshot, made now if no one has yet; it cannot be pruned while this is open.

        Raises TreeError where the export or the setup fails, MachineError where the cache cannot be written.
        """
        key = tree_key(snapshot, product, level)
        with self._locked(key) as lock:
            tree = self._found(key)
            if tree is None:
                tree = self._prepare(key, snapshot, product, level, progress)
                fcntl.flock(lock, fcntl.LOCK_SH)
            os.utime(tree.folder / "facts.json")
            yield tree

    def trees(self) -> list[PreparedTree]:
        """Every prepared tree, most recently used first."""
        if not self.folder.is_dir():
            return []
        found = [tree for path in self.folder.iterdir() if (tree := self._found(path.name))]
        return sorted(found, key=lambda tree: -tree.last_used)

    def prune(self, older_than: float) -> tuple[int, int]:
        """Remove what no run uses and none has used since ``older_than`` (Unix time), and what was left half-made.

        Returns how many trees were removed and how many are in use.
        """
        removed = kept = 0
        for tree in self.trees():
            if tree.last_used <= older_than:
                if self._remove(tree.facts.key):
                    removed += 1
                else:
                    kept += 1
        for path in self.folder.glob("*/") if self.folder.is_dir() else ():
            if not (path / "facts.json").is_file():
                self._remove(path.name)
        return removed, kept

    def _remove(self, key: str) -> bool:
        with self._open_lock(key) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            remove_room(self.folder / key)
            return True

    @contextmanager
    def _locked(self, key: str) -> Iterator[IO[str]]:
        """Hold the key: shared where the tree is there, else alone until it is."""
        with self._open_lock(key) as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            if self._found(key) is None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock

    def _open_lock(self, key: str) -> IO[str]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return (self.folder / f"{key}.lock").open("a")
        except OSError as error:
            raise MachineError(
                f"the cache `{self.folder}` cannot be written: {error.strerror}",
                "make it writable, or set XDG_CACHE_HOME to a folder that is",
            ) from error

    def _prepare(
        self, key: str, snapshot: Snapshot, product: Product, level: Isolation, progress: Progress
    ) -> PreparedTree:
        """Export and set up in place; the facts, written last, are what makes it count."""
        started = time.monotonic()
        folder = self.folder / key
        if folder.exists():
            remove_room(folder)
        files = folder / "tree"
        try:
            files.mkdir(parents=True)
            progress("exporting the tree")
            snapshot.export(files)
            run_setup(files, product.setup, level, folder / "setup.log", self.folder.parent / "downloads", progress)
            toolchains = dict.fromkeys(
                [*product.toolchains, *of_the_host(), *(of_the_tree(files) if product.setup else ())]
            )
        except OSError as error:
            raise MachineError(
                f"the tree cannot be exported to `{files}`: {error.strerror}", "make room there, or set XDG_CACHE_HOME"
            ) from error
        facts = TreeFacts(
            key=key,
            tree=snapshot.tree,
            setup=product.setup,
            toolchains=tuple(toolchains),
            seconds=time.monotonic() - started,
            created=time.time(),
        )
        draft = folder / "facts.json.new"
        draft.write_text(facts.model_dump_json(indent=2))
        draft.rename(folder / "facts.json")
        return PreparedTree(folder, facts)

    def _found(self, key: str) -> PreparedTree | None:
        folder = self.folder / key
        try:
            facts = TreeFacts.model_validate_json((folder / "facts.json").read_bytes())
        except (OSError, ValidationError):
            return None
        return PreparedTree(folder, facts)


def tree_key(snapshot: Snapshot, product: Product, level: Isolation) -> str:
    """What a prepared tree depends on: the product's files, its setup, its toolchains, and where it is set up."""
    place = "host" if level is Isolation.EXPORT else "inside"
    parts = (str(_LAYOUT), place, *snapshot.identity, "setup", *product.setup, "toolchains", *product.toolchains)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]
