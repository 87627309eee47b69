"""What was found out about files, as bytes that are kept from one analysis for the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from harness.constitution.checks.dataflow.project.analyst import FileResult, Trouble
from harness.constitution.checks.dataflow.project.facts import Facts
from harness.constitution.checks.dataflow.project.layout import Layout, Stretch
from harness.constitution.checks.dataflow.values import Hit, Source, Step, Taint, Trail

Move = Callable[[str, int], tuple[int, int] | None]
"""By how many bytes and lines a place of a file has moved since; None if that is not known, and for -1 if it changed at all."""


def digest(*parts: str) -> str:
    """One of several texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """What a kept result was found with: the carriers of the project, what else is common to all, its paths (all as digests),
    and the content of each file that had a part in it."""

    carriers: str
    common: str
    paths: str
    files: Mapping[str, str]


class Unusable(Exception):
    """What was kept cannot be used any more."""


def facts_bytes(facts: Facts) -> bytes:
    """Facts to keep."""
    parts = [sorted(each) for each in (facts.marks, facts.heads, facts.stores, facts.imports, facts.aliases)]
    return json.dumps(parts, separators=(",", ":")).encode()


def facts_of(data: bytes) -> Facts:
    """Facts that were kept."""
    marks, heads, stores, imports, aliases = json.loads(data)
    stored, other = (frozenset(map(tuple, each)) for each in (stores, aliases))
    return Facts(frozenset(marks), frozenset(heads), stored, frozenset(imports), other)


def layout_bytes(layout: Layout) -> bytes:
    """A layout to keep."""
    return json.dumps(layout, separators=(",", ":")).encode()


def layout_of(data: bytes) -> Layout:
    """A layout that was kept."""
    functions, between, around = json.loads(data)
    return Layout(tuple(Stretch(*each) for each in functions), tuple(between), around)


def result_bytes(head: Head, result: FileResult) -> bytes:
    """A result to keep: three lines, of which most are never read."""
    lines = (
        [head.carriers, head.common, head.paths, dict(sorted(head.files.items()))],
        [sorted(result.relevant), sorted(result.carriers), sorted(result.brings)],
        [
            {path: sorted(names) for path, names in sorted(result.depends.items())},
            [list(trouble) for trouble in result.troubles],
            [_hit(hit) for hit in result.hits],
        ],
    )
    return b"\n".join(json.dumps(line, separators=(",", ":")).encode() for line in lines)


@dataclass(frozen=True, slots=True)
class Kept:
    """A result that was kept, as far as it was read."""

    path: str
    head: Head
    relevant: frozenset[str]
    carriers: frozenset[str]
    brings: frozenset[str]
    rest: bytes

    @classmethod
    def read(cls, path: str, data: bytes) -> Kept:
        """Its beginning."""
        head, words, rest = data.split(b"\n", 2)
        relevant, carriers, brings = map(frozenset, json.loads(words))
        return cls(path, Head(*json.loads(head)), relevant, carriers, brings, rest)

    def depends(self) -> dict[str, frozenset[str]]:
        """The stretches of files that had a part in it."""
        depends: dict[str, list[str]] = json.loads(self.rest)[0]
        return {path: frozenset(names) for path, names in depends.items()}

    def result(self, move: Move) -> FileResult:
        """All of it, with every place where it is now. Raises Unusable."""
        depends, troubles, hits = json.loads(self.rest)
        return FileResult(
            self.path,
            tuple(_hit_of(hit, move) for hit in hits),
            tuple(_trouble(trouble, move) for trouble in troubles),
            (),
            self.relevant,
            self.carriers,
            {path: frozenset(names) for path, names in depends.items()},
            brings=self.brings,
        )


def _hit(hit: Hit) -> list[object]:
    place = [hit.rule, hit.category, hit.path, hit.line, hit.start, hit.end, hit.note]
    if hit.taint is None or not isinstance(hit.taint.origin, Source):
        return [place, None]
    origin = hit.taint.origin
    source = [origin.rule, origin.kind, origin.path, origin.line, origin.start, origin.end, origin.text]
    steps = () if hit.taint.trail is None else hit.taint.trail.steps()
    told = [[step.path, step.line, step.start, step.end, step.what] for step in steps]
    return [place, [source, sorted(hit.taint.cleared), told]]


def _hit_of(written: Any, move: Move) -> Hit:
    (rule, category, path, line, start, end, note), flow = written
    hit = Hit(rule, category, path, *_moved(path, line, start, end, move), None, note)
    if flow is None:
        return hit
    (rule, kind, path, line, start, end, text), cleared, told = flow
    source = Source(rule, kind, path, *_moved(path, line, start, end, move), text)
    trail: Trail | None = None
    for path, line, start, end, what in told:
        trail = Trail(Step(path, *_moved(path, line, start, end, move), what), trail)
    return replace(hit, taint=Taint(source, frozenset(cleared), trail))


def _trouble(written: Any, move: Move) -> Trouble:
    path, line, kind, reason = written
    if move(path, -1) is None:  # what could not be followed in a file that has changed is looked for again
        raise Unusable
    return Trouble(path, line, kind, reason)


def _moved(path: str, line: int, start: int, end: int, move: Move) -> tuple[int, int, int]:
    found = move(path, start)
    if found is None:
        raise Unusable
    return line + found[1], start + found[0], end + found[0]
