"""Which files of a tree a claim means, how long they are, and where a name now stands; what they show lies in ``audit``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from harness.constitution._claim_places import Range
from harness.constitution.claims import Claim
from harness.constitution.globs import Globs
from harness.ports.sources import SourceFile, SourceTree

_GLOB = re.compile(r"[*?{\[]")
_MOST_WILDCARDS = 6
_DEFINES = re.compile(
    rb"^\s*(?:(?:export|default|public|private|protected|static|final|abstract|async|pub(?:\(\w+\))?)\s+)*"
    rb"(?:def|class|function|fn|func|interface|struct|enum|trait|type|const|let|var)\b[^\n]*"
)


@dataclass(frozen=True)
class Found:
    """A line of a file where a name stands."""

    path: str
    line: int
    name: str


class Whereabouts:
    """What a tree holds, as far as claims ask for it.

    ``base`` is the folder of the document that makes them; ``left_out`` are files and folders that were not checked, and why.
    """

    def __init__(self, tree: SourceTree, base: str, left_out: Mapping[str, str]) -> None:
        self._tree = tree
        self._base = base
        self._left_out = {path.rstrip("/"): reason for path, reason in left_out.items()}
        self._files: dict[str, SourceFile | None] = {}
        self._meant: dict[str, tuple[str, ...]] = {}

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every file of the tree."""
        return frozenset(entry.path for entry in self._tree.entries())

    @cached_property
    def _names(self) -> Mapping[str, Sequence[str]]:
        names: dict[str, list[str]] = {}
        for path in sorted(self.paths):
            names.setdefault(path.rpartition("/")[2], []).append(path)
        return names

    def meant(self, path: str) -> tuple[str, ...]:
        """The files that a path, a folder or a glob means, as seen from the project or from the document."""
        if path not in self._meant:
            self._meant[path] = self._find(path)
        return self._meant[path]

    def _find(self, path: str) -> tuple[str, ...]:
        for typed in dict.fromkeys((_normal(path), _normal(f"{self._base}/{path}"))):
            if typed in self.paths:
                return (typed,)
            below = self._below(typed)
            if below:
                return below
        return ()

    def _below(self, typed: str) -> tuple[str, ...]:
        if _GLOB.search(typed):
            if sum(map(typed.count, "*{?")) > _MOST_WILDCARDS:
                return ()
            match = Globs([typed]).match
            return tuple(sorted(path for path in self.paths if match(path)))
        folder = typed.rstrip("/") + "/"
        return tuple(sorted(path for path in self.paths if path.startswith(folder)))

    def left_out(self, path: str) -> str:
        """Why a path, or a folder that it lies in, was not checked; empty where it was, or is not there."""
        typed = _normal(path)
        above = [typed, *(str(parent) for parent in PurePosixPath(typed).parents)]
        return next((self._left_out[one] for one in above if one in self._left_out), "")

    def namesakes(self, path: str) -> Sequence[str]:
        """The files of the same name elsewhere."""
        return [one for one in self._names.get(path.rstrip("/").rpartition("/")[2], ()) if one != _normal(path)]

    def lines(self, path: str) -> int | None:
        """How many lines a file has; None if it cannot be read."""
        file = self._read(path)
        if file is None:
            return None
        return file.data.count(b"\n") + (not file.data.endswith(b"\n") and bool(file.data))

    def named(self, claim: Claim, paths: Iterable[str]) -> Found | None:
        """Where a name of code that a claim mentions stands in these files, where it is defined before where it is used.

        None where one of the names stands in the very lines that are claimed.
        """
        own = self.meant(claim.path)
        found: list[Found] = []
        for path in paths:
            places = {name: self._places(path, name) for name in claim.identifiers}
            if path in own and (claim.lines is None or _any_within(places.values(), claim.lines)):
                return None
            found += [Found(path, lines[0], name) for name, lines in places.items() if lines]
        return found[0] if found else None

    def _places(self, path: str, name: str) -> list[int]:
        file = self._read(path)
        return _places(file.data, name) if file else []

    def _read(self, path: str) -> SourceFile | None:
        if path not in self._files:
            read = next(iter(self._tree.read([path])), None)
            self._files[path] = read if isinstance(read, SourceFile) else None
        return self._files[path]


def _normal(path: str) -> str:
    """The path without ``.`` and ``..``; one that leads out of the project is no path of it."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _places(data: bytes, identifier: str) -> list[int]:
    """The lines in which a name stands, those that define it first."""
    word = re.compile(rb"(?<![\w$])" + re.escape(identifier.encode()) + rb"(?![\w$])")
    found = [(number, line) for number, line in enumerate(data.split(b"\n"), 1) if word.search(line)]
    return [number for number, line in sorted(found, key=lambda one: (not _defines(one[1], word), one[0]))]


def _defines(line: bytes, word: re.Pattern[bytes]) -> bool:
    start = _DEFINES.match(line[:400])
    return bool(start and word.search(start[0]))


def _any_within(places: Iterable[Sequence[int]], lines: Range) -> bool:
    return any(lines[0] <= line <= lines[1] for found in places for line in found)
