"""Carries out the checks, those of one file at a time kind by kind; what follows from it lies in ``folding``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harness.constitution.globs import Globs
from harness.constitution.kinds import Doubtful, Job, Match, Scope, Seen
from harness.domain.findings import DoubtKind
from harness.errors import HarnessError
from harness.ports.sources import SourceFile, SourceTree, Tools


class Reach:
    """Which jobs look at which paths."""

    def __init__(self, jobs: Sequence[Job[Any]]) -> None:
        self._groups: dict[tuple[str, ...], tuple[Globs, list[Job[Any]]]] = {}
        for job in jobs:
            patterns = job.principle.applies_to
            self._groups.setdefault(patterns, (Globs(patterns), []))[1].append(job)

    def of(self, path: str) -> tuple[Job[Any], ...]:
        """The jobs whose principle applies to the path and whose check looks at such a file."""
        return tuple(
            job
            for globs, jobs in self._groups.values()
            if globs.match(path)
            for job in jobs
            if job.kind.looks_at(job.options, path)
        )


def scan(files: Sequence[tuple[SourceFile, Sequence[Job[Any]]]], tools: Tools) -> Iterator[Seen]:
    """What the jobs see in the files that each is to look at; kinds of scope FILE only.

    A kind that cannot work at all, because a program is missing for one, leaves all of its jobs in doubt.
    """
    wanted: dict[str, set[str]] = {}
    by_kind: dict[str, dict[str, Job[Any]]] = {}
    for file, jobs in files:
        for job in jobs:
            wanted.setdefault(job.key, set()).add(file.path)
            by_kind.setdefault(job.spec.kind, {})[job.key] = job
    for jobs_of_kind in by_kind.values():
        yield from _scan_kind(list(jobs_of_kind.values()), [file for file, _ in files], wanted, tools)


def is_of_files(job: Job[Any]) -> bool:
    """Whether the job looks at one file at a time."""
    return bool(job.kind.SCOPE is Scope.FILE)


def _scan_kind(
    jobs: Sequence[Job[Any]], files: Sequence[SourceFile], wanted: Mapping[str, set[str]], tools: Tools
) -> Iterator[Seen]:
    paths = set[str]().union(*(wanted[job.key] for job in jobs))
    looked_at = [file for file in files if file.path in paths]
    try:
        for seen in jobs[0].kind.scan(jobs, looked_at, tools):
            if not seen.path or seen.path in wanted[seen.job]:
                yield seen
    except HarnessError as error:
        for job in jobs:
            yield Doubtful(job.key, DoubtKind.TOOL, f"{error.what}; {error.hint}" if error.hint else error.what)


def survey(job: Job[Any], tree: SourceTree, tools: Tools) -> Iterator[Match | Doubtful]:
    """What a job of scope TREE sees in a tree."""
    reach = Reach([job])
    paths = [entry.path for entry in tree.entries() if entry.target is None and reach.of(entry.path)]
    try:
        yield from job.kind.survey(job, tree, paths, tools)
    except HarnessError as error:
        yield Doubtful(job.key, DoubtKind.TOOL, f"{error.what}; {error.hint}" if error.hint else error.what)
