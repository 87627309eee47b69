"""Symbolic links in a project, and what they lead to within it; it opens nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from harness.adapters import files

_MOST_STEPS = 40


@dataclass(frozen=True)
class Link:
    """A link by its path in the project; ``reached`` are the paths that it leads to, one after the other."""

    path: str
    reached: tuple[str, ...]
    leads_out: bool


def links_at(root: Path, places: Iterable[str]) -> tuple[Link, ...]:
    """The links at some places of a project, above them, and below those that are folders; sorted by path."""
    found = {path for place in places for path in _links(root, place)}
    return tuple(_link(root, path) for path in sorted(found))


def _links(root: Path, place: str) -> Iterator[str]:
    parts = PurePosixPath(place).parts
    above = (PurePosixPath(*parts[:number]) for number in range(1, len(parts) + 1))
    yield from (path.as_posix() for path in above if (root / path).is_symlink())
    if (root / place).is_dir():
        yield from (path.relative_to(root).as_posix() for path in files.links(root / place))


def _link(root: Path, path: str) -> Link:
    reached: list[str] = []
    current = path
    while (link := _first_link(root, current)) and len(reached) < _MOST_STEPS:
        target = os.path.join(os.path.dirname(link), os.readlink(root / link))
        if os.path.isabs(target):
            target = os.path.relpath(target, root)
        current = os.path.normpath(os.path.join(target, os.path.relpath(current, link)))
        reached.append(current)
        if current.split(os.sep)[0] == os.pardir:
            return Link(path, tuple(reached[:-1]), leads_out=True)
    return Link(path, tuple(reached), leads_out=False)


def _first_link(root: Path, path: str) -> str:
    """The first part of a path, from its beginning, that is a link; empty where none is."""
    parts = PurePosixPath(path).parts
    above = (PurePosixPath(*parts[:number]) for number in range(1, len(parts) + 1))
    return next((one.as_posix() for one in above if (root / one).is_symlink()), "")
