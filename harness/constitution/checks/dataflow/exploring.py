"""All checks of this kind over a project: analyses that several share, what each finds of them, and what is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from harness.constitution.checks.dataflow._choosing import matches
from harness.constitution.checks.dataflow._material import material
from harness.constitution.checks.dataflow.answers import Analysis, Answers
from harness.constitution.checks.dataflow.catalogue import build
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec
from harness.constitution.checks.dataflow.form import DataflowCheck
from harness.constitution.checks.dataflow.handlers.analysis import HandlerAnalysis
from harness.constitution.checks.dataflow.places import Places
from harness.constitution.checks.dataflow.project.analysis import ProjectAnalysis
from harness.constitution.kinds import Doubtful, Job, Seen, Unchanged
from harness.domain.findings import DoubtKind
from harness.domain.languages import language_of
from harness.ports.sources import SourceFile, Syntax, Tools
from harness.ports.workers import Answer, Task

GRAMMARS = "`pip install 'spec-harness[languages]'` brings the grammars along"
Checks = Sequence[Job[DataflowCheck]]


@dataclass
class _Progress:
    """How many files are done of those of all groups."""

    told: Callable[[int, int], None]
    total: int
    before: int = 0

    def of_group(self, done: int, all: int) -> None:
        """So many files of so many of the group at hand are done."""
        self.told(self.before + done, self.total)


@dataclass(frozen=True)
class Group:
    """Jobs that one analysis serves: of one language, with equal entries of their own."""

    spec: CatalogueSpec
    jobs: Checks

    def of(self, files: Sequence[SourceFile]) -> list[SourceFile]:
        """The files of its language."""
        looks_at = self.jobs[0].kind.looks_at
        return [file for file in files if looks_at(self.jobs[0].options, file.path)]


class Alone:
    """Workers that are none: everything is done here and now."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._held = make()

    def each(
        self, work: Callable[[Any, Task], Answer], tasks: Sequence[Task], *, apart: bool = True
    ) -> Iterator[Answer]:
        """The answers, in the order of the tasks."""
        return (work(self._held, task) for task in tasks)


def analysis_of(tools: Tools) -> Analysis[CatalogueSpec]:
    """The analysis with the grammars and workers of some tools."""
    parse, crew = tools.syntax.tree, tools.workers or _alone
    flows = ProjectAnalysis(build, parse, crew, tools.blobs, tools.version)
    return HandlerAnalysis(flows, parse, crew, tools.blobs, tools.version)


def explore(
    jobs: Checks, files: Sequence[SourceFile], tools: Tools, told: Callable[[int, int], None]
) -> Iterator[Seen | Unchanged]:
    """What the jobs find in the files of a project. Raises MachineError."""
    return explored(jobs, files, analysis_of(tools), tools.syntax, told)


def explore_apart(projects: Sequence[tuple[SourceFile, Checks]], tools: Tools) -> list[list[Seen]]:
    """What the jobs of each file find in it as a project of its own."""
    return explored_apart(projects, analysis_of(tools), tools.syntax)


def groups(jobs: Checks) -> list[Group]:
    """The fewest analyses that serve all jobs."""
    found: dict[tuple[str, str], list[Job[DataflowCheck]]] = {}
    for job in jobs:
        flow = job.options.dataflow
        found.setdefault((flow.language, flow.own), []).append(job)
    return [Group(_spec(language, own, alike), alike) for (language, own), alike in found.items()]


def explored(
    jobs: Checks,
    files: Sequence[SourceFile],
    analysis: Analysis[CatalogueSpec],
    syntax: Syntax,
    told: Callable[[int, int], None],
) -> Iterator[Seen | Unchanged]:
    """What the jobs find in the files of a project, what keeps them from telling, and how much of it was known before."""
    work = [(group, *readable(material(group.jobs, group.of(files)), syntax)) for group in groups(jobs)]
    progress = _Progress(told, sum(len(files_read) for _, files_read, _ in work))
    unchanged: dict[str, int] = {}
    for group, files_read, unknown in work:
        answers = analysis.analysed(files_read, group.spec, told=progress.of_group)
        progress.before += len(files_read)
        language = group.spec.language
        unchanged[language] = min(unchanged.get(language, len(files_read)), answers.cached)
        yield from _seen(group.jobs, answers, files_read)
        if unknown:
            reason = f"files of {' and '.join(unknown)} are not read: {GRAMMARS}"
            yield from (Doubtful(job.key, DoubtKind.TOOL, reason) for job in group.jobs)
    if any(unchanged.values()):
        yield Unchanged(sum(unchanged.values()))


def explored_apart(
    projects: Sequence[tuple[SourceFile, Checks]], analysis: Analysis[CatalogueSpec], syntax: Syntax
) -> list[list[Seen]]:
    """What the jobs of each file find in it as a project of its own."""
    seen: list[list[Seen]] = [[] for _ in projects]
    every = list({job.key: job for _, jobs in projects for job in jobs}.values())
    for group in groups(every):
        keys = {job.key for job in group.jobs}
        at = [number for number, (_, jobs) in enumerate(projects) if any(job.key in keys for job in jobs)]
        known = [number for number in at if readable([projects[number][0]], syntax)[0]]
        answers = analysis.analysed_apart([projects[number][0] for number in known], group.spec)
        for number, one in zip(known, answers, strict=True):
            file, jobs = projects[number]
            seen[number] += _seen([job for job in jobs if job.key in keys], one, [file])
        for number in sorted(set(at) - set(known)):
            reason = f"no grammar reads it: {GRAMMARS}"
            seen[number] += [
                Doubtful(job.key, DoubtKind.TOOL, reason) for job in projects[number][1] if job.key in keys
            ]
    return seen


def _alone(make: Callable[[], Any]) -> AbstractContextManager[Alone]:
    return nullcontext(Alone(make))


def _spec(language: str, own: str, jobs: Checks) -> CatalogueSpec:
    flows = [job.options.dataflow for job in jobs]
    return CatalogueSpec(
        language=language,
        own=own,
        kinds=tuple(sorted(frozenset().union(*(flow.all_kinds for flow in flows)))),
        categories=tuple(sorted(frozenset().union(*(flow.all_categories for flow in flows)))),
    )


def readable(files: Sequence[SourceFile], syntax: Syntax) -> tuple[list[SourceFile], list[str]]:
    """The files of languages whose grammar is installed, and the names of the other languages."""
    languages = {file.path: language_of(file.path) or "" for file in files}
    missing = sorted({language for language in languages.values() if not syntax.knows(language)})
    return [file for file in files if languages[file.path] not in missing], missing


def _seen(jobs: Checks, answers: Answers, files: Sequence[SourceFile]) -> Iterator[Seen]:
    places = {file.path: Places(file) for file in files}
    for job in jobs:
        yield from matches(job, answers.hits, places)
        for one in answers.unfollowed:
            yield Doubtful(job.key, one.kind, one.reason, one.path, one.line, one.concerns)
