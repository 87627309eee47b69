"""What is not verified as workflow commands, which GitHub shows as annotations at the lines of a change; worst first."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.tracing import Orphan, RowState, Surface, Trace
from harness.domain.tracing import TraceRow as Row
from harness.reports._annotations import Annotation, in_order
from harness.reports.traces._contents import exempted, headline, nearest, open_links, said, words_of
from harness.reports.traces._view import TraceView

_KINDS = {
    RowState.FAILING: "error",
    RowState.SUSPECT: "warning",
    RowState.UNDECIDED: "warning",
    RowState.UNTESTED: "warning",
    RowState.WAIVED: "notice",
}


def render(trace: Trace, view: TraceView) -> str:
    """One command a line: errors for what fails or cannot be read, warnings for what is not known, notices for the rest."""
    return in_order(_all(trace, view))


def _all(trace: Trace, view: TraceView) -> Iterator[Annotation]:
    for mistake in trace.mistakes:
        hint = f"what to do: {mistake.hint}"
        yield Annotation("error", "trace", (mistake.what, hint), mistake.place.path, mistake.place.line)
    if not trace.rows and not view.only:
        yield Annotation("error", "trace", (headline(trace, view),))
    yield from (_of_row(row) for row in trace.rows if row.state is not RowState.VERIFIED)
    yield from map(_of_orphan, trace.orphans)
    if trace.surface:
        yield from _of_surface(trace.surface)


def _of_row(row: Row) -> Annotation:
    links = (
        f"- {link.shown}: {link.evidence.key} at {link.evidence.place}{f': {said(link)}' if said(link) else ''}"
        for link in open_links(row)
    )
    place = row.requirement.place
    lines = (words_of(row), exempted(row) or row.reason, *links)
    return Annotation(_KINDS[row.state], f"{row.requirement.qualified}: {row.state}", lines, place.path, place.line)


def _of_orphan(orphan: Orphan) -> Annotation:
    place = orphan.evidence.place
    title = f"{orphan.evidence.key} claims '{orphan.claim}'"
    return Annotation("warning", title, (orphan.what, nearest(orphan)), place.path, place.line)


def _of_surface(surface: Surface) -> Iterator[Annotation]:
    for item in surface.unclaimed:
        yield Annotation(
            "warning", f"unclaimed {item.kind}", (f"no requirement mentions '{item.name}' ({item.source})",)
        )
    for trouble in surface.trouble:
        yield Annotation("warning", "surface", (trouble,))
