"""Carries out the checks, kind by kind those of one file at a time and of a project; what follows lies in ``folding``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from harness.constitution.globs import Globs
from harness.constitution.kinds import Doubtful, Job, Match, Scope, Seen, Unchanged
from harness.domain.findings import DoubtKind
from harness.errors import HarnessError
from harness.ports.sources import SourceFile, SourceTree, Tools


@dataclass(eq=False)
class Crew:
    """Some jobs that look at the same files, and at how many they have looked so far; each crew exists once."""

    jobs: tuple[Job[Any], ...]
    files: int = 0

    @cached_property
    def sha256(self) -> str:
        """The digest of all that decides what these jobs find in a file."""
        checks = "\n".join(sorted({job.sha256 for job in self.jobs}))
        return hashlib.sha256(checks.encode()).hexdigest()

    def content(self, file: SourceFile) -> str:
        """The digest of all of a file that decides what these jobs find: its bytes, and its path, on which names depend."""
        return hashlib.sha256(f"{file.sha256} {file.path}".encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def by_check(self) -> Mapping[str, Sequence[Job[Any]]]:
        """The jobs by the digest of their check, which several principles may share."""
        found: dict[str, list[Job[Any]]] = {}
        for job in self.jobs:
            found.setdefault(job.sha256, []).append(job)
        return found


class Reach:
    """Which jobs look at which paths.

    Of a kind that says ``BY_SUFFIX`` it is enough to ask once for each ending of a name: trees have many paths, and
    constitutions many checks.
    """

    def __init__(self, jobs: Sequence[Job[Any]]) -> None:
        self._groups: dict[tuple[str, ...], tuple[Globs, list[Job[Any]]]] = {}
        for job in jobs:
            patterns = job.principle.applies_to
            self._groups.setdefault(patterns, (Globs(patterns), []))[1].append(job)
        self._by_suffix: dict[tuple[tuple[int, ...], str], tuple[list[Job[Any]], list[Job[Any]]]] = {}
        self._crews: dict[tuple[str, ...], Crew] = {}

    def of(self, path: str) -> tuple[Job[Any], ...]:
        """The jobs whose principle applies to the path and whose check looks at such a file."""
        return self.crew(path).jobs

    def crew(self, path: str) -> Crew:
        """The same jobs, as the crew that they are."""
        sure, open_ones = self._asked(path)
        jobs = [*sure, *(job for job in open_ones if job.kind.looks_at(job.options, path))] if open_ones else sure
        key = tuple([job.key for job in jobs])
        crew = self._crews.get(key)
        if crew is None:
            crew = self._crews[key] = Crew(tuple(jobs))
        return crew

    def crews(self) -> Iterable[Crew]:
        """Every crew so far."""
        return self._crews.values()

    def _asked(self, path: str) -> tuple[list[Job[Any]], list[Job[Any]]]:
        """The jobs that look at every such file, and those that have to be asked about this one."""
        groups = list(self._groups.values())
        matched = tuple([at for at, (globs, _) in enumerate(groups) if globs.match(path)])
        name = path.rpartition("/")[2]
        key = (matched, name[name.rfind(".") :] if "." in name[1:] else name)
        found = self._by_suffix.get(key)
        if found is None:
            jobs = [job for at in matched for job in groups[at][1]]
            simple = [job for job in jobs if getattr(job.kind, "BY_SUFFIX", False)]
            sure = [job for job in simple if job.kind.looks_at(job.options, path)]
            found = self._by_suffix[key] = (sure, [job for job in jobs if not getattr(job.kind, "BY_SUFFIX", False)])
        return found


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
    for kind, jobs_of_kind in by_kind.items():
        of_kind = list(jobs_of_kind.values())
        if getattr(of_kind[0].kind, "BY_FILE", False):
            for jobs, some in _together(kind, files):
                yield from _scan_kind(jobs, some, wanted, tools)
        else:
            yield from _scan_kind(of_kind, [file for file, _ in files], wanted, tools)


def _together(
    kind: str, files: Sequence[tuple[SourceFile, Sequence[Job[Any]]]]
) -> Iterable[tuple[Sequence[Job[Any]], Sequence[SourceFile]]]:
    """The files that the same jobs of a kind look at: samples are many, and each is meant for few jobs."""
    found: dict[tuple[str, ...], tuple[Sequence[Job[Any]], list[SourceFile]]] = {}
    for file, jobs in files:
        own = [job for job in jobs if job.spec.kind == kind]
        if own:
            found.setdefault(tuple(job.key for job in own), (own, []))[1].append(file)
    return found.values()


def is_of_files(job: Job[Any]) -> bool:
    """Whether the job looks at one file at a time."""
    return bool(job.kind.SCOPE is Scope.FILE)


def is_of_projects(job: Job[Any]) -> bool:
    """Whether the job looks at many files as one project."""
    return bool(job.kind.SCOPE is Scope.PROJECT)


def is_of_trees(job: Job[Any]) -> bool:
    """Whether the job looks at the tree as a whole."""
    return bool(job.kind.SCOPE is Scope.TREE)


def anywhere(job: Job[Any]) -> Job[Any]:
    """The job as if its principle applied to every file."""
    return replace(job, principle=job.principle.model_copy(update={"applies_to": ()}))


def explore(
    jobs: Sequence[Job[Any]],
    files: Sequence[SourceFile],
    tools: Tools,
    told: Callable[[int, int], None] = lambda done, all: None,
) -> Iterator[Seen | Unchanged]:
    """What the jobs of scope PROJECT see in files that are one project, kind by kind.

    Every file that a check looks at is material, whether its principle applies to it or not: helpers lie anywhere. What was
    found counts if the principle applies to the file where it ends or, if not, to the one where it begins.
    """
    globs = {job.key: Globs(job.principle.applies_to) for job in jobs}
    by_kind: dict[str, list[Job[Any]]] = {}
    for job in jobs:
        by_kind.setdefault(job.spec.kind, []).append(job)
    for jobs_of_kind in by_kind.values():
        material = [file for file in files if any(job.kind.looks_at(job.options, file.path) for job in jobs_of_kind)]
        try:
            for seen in jobs_of_kind[0].kind.explore(jobs_of_kind, material, tools, told):
                if isinstance(seen, Unchanged) or _covers(globs[seen.job], seen):
                    yield seen
        except HarnessError as error:
            yield from _all_in_doubt(jobs_of_kind, error)


def explore_apart(projects: Sequence[tuple[SourceFile, Sequence[Job[Any]]]], tools: Tools) -> Iterator[list[Seen]]:
    """What the jobs see in each file as a project of its own, in order; all jobs are of one kind of scope PROJECT."""
    if not projects:
        return
    every = list({job.key: job for _, jobs in projects for job in jobs}.values())
    try:
        found = list(every[0].kind.explore_apart(projects, tools))
    except HarnessError as error:
        found = [list(_all_in_doubt(jobs, error)) for _, jobs in projects]
    yield from found


def _covers(applies_to: Globs, seen: Seen) -> bool:
    if not seen.path or applies_to.match(seen.path):
        return True
    if isinstance(seen, Doubtful):
        return any(map(applies_to.match, seen.concerns))
    return bool(seen.steps) and applies_to.match(seen.steps[0].path)


def _all_in_doubt(jobs: Iterable[Job[Any]], error: HarnessError) -> Iterator[Doubtful]:
    for job in jobs:
        yield Doubtful(job.key, DoubtKind.TOOL, f"{error.what}; {error.hint}" if error.hint else error.what)


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
        yield from _all_in_doubt(jobs, error)


def reached(job: Job[Any], tree: SourceTree) -> list[str]:
    """The paths of the tree that a job looks at; what a link leads to counts only where it lies."""
    reach = Reach([job])
    return [entry.path for entry in tree.entries() if entry.target is None and reach.of(entry.path)]


def survey(job: Job[Any], tree: SourceTree, paths: Sequence[str], tools: Tools) -> Iterator[Match | Doubtful]:
    """What a job of scope TREE sees in a tree, of which it looks at those paths."""
    try:
        yield from job.kind.survey(job, tree, paths, tools)
    except HarnessError as error:
        yield from _all_in_doubt([job], error)
