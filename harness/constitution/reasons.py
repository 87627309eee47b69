"""Why nothing was reported at a place, as far as checks can tell; what they found there lies with the results of a check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.constitution.jobs import jobs_of
from harness.constitution.kinds import Job, Scope
from harness.constitution.scanning import Reach, anywhere, is_of_projects
from harness.domain.findings import FlowStep, Reason
from harness.domain.principles import Principle
from harness.errors import HarnessError
from harness.ports.sources import SourceFile, SourceTree, Tools

_MOST_NAMED = 12
_MOST_GLOBS = 6


def reasons_at(
    principles: Sequence[Principle], tree: SourceTree, tools: Tools, path: str, line: int
) -> tuple[Reason, ...]:
    """Every reason for which nothing, or nothing else, is reported in a line of a file.

    Raises:
        DocumentError: with every mistake of every check.
    """
    return tuple(_Asked(jobs_of(principles), tree, tools, path, line).reasons())


@dataclass(frozen=True)
class _Asked:
    """A place that is asked about, and the checks of all principles."""

    jobs: Sequence[Job[Any]]
    tree: SourceTree
    tools: Tools
    path: str
    line: int

    def reasons(self) -> Iterator[Reason]:
        absent = self._absent()
        if absent:
            yield Reason(principles=(), said=absent)
            return
        looking = Reach([job for job in self.jobs if job.kind.SCOPE is not Scope.TREE]).of(self.path)
        material = [job for job in self.jobs if is_of_projects(job) and Reach([anywhere(job)]).of(self.path)]
        if not looking and not material:
            yield Reason(principles=(), said="no check looks at this file")
        yield from self._of_projects(material)
        quiet = [job for job in looking if job.kind.SCOPE is Scope.FILE]
        if quiet:
            kinds = sorted({job.spec.kind for job in quiet})
            said = f"looked at this file ({', '.join(kinds)}), and matches nothing else in this line"
            yield Reason(principles=_ids(quiet), said=said)
        yield from self._elsewhere(looking)

    def _absent(self) -> str:
        """Why the file is not checked at all; empty if it is."""
        entry = next((entry for entry in self.tree.entries() if entry.path == self.path), None)
        if entry is not None:
            return "" if entry.target is None else "a symbolic link is not checked; what it leads to is, where it lies"
        for one in self.tree.skipped():
            if self.path == one.path or self.path.startswith(f"{one.path}/"):
                return f"the file is not checked: {one.reason}"
        return "the file is not checked: it is none of the project's"

    def _elsewhere(self, looking: Sequence[Job[Any]]) -> Iterator[Reason]:
        """The principles whose checks would look at such a file if they applied to it."""
        there = {job.principle.id for job in looking}
        others = [job for job in self.jobs if job.kind.SCOPE is not Scope.TREE and job.principle.id not in there]
        for job in {job.principle.id: job for job in others if Reach([anywhere(job)]).of(self.path)}.values():
            globs = _some(job.principle.applies_to)
            flows = "; of flows those count that begin or end there" if is_of_projects(job) else ""
            yield Reason(principles=(job.principle.id,), said=f"does not apply to this file, only to {globs}{flows}")

    def _of_projects(self, jobs: Sequence[Job[Any]]) -> Iterator[Reason]:
        by_kind: dict[str, list[Job[Any]]] = {}
        for job in jobs:
            by_kind.setdefault(job.spec.kind, []).append(job)
        for alike in by_kind.values():
            try:
                yield from self._told_by_kind(alike)
            except HarnessError as error:
                yield Reason(principles=_ids(alike), said=f"cannot tell: {error.what}")

    def _told_by_kind(self, jobs: Sequence[Job[Any]]) -> Iterator[Reason]:
        material = Reach([anywhere(job) for job in jobs])
        paths = [entry.path for entry in self.tree.entries() if entry.target is None and material.of(entry.path)]
        files = [file for file in self.tree.read(paths) if isinstance(file, SourceFile)]
        by_key = {job.key: job for job in jobs}
        found: dict[tuple[str, tuple[FlowStep, ...]], list[Job[Any]]] = {}
        told = list(jobs[0].kind.unreported(jobs, files, self.path, self.line, self.tools))
        for one in sorted(told, key=lambda one: one.general):
            found.setdefault((one.said, one.steps), []).append(by_key[one.job])
        for (said, steps), alike in found.items():
            yield Reason(principles=_ids(alike), said=said, steps=steps)


def _some(globs: Sequence[str]) -> str:
    more = len(globs) - _MOST_GLOBS
    return ", ".join(globs[:_MOST_GLOBS]) + (f" and {more} more patterns" if more > 0 else "")


def _ids(jobs: Sequence[Job[Any]]) -> tuple[str, ...]:
    """The principles of some jobs, cut where there are many."""
    every = tuple(dict.fromkeys(job.principle.id for job in jobs))
    more = len(every) - _MOST_NAMED
    return (*every[:_MOST_NAMED], f"{more} more") if more > 0 else every
