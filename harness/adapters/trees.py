"""The cache of prepared trees: each is exported and set up once, then only read; what runs on it lies elsewhere."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from harness.adapters.cell.rooms import remove_room
from harness.adapters.git import Exported, Snapshot
from harness.adapters.setup import run_setup
from harness.adapters.toolchains import of_the_host, of_the_tree
from harness.domain.base import Frozen
from harness.domain.configuration import Product
from harness.domain.verdicts import Isolation
from harness.errors import MachineError, TreeError

_LAYOUT = 2
"""Part of every key: raise it when a prepared tree is laid out differently."""

_FACTS = "facts.json"
_CANARY = ".harness-canary"
Progress = Callable[[str], None]


class TreeFacts(Frozen):
    """What the cache knows of a prepared tree. ``seconds`` is what preparing it took; ``created`` is a Unix time.

    ``canary`` is a random text that lies among the product's files, and that nobody who is blind can come across.
    """

    layout: int = _LAYOUT
    key: str
    tree: str
    setup: tuple[str, ...]
    toolchains: tuple[str, ...]
    canary: str
    seconds: float
    created: float


@dataclass(frozen=True)
class PreparedTree:
    """A tree ready to run on: its files, the output of its setup, what it needs, and when a run last used it (Unix time)."""

    folder: Path
    facts: TreeFacts
    last_used: float

    @property
    def files(self) -> Path:
        """Where the product's files lie. Never write there."""
        return self.folder / "tree"

    @property
    def setup_log(self) -> Path:
        """What the setup commands printed."""
        return self.folder / "setup.log"


@dataclass(frozen=True)
class Sibling:
    """A prepared tree that is in use, and what it was exported from."""

    snapshot: Snapshot
    tree: PreparedTree


class TreeCache:
    """Prepared trees below one folder, shared safely by any number of processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "trees"

    @contextmanager
    def prepared(
        self,
        snapshot: Snapshot,
        product: Product,
        level: Isolation,
        progress: Progress,
        like: Sibling | None = None,
    ) -> Iterator[PreparedTree]:
        """The prepared tree of a snapshot, made now if no one has yet; it cannot be pruned while this is open.

        Files that ``like`` has as well are shared with it where no setup, and nothing that runs unconfined, writes to either.

        Raises TreeError where the export or the setup fails, MachineError where the cache cannot be written.
        """
        key = tree_key(snapshot, product, level)
        with self._locked(f"{key}.lock", fcntl.LOCK_SH):
            tree = self._found(key)
            if tree is None:
                # A lock of its own: whoever waits here goes on once the tree is made, not once its maker's run is over.
                with self._locked(f"{key}.making", fcntl.LOCK_EX):
                    tree = self._found(key) or self._prepare(key, snapshot, product, level, progress, like)
            os.utime(tree.folder / _FACTS)
            yield tree

    @contextmanager
    def kept(self, key: str) -> Iterator[PreparedTree]:
        """The prepared tree of that key, which was made before; it cannot be pruned while this is open.

        Raises TreeError where it is gone.
        """
        with self._locked(f"{key}.lock", fcntl.LOCK_SH):
            tree = self._found(key)
            if tree is None:
                raise TreeError("the prepared tree was removed from the cache meanwhile", "run it again")
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
            if self._found(path.name) is None:
                self._remove(path.name)
        return removed, kept

    def _remove(self, key: str) -> bool:
        try:
            with self._locked(f"{key}.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
                remove_room(self.folder / key)
        except BlockingIOError:
            return False
        return True

    @contextmanager
    def _locked(self, name: str, how: int) -> Iterator[None]:
        """Hold a lock file. Raises BlockingIOError where that would take waiting and ``how`` forbids it."""
        with self._open_lock(name) as lock:
            fcntl.flock(lock, how)
            yield

    def _open_lock(self, name: str) -> IO[str]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return (self.folder / name).open("a")
        except OSError as error:
            raise MachineError(
                f"the cache `{self.folder}` cannot be written: {error.strerror}",
                "make it writable, or set XDG_CACHE_HOME to a folder that is",
            ) from error

    def _prepare(
        self,
        key: str,
        snapshot: Snapshot,
        product: Product,
        level: Isolation,
        progress: Progress,
        like: Sibling | None,
    ) -> PreparedTree:
        """Export and set up in place; the facts, written last, are what makes it count. A failure leaves only the log."""
        started = time.monotonic()
        folder = self.folder / key
        files = folder / "tree"
        try:
            if folder.exists():
                remove_room(folder)
            _export(snapshot, files, like if _may_share(product, level, like) else None, progress)
            log, downloads = folder / "setup.log", self.folder.parent / "downloads"
            run_setup(files, product.setup, level, log, downloads, progress, snapshot.documents)
            of_the_setup = of_the_tree(files) if product.setup else ()
            facts = TreeFacts(
                key=key,
                tree=snapshot.tree,
                setup=product.setup,
                toolchains=tuple(dict.fromkeys([*product.toolchains, *of_the_host(), *of_the_setup])),
                canary=_plant_canary(files),
                seconds=time.monotonic() - started,
                created=time.time(),
            )
            draft = folder / f"{_FACTS}.new"
            draft.write_text(facts.model_dump_json(indent=2))
            draft.rename(folder / _FACTS)
        except BaseException as error:
            if files.exists():
                remove_room(files)
            if isinstance(error, OSError):
                what = f"the tree cannot be prepared in `{folder}`: {error.strerror}"
                raise MachineError(what, "make room there, or set XDG_CACHE_HOME") from error
            raise
        return PreparedTree(folder, facts, facts.created)

    def _found(self, key: str) -> PreparedTree | None:
        facts = self.folder / key / _FACTS
        try:
            return PreparedTree(facts.parent, TreeFacts.model_validate_json(facts.read_bytes()), facts.stat().st_mtime)
        except (OSError, ValidationError):
            return None


def _may_share(product: Product, level: Isolation, like: Sibling | None) -> bool:
    """Whether nobody ever writes to either tree: a setup could write through a shared file, and has perhaps."""
    return like is not None and not product.setup and not like.tree.facts.setup and level is not Isolation.EXPORT


def _export(snapshot: Snapshot, files: Path, like: Sibling | None, progress: Progress) -> None:
    files.mkdir(parents=True)
    progress("exporting the tree")
    if like is not None:
        try:
            snapshot.export(files, Exported(like.snapshot, like.tree.files))
            return
        except OSError:  # the file system refuses links: too many to one file, or none at all
            remove_room(files)
            files.mkdir()
    snapshot.export(files)


def _plant_canary(files: Path) -> str:
    """Put a random text among the product's files, after setup, where only who lists or reads them all can find it."""
    canary = f"canary-{secrets.token_hex(16)}"
    path = files / _CANARY
    while path.is_symlink() or path.exists():
        path = path.with_name(f"{path.name}~")
    path.write_text(f"{canary}\n")
    return canary


def tree_key(snapshot: Snapshot, product: Product, level: Isolation) -> str:
    """What a prepared tree depends on: the product's files, its setup, its toolchains, and where it is set up."""
    place = "host" if level is Isolation.EXPORT else "inside"
    parts = (str(_LAYOUT), place, *snapshot.identity, "setup", *product.setup, "toolchains", *product.toolchains)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]
