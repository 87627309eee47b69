"""``harness report --site``: gathers what a site shows of a project and its runs, and writes it; looks lie in ``reports``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness import __version__
from harness.adapters import clock, files, sites
from harness.adapters.history_file import HISTORY, read_history
from harness.adapters.records import finished_runs
from harness.app.project import Project, load_project
from harness.app.reports import folder_of
from harness.app.roots import find_root
from harness.app.sealing import load_seals
from harness.app.site_decisions import Decisions, decisions_of
from harness.app.site_evidence import Copied, copies_of, sources_of
from harness.app.site_hiding import without_sealed
from harness.app.site_options import SiteOptions
from harness.app.site_runs import Newest, newest
from harness.app.site_waivers import site_waivers
from harness.app.trace import TraceListener, subject_of, traced
from harness.app.trace_results import Subject
from harness.domain.tracing import HistoryLine, SealState, Trace
from harness.errors import DocumentError, HarnessError
from harness.reports._site.data import SiteData
from harness.reports._site.pages import pages
from harness.trace.codes import HISTORY as BROKEN

MOST_RUNS = 500
"""Runs that are read; of older ones a site only says how many there are."""


@dataclass(frozen=True)
class Written:
    """A site that was written: where its first page lies, how many pages it has, what could not be read."""

    first: Path
    pages: int
    notes: tuple[str, ...] = ()
    is_outdated: bool = False


@dataclass(frozen=True)
class Gathered:
    """What a site shows, and the files that lie beside its pages, by where."""

    data: SiteData
    copies: dict[str, Copied]
    subject: Subject | None = None
    project: Project | None = None


def write_site(start: Path, options: SiteOptions, listener: TraceListener | None = None) -> Written:
    """Write a site of the project that ``start`` lies in, whole or not at all. Nothing is run.

    Raises:
        UsageError: if a run is not there, or something else lies where the site is to be.
        MachineError: if it cannot be written.
    """
    told = listener or TraceListener()
    sites.require_place(options.folder)
    found = gather(start, options, told)
    told.stage("writing the pages")
    made = list(pages(found.data))
    copied = ((name, one.data()) for name, one in found.copies.items())
    sites.write_site(options.folder, _both(made, copied))
    return Written(options.folder / "index.html", len(made), found.data.notes, _is_outdated(found))


def _both(made: Sequence[tuple[str, str]], copied: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, str | bytes]]:
    yield from made
    yield from copied


def gather(start: Path, options: SiteOptions, listener: TraceListener | None = None) -> Gathered:
    """All that a site shows of a project, or of those runs; what cannot be read is told in its notes. Nothing is written.

    Raises:
        UsageError: if a run is not there.
    """
    told = listener or TraceListener()
    root = find_root(start)
    named = tuple(folder_of(start, name) for name in options.runs)
    project, notes = _project(start)
    subject = _subject(project)
    seals = _seals(project) if project else {}
    trace, untraced = _trace(start, told)
    told.stage("reading the runs")
    every = named or tuple(finished_runs(root))
    found = newest(every[:MOST_RUNS], root, subject, seals, named=bool(named))
    told.stage("asking the gate")
    decided = decisions_of(start, tuple(line.id for line in found.lines) if named else ())
    data = SiteData(
        project=root.name,
        tool_version=__version__,
        made=clock.timestamp(),
        tree=subject.tree if subject else "",
        only=tuple(line.id for line in found.lines) if named else (),
        trace=trace,
        untraced=untraced,
        runs=found.lines,
        more_runs=max(len(every) - MOST_RUNS, 0),
        history=_history(root) if not named else (),
        waivers=site_waivers(project, found.checked, trace, decided.decision),
        notes=(*notes, *found.notes),
    )
    shown = _with_decisions(_with_results(data, found), decided)
    if options.hide_sealed:
        # Where the seals cannot be read, nobody knows which cards have none.
        sealed = frozenset(seals) if project else frozenset(one.card.id for one in shown.cards)
        shown = without_sealed(shown, sealed)
    copies = copies_of(shown.cards, shown.cases)
    sources = sources_of(shown.principles, root)
    return Gathered(replace(shown, copies=frozenset(copies), sources=sources), copies, subject, project)


def _with_results(data: SiteData, found: Newest) -> SiteData:
    return replace(
        data,
        cards=found.cards,
        cases=found.cases,
        unused=found.unused,
        principles=found.principles,
        tests=found.tests,
    )


def _with_decisions(data: SiteData, found: Decisions) -> SiteData:
    return replace(data, decision=found.decision, undecided=found.undecided, recorded=found.recorded, log=found.log)


def _project(start: Path) -> tuple[Project | None, tuple[str, ...]]:
    try:
        return load_project(start), ()
    except HarnessError as error:
        return None, (f"the project cannot be read: {_said(error)}",)


def _subject(project: Project | None) -> Subject | None:
    try:
        return subject_of(project) if project else None
    except HarnessError:
        return None  # the trace, which needs it too, says why


def _trace(start: Path, listener: TraceListener) -> tuple[Trace | None, str]:
    """The trace as it is now, or why there is none."""
    try:
        return traced(start, listener).trace, ""
    except HarnessError as error:
        return None, _said(error)


def _seals(project: Project) -> dict[str, SealState]:
    try:
        rows = load_seals(project).rows
    except HarnessError:
        return {card.id: SealState.BROKEN for card in project.cards}
    return {row.card: row.state for row in rows if row.state is not SealState.LIFTED}


def _history(root: Path) -> tuple[HistoryLine, ...]:
    path = root / HISTORY
    if not path.is_file() or not files.is_inside(path, root):
        return ()
    try:
        return read_history(path, HISTORY, BROKEN)
    except HarnessError:
        return ()


def _is_outdated(found: Gathered) -> bool:
    """Whether the tree is another now that the site lies in it: git does not ignore it."""
    if found.subject is None or found.project is None:
        return False
    try:
        return subject_of(found.project).tree != found.subject.tree
    except HarnessError:
        return False


def _said(error: HarnessError) -> str:
    if isinstance(error, DocumentError):
        return "; ".join(str(mistake) for mistake in error.mistakes[:5])
    return error.what
