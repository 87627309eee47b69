"""What the hooks of one session of an agent told it before, so that none goes on for ever; a file below ``.harness/hooks``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from pydantic import Field

from harness.adapters import files
from harness.adapters.folder_lock import one_at_a_time
from harness.domain.base import Frozen
from harness.errors import HarnessError

FOLDER = ".harness/hooks"
_MOST_SESSIONS = 50
_MOST_CHAINS = 100
_MOST_SETS = 50
_MOST_BYTES = 2 * 1024 * 1024
FRUITLESS = 3
"""How many times as often as one set of findings all sets together are sent back, where none is less than the one before."""


class Chain(Frozen):
    """What was told of one thing since it was last clean.

    ``last`` are the marks of the last findings; ``told`` says how often each set of findings was met, by its digest, and
    ``fruitless`` how often a set was no mere part of the one before.
    """

    last: tuple[str, ...] = ()
    told: Mapping[str, int] = Field(default_factory=dict)
    fruitless: int = 0

    @property
    def times(self) -> int:
        """How often the last findings were met."""
        return self.told.get(_digest(self.last), 0)

    def met(self, marks: Iterable[str]) -> Chain:
        """The chain with one more set of findings."""
        now = tuple(sorted(marks))
        name = _digest(now)
        told = {key: times for key, times in self.told.items() if key != name}
        told[name] = self.told.get(name, 0) + 1
        progress = not self.last or set(now) < set(self.last)
        kept = dict(list(told.items())[-_MOST_SETS:])
        return Chain(last=now, told=kept, fruitless=self.fruitless + (not progress))


class Memory(Frozen):
    """What is remembered of a session: the commit that it began with, and a chain for each thing that was wrong."""

    begun: str = ""
    chains: Mapping[str, Chain] = Field(default_factory=dict)

    def with_chain(self, name: str, chain: Chain | None) -> Memory:
        """The memory with another chain of that name; None forgets it."""
        others = {key: one for key, one in self.chains.items() if key != name}
        chains = others if chain is None else {**others, name: chain}
        return self.model_copy(update={"chains": dict(list(chains.items())[-_MOST_CHAINS:])})


def alone(root: Path) -> AbstractContextManager[None]:
    """While it lasts, no other hook of a project reads what is remembered in order to change it."""
    return one_at_a_time(root / FOLDER, root)


def remembered(root: Path, session: str) -> Memory | None:
    """What is remembered of a session; None of a new one, and where what is there is no memory."""
    path = _path(root, session)
    if not path.is_file() or not files.is_inside(path, root):
        return None
    try:
        return Memory.model_validate_json(files.read_bytes(path, _MOST_BYTES))
    except (ValueError, HarnessError):
        return None


def remember(root: Path, session: str, memory: Memory) -> bool:
    """Keep what is to be remembered of a session, whole or not at all; whether that could be done."""
    path = _path(root, session)
    if not files.is_inside(path, root):
        return False
    try:
        ignore = root / ".harness" / ".gitignore"
        if not ignore.exists():
            files.write_over(ignore, "*\n")
        if not path.exists():
            files.keep_newest(path.parent, _MOST_SESSIONS - 1)
        files.write_over(path, memory.model_dump_json(exclude_defaults=True))
    except HarnessError:
        return False
    return True


def _path(root: Path, session: str) -> Path:
    return root / FOLDER / f"{hashlib.sha256(session.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}.json"


def _digest(marks: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(marks).encode("utf-8", "surrogateescape")).hexdigest()[:16]
