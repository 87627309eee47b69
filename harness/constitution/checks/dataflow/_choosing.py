"""Which of all hits are those of one check, and one match for each place; finding them lies in ``project``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from harness.constitution._forms import noted
from harness.constitution.checks.dataflow._wording import message, way
from harness.constitution.checks.dataflow.catalogue.libraries import with_used
from harness.constitution.checks.dataflow.form import OWN, DataflowCheck, Flow
from harness.constitution.checks.dataflow.places import Places
from harness.constitution.checks.dataflow.values import Hit, Source
from harness.constitution.kinds import Job, Match
from harness.domain.findings import Role


def matches(job: Job[DataflowCheck], hits: Iterable[Hit], places: Mapping[str, Places]) -> Iterator[Match]:
    """One match for each place that the job's check forbids: with the shortest of all ways that lead there."""
    by_place: dict[tuple[str, int, int], list[Hit]] = {}
    for hit in hits:
        if wanted(job.options.dataflow, hit):
            by_place.setdefault((hit.path, hit.start, hit.end), []).append(hit)
    for (path, start, end), found in by_place.items():
        first = min(found, key=_order)
        said = noted(message(first, found, places), job.options.note)
        yield Match(job.key, Role.VIOLATES, path, start, end, said, steps=way(first, places))


def wanted(flow: Flow, hit: Hit) -> bool:
    """Whether a hit is what a check forbids."""
    if not _from(flow, hit.rule) or (hit.category not in flow.categories and library(hit.rule) != OWN):
        return False
    if hit.taint is None:
        return True
    origin = hit.taint.origin
    if not isinstance(origin, Source):
        return False
    return library(origin.rule) == OWN or (origin.kind in flow.kinds_for(hit.category) and _from(flow, origin.rule))


def library(rule: str) -> str:
    """The library that a rule is of, by its id."""
    return rule.partition("/")[0]


def _from(flow: Flow, rule: str) -> bool:
    return flow.from_ is None or library(rule) == OWN or library(rule) in with_used(flow.language, flow.from_)


def _order(hit: Hit) -> tuple[int, str, int, str, str, str]:
    origin = hit.taint.origin if hit.taint else None
    if not hit.taint or not isinstance(origin, Source):
        return 0, "", 0, "", hit.rule, hit.category
    steps = hit.taint.trail.length if hit.taint.trail else 0
    return (steps, origin.path, origin.start, origin.rule, hit.rule, hit.category)
