"""What a manifest declares and where, in terms that all manifests share; reading them lies in the other modules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from harness.constitution.data.path_reading import read_path
from harness.constitution.data.tree import Contents, Item
from harness.constitution.dependencies.versions import Allowed, Unclear

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Ecosystem(StrEnum):
    """Where names of packages come from."""

    PYPI = "pypi"
    NPM = "npm"
    GO = "go"
    CARGO = "cargo"
    MAVEN = "maven"

    def normal(self, name: str) -> str:
        """A name so that two ways to write the same are equal; for Python's by PEP 503."""
        if self is Ecosystem.PYPI:
            return re.sub(r"[-_.]+", "-", name).lower()
        if self is Ecosystem.CARGO:
            return name.replace("_", "-").lower()
        return name


@dataclass(frozen=True)
class Declared:
    """A dependency at a place in a manifest; ``start`` and ``end`` are byte offsets.

    ``written`` is what is said of its version; ``allowed`` is None where no version can be told, as of a branch in git.
    ``locked`` ones are what a tool resolved others to; ``local`` ones lie in the tree itself.
    """

    ecosystem: Ecosystem
    name: str
    written: str
    allowed: Allowed | None
    pinned: bool
    start: int
    end: int
    licence: str | None = None
    locked: bool = False
    local: bool = False


@dataclass(frozen=True)
class Included:
    """Another manifest that one takes in, by its path in the tree."""

    path: str
    start: int


@dataclass(frozen=True)
class Untold:
    """A declaration that cannot be understood, and why."""

    reason: str
    start: int = 0


Entry = Declared | Included | Untold


def names_commit(reference: str) -> bool:
    """Whether an address names the digest of a commit or of a file, which never means anything else."""
    return "sha256=" in reference or any(_COMMIT.fullmatch(part) for part in re.split(r"[@#=&]", reference))


def told(text: str, read: Callable[[str], Allowed]) -> Allowed | None:
    """The versions that a text means; None where it means none that can be told."""
    try:
        return read(text)
    except Unclear:
        return None


def selected(contents: Contents, *paths: str) -> list[Item]:
    """The values that paths lead to."""
    return [item for path in paths for document in contents.documents for item in read_path(path).select(document)]


def text_of(item: Item, key: str) -> str:
    """The text of a member of a table; empty where there is none."""
    found = item.value.get(key) if isinstance(item.value, dict) else None
    return found.value if found and isinstance(found.value, str) else ""
