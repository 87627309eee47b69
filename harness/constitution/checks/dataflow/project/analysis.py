"""The analysis of a project from beginning to end: what was kept of it, what is left to do, and who does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from harness.constitution.checks.dataflow.answers import Answers, Unfollowed
from harness.constitution.checks.dataflow.lowering import Parse
from harness.constitution.checks.dataflow.project.analyst import Analyst, FileResult, Task, Trouble
from harness.constitution.checks.dataflow.project.facts import Facts, reassigned
from harness.constitution.checks.dataflow.project.trails import shortest
from harness.constitution.checks.dataflow.rules import Catalogue
from harness.constitution.checks.dataflow.values import Stop
from harness.domain.findings import DoubtKind
from harness.ports.sources import SourceFile
from harness.ports.workers import Lost, Workers

ROUNDS = 8
"""How often files are looked at again because of what was found out about others."""
LITTLE = 400_000
"""Bytes of files that are analysed before other processes have started."""
_TASKS = 48
_KINDS = {"unparsable": DoubtKind.UNPARSABLE, "unread": DoubtKind.UNREADABLE, "exhausted": DoubtKind.UNREADABLE}

Spec = TypeVar("Spec")
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Crew = Callable[[Callable[[], Analyst]], AbstractContextManager[Workers[Analyst]]]
"""Makes workers of what makes their objects."""


@dataclass(frozen=True)
class ProjectAnalysis(Generic[Spec]):
    """Analyses files by what ``build`` makes of a spec; it and ``parse`` can be pickled, for they go to other processes."""

    build: Callable[[Spec], Catalogue]
    parse: Parse
    crew: Crew

    def analysed(
        self,
        files: Sequence[SourceFile],
        spec: Spec,
        *,
        explain: bool = False,
        told: Callable[[int, int], None] = lambda done, all: None,
    ) -> Answers:
        """What the files, all of one language and one project, show by one catalogue."""
        if not files:
            return Answers()
        data = [(file.path, file.data) for file in sorted(files, key=lambda file: file.path)]
        make = partial(Analyst, data, partial(self.build, spec), self.parse, explain)
        with self.crew(make) as workers:
            return _Conduct(dict(data), workers, told).answers()

    def analysed_apart(self, files: Sequence[SourceFile], spec: Spec) -> Sequence[Answers]:
        """The same for each file as a project of its own, in this process."""
        return [_alone(file, partial(self.build, spec), self.parse, self.crew) for file in files]


def _alone(file: SourceFile, build: Callable[[], Catalogue], parse: Parse, crew: Crew) -> Answers:
    with crew(partial(Analyst, [(file.path, file.data)], build, parse)) as workers:
        return _Conduct({file.path: file.data}, workers, lambda done, all: None).answers()


class _Conduct:
    """One analysis: facts of all files, then round after round, until nothing new is known of what holds a source."""

    def __init__(self, files: Mapping[str, bytes], workers: Workers[Analyst], told: Callable[[int, int], None]) -> None:
        self._files = files
        self._workers = workers
        self._told = told
        self._apart = sum(map(len, files.values())) > LITTLE
        self._results: dict[str, FileResult] = {}
        self._lost: list[Unfollowed] = []

    def answers(self) -> Answers:
        """Everything that was found."""
        facts = self._facts()
        stores = reassigned(facts.values(), self._files)
        known: frozenset[str] | None = None
        carriers: frozenset[str] = frozenset()
        for _ in range(ROUNDS):
            task = Task(facts, carriers, stores, known)
            self._round(task)
            known = carriers
            carriers = carriers.union(*(result.carriers for result in self._results.values()))
            if carriers == known:
                break
        else:
            self._lost.append(
                Unfollowed(DoubtKind.UNREADABLE, "a source is handed on from function to function too often")
            )
        return self._gathered()

    def _facts(self) -> dict[str, Facts]:
        found: dict[str, Facts] = {}
        for paths, answer in self._each(Analyst.facts, self._shares(list(self._files))):
            if isinstance(answer, Lost):
                self._lose(paths, answer)
            else:
                found.update(zip(paths, answer, strict=True))
        return found

    def _round(self, task: Task) -> None:
        shares = self._shares(list(task.facts))
        tasks = [
            Task({path: task.facts[path] for path in paths}, task.carriers, task.stores, task.known) for paths in shares
        ]
        done = 0
        for one, answer in self._each(Analyst.analyse, tasks):
            if isinstance(answer, Lost):
                self._lose(list(one.facts), answer)
            else:
                self._results.update((result.path, result) for result in answer)
            done += len(one.facts)
            if task.known is None:
                self._told(done, len(self._files))

    def _shares(self, paths: Sequence[str]) -> list[list[str]]:
        """Neighbours go to the same worker: they lead to the same other files."""
        if not self._apart:
            return [list(paths)]
        size = sum(len(self._files[path]) for path in paths) / _TASKS
        shares: list[list[str]] = []
        filled = size
        for path in paths:
            if filled >= size:
                shares.append([])
                filled = 0
            shares[-1].append(path)
            filled += len(self._files[path])
        return shares

    def _each(
        self, work: Callable[[Analyst, Asked], Answer], tasks: Sequence[Asked]
    ) -> Iterator[tuple[Asked, Answer | Lost]]:
        return zip(tasks, self._workers.each(work, tasks, apart=self._apart), strict=True)

    def _lose(self, paths: Sequence[str], lost: Lost) -> None:
        for path in paths:
            self._lost.append(Unfollowed(DoubtKind.TOOL, f"its flows are not known: {lost.reason}", path))

    def _gathered(self) -> Answers:
        results = [self._results[path] for path in sorted(self._results)]
        troubles = {trouble for result in results for trouble in result.troubles}
        stops: dict[Stop, None] = {}
        for result in results:
            stops.update(dict.fromkeys(result.stops))
        return Answers(
            shortest(hit for result in results for hit in result.hits),
            (*self._lost, *map(_told, sorted(troubles))),
            tuple(sorted(stops, key=lambda stop: (stop.path, stop.line, stop.category, stop.reason))),
        )


def _told(trouble: Trouble) -> Unfollowed:
    return Unfollowed(_KINDS[trouble.kind], trouble.reason, trouble.path, trouble.line)
