"""Tries every check on the samples of its principle, so that one that has stopped working is found; never on the tree.

A check that flags nothing in a ``bad`` sample, or something in a ``good`` one, proves nothing about the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.constitution.kinds import Doubtful, Job, Match, Quantifier, Seen
from harness.constitution.outcomes import Outcome, Outcomes
from harness.constitution.scanning import (
    anywhere,
    explore_apart,
    is_of_files,
    is_of_projects,
    is_of_trees,
    reached,
    scan,
    survey,
)
from harness.constitution.trees import BesideTree, MemoryTree, memory_file, sample_path
from harness.domain.findings import Doubt, DoubtKind, Role
from harness.domain.principles import Principle, Sample, Use
from harness.ports.sources import SourceFile, SourceTree, Tools

Plant = Callable[[SourceFile], SourceTree]
"""Makes a tree of one file."""


@dataclass(frozen=True)
class Tried:
    """A sample that a check looked at, and whether the check flagged it: that what it wants is not so there.

    ``shows`` says whether the check saw what it requires. ``doubts`` are why it could not tell.
    """

    sample: Sample
    flagged: bool
    shows: bool
    doubts: tuple[Doubtful, ...] = ()


@dataclass(frozen=True)
class Canary:
    """What came of one check on all samples that it looks at."""

    job: Job[Any]
    tried: tuple[Tried, ...]

    @property
    def sings(self) -> bool | None:
        """Whether the check flagged a bad sample; None where there is none to flag, or none is needed."""
        bad = [one for one in self.tried if not one.sample.good]
        return any(one.flagged for one in bad) if bad else None

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What came of each sample."""
        return tuple((one.flagged, one.shows) for one in self.tried)

    def doubts(self) -> tuple[Doubt, ...]:
        """Why the check proves nothing; empty where it works."""
        if getattr(self.job.kind, "NEEDS_NO_CANARY", False):
            return ()
        name = f"{self.job.spec.use} {self.job.spec.kind}"
        place = self.job.spec.place
        unclear = {doubt.reason: one.sample.place.line for one in reversed(self.tried) for doubt in one.doubts}
        if unclear:
            return tuple(
                Doubt(
                    kind=DoubtKind.BROKEN_CHECK,
                    reason=f"{name}: on the sample in line {line}: {reason}",
                    path=place.path,
                    line=place.line,
                )
                for reason, line in unclear.items()
            )
        if self.sings is None:
            reason = f"{name} has no `bad` sample that shows it working"
            return (Doubt(kind=DoubtKind.NO_CANARY, reason=reason, path=place.path, line=place.line),)
        reasons = list(self._broken(name))
        return tuple(
            Doubt(kind=DoubtKind.BROKEN_CHECK, reason=reason, path=place.path, line=line) for line, reason in reasons
        )

    def _broken(self, name: str) -> Iterable[tuple[int, str]]:
        if not self.sings:
            yield self.job.spec.place.line, f"{name} does not flag any `bad` sample"
        good = [one for one in self.tried if one.sample.good]
        if self.job.quantifier is not Quantifier.AT_LEAST_ONE:
            for one in good:
                if one.flagged:
                    yield one.sample.place.line, f"{name} flags the `good` sample in line {one.sample.place.line}"
        if self.job.spec.use is Use.REQUIRE and good and not any(one.shows for one in good):
            yield self.job.spec.place.line, f"{name} sees what it requires in none of the `good` samples"


def try_samples(jobs: Sequence[Job[Any]], tools: Tools, plant: Plant) -> Mapping[str, Canary]:
    """Every job on the samples of its principle, by the job's key.

    A job that worked on the same samples with the same tools in another run is not tried again. ``plant`` makes the tree of
    one sample for checks that look at trees.
    """
    plots = _Plots(jobs)
    outcomes = Outcomes([(job, [plot.file for plot in plots.of(job)]) for job in jobs], tools)
    known = outcomes.known()
    canaries = {job.key: _recalled(job, plots.of(job), known[job.key]) for job in jobs if job.key in known}
    fresh = _tried_anew([job for job in jobs if job.key not in known], plots, tools, plant)
    outcomes.keep({key: canary.outcomes for key, canary in fresh.items() if not canary.doubts()})
    return {job.key: fresh.get(job.key) or canaries[job.key] for job in jobs}


def _recalled(job: Job[Any], plots: Sequence[_Plot], outcomes: Sequence[Outcome]) -> Canary:
    return Canary(job, tuple(Tried(plot.sample, *outcome) for plot, outcome in zip(plots, outcomes, strict=True)))


def _tried_anew(jobs: Sequence[Job[Any]], plots: _Plots, tools: Tools, plant: Plant) -> Mapping[str, Canary]:
    seen: dict[tuple[str, str, int], list[Seen]] = {}
    for number, plot_round in enumerate(plots.rounds(jobs)):
        for one in scan(plot_round, tools):
            seen.setdefault((one.job, one.path, number), []).append(one)
    for projects in plots.projects(jobs):
        found = explore_apart([(plot.file, of_plot) for plot, of_plot in projects], tools)
        for (plot, _), seen_there in zip(projects, found, strict=True):
            for one in seen_there:
                seen.setdefault((one.job, plot.file.path, plot.round), []).append(one)
    for job in jobs:
        if is_of_trees(job) and not getattr(job.kind, "NEEDS_NO_CANARY", False):
            free = anywhere(job)
            for plot in plots.of(job):
                tree = plant(plot.file)
                seen[job.key, plot.file.path, plot.round] = list(survey(free, tree, reached(free, tree), tools))
    return {job.key: Canary(job, tuple(_tried(job, plot, seen) for plot in plots.of(job))) for job in jobs}


