"""Kinds of check for tests of the engine: ``word`` looks at files, ``way`` at a project, ``entry`` at the tree; no program
is needed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any

from harness.constitution.kinds import (
    Doubtful,
    Job,
    Match,
    Quantifier,
    Scope,
    Seen,
    Unchanged,
    canonical,
    match_role,
    read_options,
)
from harness.domain.base import Frozen
from harness.domain.findings import DoubtKind, FlowStep, Role
from harness.domain.places import Place
from harness.domain.principles import CheckSpec, Level, Principle, Sample, Use
from harness.errors import MachineError
from harness.ports.sources import Node, SourceFile, SourceTree, Tools


class Word(Frozen):
    """Options: the word; whether every file must have it; how the kind fails, if it does; what files it looks at."""

    word: str
    everywhere: bool = False
    fails: str = ""
    suffix: str = ".txt"


class Entry(Frozen):
    """Options: the path of a file."""

    entry: str
    fails: str = ""


class Way(Frozen):
    """Options: two words; from each file with the first one a way leads to the second one in every file."""

    start: str
    end: str
    fails: str = ""


class NoSyntax:
    """No grammar at all."""

    def nodes(self, file: SourceFile, spans: Sequence[tuple[int, int]]) -> list[Node]:
        return [Node("", 0, 0, "") for _ in spans]


TOOLS = Tools(structure=None, syntax=NoSyntax(), programs=None, reviews=None)  # type: ignore[arg-type]
scanned: list[str] = []
"""Every path that the kind ``word`` was given, in order."""
explored: list[list[str]] = []
"""The paths that the kind ``way`` was given, each time."""
unchanged: list[int] = []
"""How many of them it tells as unchanged, if any."""


def kind(name: str, **members: Any) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(members)
    return module


def quantifier(use: Use, options: Any) -> Quantifier:
    if use is Use.FORBID:
        return Quantifier.ABSENT
    return Quantifier.EVERYWHERE if getattr(options, "everywhere", False) else Quantifier.AT_LEAST_ONE


def scan(jobs: Sequence[Job[Word]], files: Sequence[SourceFile], tools: Tools) -> Iterator[Seen]:
    scanned.extend(file.path for file in files)
    for job in jobs:
        if job.options.fails:
            raise MachineError(job.options.fails, "install it")
        for file in files:
            if b"\0" in file.data:
                yield Doubtful(job.key, DoubtKind.UNPARSABLE, "a NUL", file.path, 3)
            found = list(re.finditer(re.escape(job.options.word).encode(), file.data))
            for one in found:
                yield Match(job.key, match_role(job.spec.use), file.path, one.start(), one.end())
            if job.options.everywhere and not found:
                yield Match(job.key, Role.VIOLATES, file.path, note="the word is missing")


def survey(job: Job[Entry], tree: SourceTree, paths: Sequence[str], tools: Tools) -> Iterator[Seen]:
    if job.options.fails:
        raise MachineError(job.options.fails)
    if job.options.entry in paths:
        yield Match(job.key, match_role(job.spec.use), job.options.entry)


def explore(
    jobs: Sequence[Job[Way]], files: Sequence[SourceFile], tools: Tools, told: Callable[[int, int], None]
) -> Iterator[Seen | Unchanged]:
    explored.append([file.path for file in files])
    if unchanged:
        yield Unchanged(unchanged[0])
    told(len(files), len(files))
    for job in jobs:
        if job.options.fails:
            raise MachineError(job.options.fails)
        for first in files:
            if b"\0" in first.data:
                yield Doubtful(job.key, DoubtKind.UNPARSABLE, "a NUL", first.path, 3)
            if job.options.start.encode() in first.data:
                yield from _ways(job, first, files)


def _ways(job: Job[Way], first: SourceFile, files: Sequence[SourceFile]) -> Iterator[Seen]:
    for last in files:
        at = last.data.find(job.options.end.encode())
        if at >= 0:
            steps = (FlowStep(path=first.path, line=1, what="begins"), FlowStep(path=last.path, line=1, what="ends"))
            yield Match(
                job.key, Role.VIOLATES, last.path, at, at + len(job.options.end), f"from {first.path}", steps=steps
            )


def explore_apart(projects: Sequence[tuple[SourceFile, Sequence[Job[Way]]]], tools: Tools) -> Iterator[list[Seen]]:
    for file, jobs in projects:
        yield [one for one in explore(jobs, [file], tools, lambda done, all: None) if not isinstance(one, Unchanged)]


WORD = kind(
    "word",
    SCOPE=Scope.FILE,
    read=lambda spec: read_options(Word, spec),
    quantifier=quantifier,
    looks_at=lambda options, path: path.endswith(options.suffix),
    scan=scan,
)
WAY = kind(
    "way",
    SCOPE=Scope.PROJECT,
    BY_SUFFIX=True,
    read=lambda spec: read_options(Way, spec),
    quantifier=quantifier,
    looks_at=lambda options, path: path.endswith(".txt"),
    explore=explore,
    explore_apart=explore_apart,
)
ENTRY = kind(
    "entry",
    SCOPE=Scope.TREE,
    read=lambda spec: read_options(Entry, spec),
    quantifier=quantifier,
    looks_at=lambda options, path: True,
    survey=survey,
)
ASKED = kind("asked", **{**vars(ENTRY), "NEEDS_NO_CANARY": True, "ALONE_IS_NOT_ENOUGH": True})
_MEMBERS = {"word": WORD, "way": WAY, "entry": ENTRY, "asked": ASKED}


class Kinds:
    """The family of them."""

    def names(self) -> tuple[str, ...]:
        return tuple(_MEMBERS)

    def load(self, name: str) -> ModuleType:
        return _MEMBERS[name]


def check(use: str, kind: str, line: int = 5, **body: Any) -> CheckSpec:
    return CheckSpec(use=Use(use), kind=kind, body=canonical(body), place=Place(path="c.md", line=line))


def sample(text: str, good: bool, path: str = "", line: int = 0) -> Sample:
    return Sample(
        language="text", good=good, text=text, path=path, place=Place(path="c.md", line=line or 20 + len(text))
    )


def principle(
    *checks: CheckSpec, bad: Sequence[str] = (), good: Sequence[str] = (), id: str = "SEC-001", **fields: Any
) -> Principle:
    """A MUST with those checks; samples are given by their texts."""
    samples = [*(sample(text, good=False) for text in bad), *(sample(text, good=True) for text in good)]
    values: dict[str, Any] = {
        "id": id,
        "title": "No bombs",
        "level": Level.MUST,
        "constraint": "There MUST NOT be bombs.",
        "checks": checks,
        "samples": tuple(samples),
        "place": Place(path="c.md", line=3),
        "constitution": "c.md",
        "sha256": hashlib.sha256(id.encode()).hexdigest(),
        **fields,
    }
    return Principle(**values)
