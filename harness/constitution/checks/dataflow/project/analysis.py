"""The analysis of a project from beginning to end: what was kept of it, what is left to do, and who does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeVar

from harness.constitution.checks.dataflow.answers import Answers, Unfollowed
from harness.constitution.checks.dataflow.lowering import Parse
from harness.constitution.checks.dataflow.project.analyst import Analyst, FileResult, Task, Trouble
from harness.constitution.checks.dataflow.project.facts import Facts, reassigned
from harness.constitution.checks.dataflow.project.keeping import Keeper, digest_of
from harness.constitution.checks.dataflow.project.layout import Layout
from harness.constitution.checks.dataflow.project.python_names import is_python
from harness.constitution.checks.dataflow.project.reach import wide
from harness.constitution.checks.dataflow.project.records import digest
from harness.constitution.checks.dataflow.project.trails import shortest
from harness.constitution.checks.dataflow.rules import Catalogue
from harness.constitution.checks.dataflow.values import Stop
from harness.domain.findings import DoubtKind
from harness.ports.blobs import Blobs
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
    keeper: Blobs | None = None
    version: str = ""
    """Tells apart what other versions have kept."""

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
        ordered = sorted(files, key=lambda file: file.path)
        data = [(file.path, file.data) for file in ordered]
        # Why something was not found is asked seldom, and is much: it is not kept.
        blobs = None if explain else self.keeper
        kept = Keeper(blobs, digest(self.version, repr(spec)), {file.path: file.sha256 for file in ordered})
        with self.crew(partial(Analyst, data, partial(self.build, spec), self.parse, explain)) as workers:
            return _Conduct(dict(data), workers, kept, told).answers()

    def analysed_apart(self, files: Sequence[SourceFile], spec: Spec) -> Sequence[Answers]:
        """The same for each file as a project of its own, in this process."""
        return [replace(self, keeper=None).analysed([file], spec) for file in files]


class _Conduct:
    """One analysis: facts of all files, then round after round, until nothing new is known of what holds a source."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        workers: Workers[Analyst],
        keeper: Keeper,
        told: Callable[[int, int], None],
    ) -> None:
        self._files = files
        self._workers = workers
        self._keeper = keeper
        self._told = told
        self._started = False
        self._results: dict[str, FileResult] = {}
        self._basis: dict[str, frozenset[str] | None] = {}
        self._lost: dict[str, Unfollowed] = {}

    def answers(self) -> Answers:
        """Everything that was found."""
        facts = self._facts()
        stores = reassigned(facts.values(), self._files)
        packages = self._packages(facts.values())
        reach = wide(
            {path: len(data) for path, data in self._files.items()}, {path: one.imports for path, one in facts.items()}
        )
        kept = self._keeper.results(facts, _common(stores, packages, reach), self._layout)
        self._results.update(kept.results)
        carriers = self._carriers()
        self._basis = {path: carriers if kept.carriers == digest_of(carriers) else None for path in kept.results}
        done = len(kept.results)
        self._told(done, len(self._files))
        for _ in range(ROUNDS):
            missing = [path for path in facts if path not in self._results and path not in self._lost]
            stale = [path for path in self._results if self._basis.get(path) != carriers]
            if not missing and not stale:
                break
            todo = missing or stale
            known = self._relevant(todo)
            self._round(Task({path: facts[path] for path in todo}, carriers, stores, known, packages, reach))
            self._basis.update(dict.fromkeys(todo, carriers))
            if packages is not None and (more := self._brought() - packages):
                packages |= more
                self._results.clear()
                self._basis.clear()
            carriers = self._carriers()
        else:
            reason = "sources are handed on from function to function too often to be followed"
            self._lost.setdefault("", Unfollowed(DoubtKind.UNREADABLE, reason))
            # Not kept: the next time this would not be noticed.
            return self._gathered(0)
        self._keeper.keep(self._results, carriers, _common(stores, packages, reach))
        return self._gathered(sum(self._results.get(path) is result for path, result in kept.results.items()))

    def _packages(self, facts: Iterable[Facts]) -> frozenset[str] | None:
        """The packages that rules speak of which the files may import; None where that cannot be told by their words."""
        if not all(map(is_python, self._files)):
            return None
        (known,) = self._workers.each(Analyst.packages, [None], apart=False)
        if isinstance(known, Lost):
            return None
        words = {word for path in self._files for word in path.removesuffix(".py").split("/")}
        return known & frozenset(words.union(*(one.imports for one in facts)))

    def _brought(self) -> frozenset[str]:
        return frozenset[str]().union(*(result.brings for result in self._results.values()))

    def _carriers(self) -> frozenset[str]:
        return frozenset[str]().union(*(result.carriers for result in self._results.values()))

    def _relevant(self, paths: Sequence[str]) -> dict[str, frozenset[str]]:
        return {path: self._results[path].relevant for path in paths if path in self._results}

    def _facts(self) -> dict[str, Facts]:
        found = self._keeper.facts()
        missing = [path for path in self._files if path not in found]
        for paths, answer in self._each(Analyst.facts, self._shares(missing), missing):
            if isinstance(answer, Lost):
                self._lose(paths, answer)
            else:
                found.update(zip(paths, answer, strict=True))
        self._keeper.keep_facts({path: found[path] for path in missing if path in found})
        return {path: found[path] for path in self._files if path in found}

    def _layout(self, path: str) -> Layout | None:
        (answer,) = self._workers.each(Analyst.layouts, [[path]], apart=False)
        return None if isinstance(answer, Lost) else answer[0]

    def _round(self, task: Task) -> None:
        shares = self._shares(list(task.facts))
        tasks = [
            replace(task, facts={path: task.facts[path] for path in paths}, known=_only(task.known, paths))
            for paths in shares
        ]
        done = len(self._results)
        for one, answer in self._each(Analyst.analyse, tasks, list(task.facts)):
            if isinstance(answer, Lost):
                self._lose(list(one.facts), answer)
            else:
                for result in answer:
                    self._keeper.keep_layouts(result.layouts)
                    self._results[result.path] = replace(result, layouts={})
            done += len(one.facts)
            self._told(min(done, len(self._files)), len(self._files))

    def _shares(self, paths: Sequence[str]) -> list[list[str]]:
        """Neighbours go to the same worker: they lead to the same other files."""
        size = max(sum(len(self._files[path]) for path in paths) / _TASKS, LITTLE / _TASKS)
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
        self, work: Callable[[Analyst, Asked], Answer], tasks: Sequence[Asked], paths: Sequence[str]
    ) -> Iterator[tuple[Asked, Answer | Lost]]:
        self._started = self._started or sum(len(self._files[path]) for path in paths) > LITTLE
        return zip(tasks, self._workers.each(work, tasks, apart=self._started), strict=True)

    def _lose(self, paths: Sequence[str], lost: Lost) -> None:
        for path in paths:
            self._results.pop(path, None)
            self._lost[path] = Unfollowed(DoubtKind.TOOL, f"its flows are not known: {lost.reason}", path)

    def _gathered(self, cached: int) -> Answers:
        results = [self._results[path] for path in sorted(self._results)]
        concerned: dict[Trouble, list[str]] = {}
        for result in results:
            for trouble in result.troubles:
                concerned.setdefault(trouble, []).append(result.path)
        stops: dict[Stop, None] = {}
        for result in results:
            stops.update(dict.fromkeys(result.stops))
        return Answers(
            shortest(hit for result in results for hit in result.hits),
            (*self._lost.values(), *(_told(trouble, concerned[trouble]) for trouble in sorted(concerned))),
            tuple(sorted(stops, key=lambda stop: (stop.path, stop.line, stop.category, stop.reason))),
            cached,
        )


def _common(stores: Iterable[object], packages: Iterable[str] | None, reach: Iterable[str]) -> tuple[object, ...]:
    """What is common to all results of a project."""
    return (*stores, *(packages or ()), packages is None, *(f"wide {path}" for path in reach))


def _only(known: Mapping[str, frozenset[str]], paths: Sequence[str]) -> dict[str, frozenset[str]]:
    return {path: known[path] for path in paths if path in known}


def _told(trouble: Trouble, concerned: Sequence[str]) -> Unfollowed:
    return Unfollowed(_KINDS[trouble.kind], trouble.reason, trouble.path, trouble.line, tuple(concerned))