@dataclass(frozen=True)
class _Plot:
    """A sample as a file; of two samples with one path only one can be in a round."""

    sample: Sample
    file: SourceFile
    round: int


class _Plots:
    """The samples of all principles, each laid out once."""

    def __init__(self, jobs: Sequence[Job[Any]]) -> None:
        self._taken: dict[str, int] = {}
        self._plots: dict[str, list[_Plot]] = {}
        for job in jobs:
            if job.principle.id not in self._plots:
                self._plots[job.principle.id] = [self._plot(job.principle, one) for one in job.principle.samples]

    def of(self, job: Job[Any]) -> list[_Plot]:
        """The samples of the job's principle that its check looks at."""
        plots = self._plots[job.principle.id]
        return [plot for plot in plots if job.kind.looks_at(job.options, plot.file.path)]

    def rounds(self, jobs: Iterable[Job[Any]]) -> Iterable[list[tuple[SourceFile, list[Job[Any]]]]]:
        """Files with the jobs that look at them, so that no two of a round have one path."""
        rounds: dict[int, dict[str, tuple[SourceFile, list[Job[Any]]]]] = {}
        for job in filter(is_of_files, jobs):
            for plot in self.of(job):
                files = rounds.setdefault(plot.round, {})
                files.setdefault(plot.file.path, (plot.file, []))[1].append(job)
        return [list(rounds.get(number, {}).values()) for number in range(max(rounds, default=-1) + 1)]

    def projects(self, jobs: Iterable[Job[Any]]) -> Iterable[list[tuple[_Plot, list[Job[Any]]]]]:
        """For each kind of scope PROJECT every sample, a project of its own, with the jobs that look at it."""
        by_kind: dict[str, dict[int, tuple[_Plot, list[Job[Any]]]]] = {}
        for job in filter(is_of_projects, jobs):
            of_kind = by_kind.setdefault(job.spec.kind, {})
            for plot in self.of(job):
                of_kind.setdefault(id(plot), (plot, []))[1].append(job)
        return [list(of_kind.values()) for of_kind in by_kind.values()]

    def _plot(self, principle: Principle, sample: Sample) -> _Plot:
        path = sample.path or self._own_path(principle, sample)
        number = self._taken.get(path, 0)
        self._taken[path] = number + 1
        return _Plot(sample, memory_file(path, sample.text), number)

    def _own_path(self, principle: Principle, sample: Sample) -> str:
        name = sample_path(sample.language)
        return f"{principle.id}.{sample.place.line}/{name}"


def _tried(job: Job[Any], plot: _Plot, seen: Mapping[tuple[str, str, int], Sequence[Seen]]) -> Tried:
    found = [*seen.get((job.key, plot.file.path, plot.round), ()), *seen.get((job.key, "", plot.round), ())]
    doubts = tuple(one for one in found if isinstance(one, Doubtful))
    matches = [one for one in found if isinstance(one, Match)]
    violates = any(one.role is Role.VIOLATES for one in matches)
    shows = any(one.role is Role.ENFORCES for one in matches)
    flagged = not shows if job.quantifier is Quantifier.AT_LEAST_ONE else violates
    return Tried(plot.sample, flagged and not doubts, shows, doubts)


def beside(project: SourceTree) -> Plant:
    """Plants samples beside the files of a project: what a check itself needs of it, such as a list, can be read."""
    return lambda file: BesideTree(MemoryTree([file]), project)


def sample_tree(file: SourceFile) -> SourceTree:
    """The tree of one sample in memory."""
    return MemoryTree([file])


@dataclass(frozen=True)
class Trial:
    """One principle on its own samples: how many it has, and every place where they show that something is wrong."""

    principle: Principle
    samples: int
    troubles: tuple[Doubt, ...]


def trials(principles: Sequence[Principle], canaries: Mapping[str, Canary]) -> Iterable[Trial]:
    """Each principle that has a check, by what its checks made of its samples."""
    for principle in principles:
        own = [canary for canary in canaries.values() if canary.job.principle.id == principle.id]
        if own:
            troubles = [*(doubt for canary in own for doubt in canary.doubts()), *_unmatched(principle, own)]
            yield Trial(principle, len(principle.samples), tuple(dict.fromkeys(troubles)))


def _unmatched(principle: Principle, canaries: Sequence[Canary]) -> Iterable[Doubt]:
    """The samples that no check looks at, and the bad ones that none flags."""
    for sample in principle.samples:
        tried = [one for canary in canaries for one in canary.tried if one.sample == sample]
        kind = "good" if sample.good else "bad"
        if not tried:
            reason = f"no check looks at the `{kind}` sample in line {sample.place.line}"
        elif not sample.good and not any(one.flagged for one in tried):
            reason = f"no check flags the `bad` sample in line {sample.place.line}"
        else:
            continue
        yield Doubt(kind=DoubtKind.BROKEN_CHECK, reason=reason, path=sample.place.path, line=sample.place.line)
