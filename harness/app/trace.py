"""``harness trace``: draws up the trace of a project as it lies there; judging what was found lies in ``trace``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import clock
from harness.adapters.git import snapshot
from harness.app.project import Project, load_project
from harness.app.sealing import SealsFound, found_seals
from harness.app.subjects import product_subject, tree_subject
from harness.app.trace_evidence import Gathered, gathered
from harness.app.trace_lock import LockState, lock_state
from harness.app.trace_results import ALL, Choice, Found, Subject, Words, found_results
from harness.domain.places import Mistake, Severity
from harness.domain.requirements import ByName
from harness.domain.tracing import EvidenceKind, Exemption, Trace
from harness.trace.tracing import trace


class TraceListener:
    """What a shell is told while a trace is drawn up; this one ignores it all."""

    def stage(self, what: str) -> None:
        """A stage has begun, in a few words."""


@dataclass(frozen=True)
class Traced:
    """The trace of a project, what was gathered for it and found in its records, and the states of its lock and its seals."""

    trace: Trace
    project: Project
    evidence: Gathered
    lock: LockState = field(default_factory=LockState)
    found: Found = field(default_factory=Found)
    subject: Subject = field(default_factory=Subject)
    seals: SealsFound = field(default_factory=SealsFound)


def traced(start: Path, listener: TraceListener | None = None) -> Traced:
    """Draw up the trace of the project that ``start`` lies in. Nothing is run; what was run before is read from its records.

    Raises:
        DocumentError: if the configuration is invalid.
        TreeError: if git cannot tell what tree this is.
        UsageError: if the lock cannot be read.
    """
    told = listener or TraceListener()
    told.stage("reading the documents")
    return traced_project(load_project(start), told)


def traced_project(project: Project, told: TraceListener, choice: Choice = ALL) -> Traced:
    """The trace of a project that was loaded, from the runs that are chosen. Raises as ``traced``."""
    told.stage("reading the tree")
    subject = subject_of(project)
    told.stage("looking for evidence")
    found = gathered(project)
    told.stage("reading the records")
    least = project.configuration.cards.isolation
    words = Words.of(found.evidence, ByName(project.requirements), project.documents)
    results = found_results(project.root, subject, least, words, choice)
    lock = lock_state(project.root)
    seals = found_seals(project)
    drawn = trace(
        project.requirements,
        found.evidence,
        results.results,
        lock.anchors,
        exemptions(project),
        subject.tree,
        today=clock.today(),
        withheld={f"{EvidenceKind.CARD.value} {card}": why for card, why in seals.broken.items()},
        doubted=lock.doubted,
        loose=found.loose,
        mistakes=_once((*project.mistakes, *found.mistakes, *results.mistakes, *lock.mistakes)),
    )
    return Traced(drawn, project, found, lock, results, subject, seals)


def is_outdated(traced: Traced) -> bool:
    """Whether the tree is another by now, such as by a report that was written into it. Raises TreeError."""
    return subject_of(traced.project).tree != traced.trace.tree


def subject_of(project: Project) -> Subject:
    """The working tree of a project, as runs record it. Raises TreeError."""
    with snapshot(project.root, None) as taken:
        return Subject(
            tree=taken.tree,
            product=product_subject(taken, project.configuration),
            whole=tree_subject(taken),
            nested=bool(taken.submodules),
        )


def exemptions(project: Project) -> tuple[Exemption, ...]:
    """The exemptions that the configuration grants."""
    granted = project.configuration.trace.exemptions
    places = project.places_of("trace", "exemptions")
    return tuple(
        Exemption(
            requirement=one.requirement,
            reason=one.reason,
            who=one.who,
            until=one.until.isoformat(),
            place=places[at] if at < len(places) else project.place_of("trace", "exemptions"),
        )
        for at, one in enumerate(granted)
    )


def _once(mistakes: Sequence[Mistake]) -> tuple[Mistake, ...]:
    return tuple(dict.fromkeys(one for one in mistakes if one.severity is Severity.ERROR))
