"""Why no flow was reported at a place: what stopped it on the way there, or that no rule or no source knows the place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.constitution.checks.dataflow import catalogue
from harness.constitution.checks.dataflow._choosing import wanted
from harness.constitution.checks.dataflow._material import material
from harness.constitution.checks.dataflow._wording import bringer, flow_step, way
from harness.constitution.checks.dataflow.answers import Analysis, Answers
from harness.constitution.checks.dataflow.catalogue import grammar
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec
from harness.constitution.checks.dataflow.exploring import GRAMMARS, Checks, Group, analysis_of, groups, readable
from harness.constitution.checks.dataflow.form import Flow
from harness.constitution.checks.dataflow.places import Places
from harness.constitution.checks.dataflow.rules import Role, Rule
from harness.constitution.checks.dataflow.values import Hit, Source, Step, Stop
from harness.constitution.kinds import Unreported
from harness.domain.nearest import nearest
from harness.ports.sources import SourceFile, Syntax, Tools

_MOST = 8
_CALLED = re.compile(r"(?:(?<![\w$.])(?:\w|\$)+|\)|\])?((?:\.[A-Za-z_$][\w$]*)+|(?<![\w$.])[A-Za-z_$][\w$]*)\s*\(")
_NO_CALL = re.compile(r"(?:if|elif|while|for|return|and|or|not|in|is|with|await|yield|def|class|lambda|switch|catch)\Z")


@dataclass(frozen=True)
class Asked:
    """The line of a file that somebody asks about."""

    path: str
    line: int

    def is_at(self, path: str, line: int) -> bool:
        """Whether something lies there."""
        return (path, line) == (self.path, self.line)

    def is_on(self, steps: Iterable[Step]) -> bool:
        """Whether a way leads through it."""
        return any(self.is_at(step.path, step.line) for step in steps)


def explain(jobs: Checks, files: Sequence[SourceFile], path: str, line: int, tools: Tools) -> Iterator[Unreported]:
    """Every reason why a job reports nothing, or nothing else, in a line of a file. Raises MachineError."""
    return unreported(jobs, files, Asked(path, line), analysis_of(tools), tools.syntax)


def unreported(
    jobs: Checks,
    files: Sequence[SourceFile],
    asked: Asked,
    analysis: Analysis[CatalogueSpec],
    syntax: Syntax,
) -> Iterator[Unreported]:
    """Every reason why a job reports nothing, or nothing else, in the line that is asked about."""
    for group in groups(jobs):
        own = material(group.jobs, group.of(files), wanted=asked.path)
        read, _ = readable(own, syntax)
        if asked.path not in {file.path for file in read}:
            yield from (Unreported(job.key, f"no grammar reads this file: {GRAMMARS}") for job in group.jobs)
            continue
        answers = analysis.analysed(read, group.spec, explain=True)
        yield from _Told(group, answers, {file.path: Places(file) for file in read}, asked).reasons()


@dataclass(frozen=True)
class _Told:
    """What one analysis says of the place."""

    group: Group
    answers: Answers
    places: Mapping[str, Places]
    asked: Asked

    def reasons(self) -> Iterator[Unreported]:
        nothing = list(self._nothing())
        for job in self.group.jobs:
            flow = job.options.dataflow
            found = list(dict.fromkeys([*self._unasked(job.key, flow), *self._stopped(job.key, flow)]))
            yield from found[:_MOST]
            if not found and not self._reported(flow):
                yield from (Unreported(job.key, said, general=True) for said in nothing)

    def _reported(self, flow: Flow) -> bool:
        """Whether the job reports something here, or a way that leads through here."""
        return any(
            wanted(flow, hit) and (self._is_here(hit) or self.asked.is_on(_steps(hit))) for hit in self.answers.hits
        )

    def _unasked(self, key: str, flow: Flow) -> Iterator[Unreported]:
        """What reaches a sink here that the check does not ask for."""
        for hit in self.answers.hits:
            origin = hit.taint.origin if hit.taint else None
            if not self._is_here(hit) or hit.category not in flow.all_categories or wanted(flow, hit):
                continue
            if hit.taint and isinstance(origin, Source):
                kinds = sorted(flow.kinds_for(hit.category))
                asked = "what other libraries bring" if origin.kind in kinds else ", ".join(kinds)
                said = f"{hit.category}: {bringer(hit.taint, hit.path)} gets here, but the check asks only for {asked}"
                yield Unreported(key, said, way(hit, self.places))

    def _stopped(self, key: str, flow: Flow) -> Iterator[Unreported]:
        for stop in self.answers.stops:
            if stop.category in ("", *flow.all_categories) and self._is_of(stop):
                said = f"{stop.category}: {stop.reason}" if stop.category else stop.reason
                yield Unreported(key, said, tuple(flow_step(step, self.places) for step in stop.steps))

    def _is_of(self, stop: Stop) -> bool:
        return self.asked.is_at(stop.path, stop.line) or self.asked.is_on(stop.steps)

    def _is_here(self, hit: Hit) -> bool:
        if hit.path != self.asked.path:
            return False
        text = self.places[hit.path].text(hit.start, hit.end)
        return hit.line <= self.asked.line <= hit.line + text.count("\n")

    def _nothing(self) -> Iterator[str]:
        """What rules say of the calls in the line, where the analysis says nothing of it."""
        called = called_in(self.places[self.asked.path].line(self.asked.line))
        sinks = _sinks(catalogue.build(self.group.spec).all_rules())
        known = {name: sinks[name] for name in called if name in sinks}
        for name, rules in known.items():
            patterns = ", ".join(sorted({f"`{rule.pattern}`" for rule in rules})[:3])
            yield f"`{name}` may be a sink ({patterns}), but nothing that comes from a source is known to reach it here"
        for name in called:
            if name not in known:
                close = nearest(name, sinks)
                hint = (
                    f"; the nearest that is one is `{sorted(rule.pattern for rule in sinks[close])[0]}`"
                    if close
                    else ""
                )
                yield f"no rule knows `{name}` as a sink{hint}"
        if not called:
            yield "no flow begins, ends or is stopped in this line"


def called_in(line: str) -> list[str]:
    """The last names of what a line of code calls, each once."""
    found = [match[1].rpartition(".")[2] for match in _CALLED.finditer(line)]
    return list(dict.fromkeys(name for name in found if not _NO_CALL.match(name)))


def _sinks(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """The rules of sinks and misuses by the last names of what they call."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.role in (Role.SINK, Role.MISUSE):
            for name in grammar.parse(rule.pattern).names:
                found.setdefault(name.rpartition(".")[2], []).append(rule)
    return found


def _steps(hit: Hit) -> Sequence[Step]:
    return hit.taint.trail.steps() if hit.taint and hit.taint.trail else ()
