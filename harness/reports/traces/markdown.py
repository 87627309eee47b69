"""A trace in GitHub-flavoured Markdown: every requirement with its evidence, and where in the code which principle shows it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from harness.domain.places import Place
from harness.domain.tracing import EvidenceKind, Link, Matrix, Orphan, RowState, Surface, Trace
from harness.domain.tracing import TraceRow as Row
from harness.reports._html.markup import path_reference
from harness.reports._markup import plain, span
from harness.reports.traces._contents import (
    MOST_LINKS,
    exempted,
    flat,
    headline,
    listed_cells,
    loose_ends,
    matrix_line,
    nearest,
    said,
    surface_line,
)
from harness.reports.traces._view import TraceView

_SIGNS = {
    RowState.FAILING: "❌",
    RowState.SUSPECT: "🔎",
    RowState.UNDECIDED: "❔",
    RowState.UNTESTED: "⬜",
    RowState.WAIVED: "⚠️",
    RowState.VERIFIED: "✅",
}


def render(trace: Trace, view: TraceView) -> str:
    """The trace as tables. Nothing of a document can become markup, a mention, or a link to anywhere but into the project."""
    return "".join(f"{line}\n" for line in _lines(trace, view))


def _lines(trace: Trace, view: TraceView) -> Iterator[str]:
    yield "# Requirements and their evidence"
    yield ""
    yield f"**{headline(trace, view)}**"
    yield ""
    if view.only:
        yield f"- only a part of the trace: {plain(view.only)}"
    if loose_ends(trace):
        yield f"- {', '.join(loose_ends(trace))}"
    yield f"- tree {span(trace.tree)}"
    yield from _mistakes(trace, view)
    yield from _requirements(trace, view)
    yield from _compliance(trace, view)
    yield from _orphans(trace.orphans, view)
    yield from _surface(trace.surface)
    yield from _matrix(trace.matrix)


def _mistakes(trace: Trace, view: TraceView) -> Iterator[str]:
    for mistake in trace.mistakes:
        yield f"- {_place(mistake.place, view)}: {plain(mistake.what)} (hint: {plain(mistake.hint)})"


def _requirements(trace: Trace, view: TraceView) -> Iterator[str]:
    if trace.rows:
        yield from _table(
            "Requirements", "| | Requirement | Level | Text | Evidence | State |", "|---|---|---|---|---|---|"
        )
    for row in trace.rows:
        one = row.requirement
        id = _linked(one.qualified, one.place, view)
        evidence = "<br>".join(_evidence(row, view)) or "none"
        state = f"**{row.state}**{f': {plain(_why(row))}' if _why(row) else ''}"
        yield _cells(_SIGNS[row.state], id, one.level or "", plain(flat(one.text)), evidence, state)


def _why(row: Row) -> str:
    return exempted(row) or ("" if row.state is RowState.VERIFIED else flat(row.reason))


def _evidence(row: Row, view: TraceView) -> Iterator[str]:
    for link in row.links[:MOST_LINKS]:
        told = f": {plain(said(link))}" if said(link) else ""
        yield f"{link.shown}: {_linked(link.evidence.key, link.evidence.place, view)}{told}"
    if len(row.links) > MOST_LINKS:
        yield f"… and {len(row.links) - MOST_LINKS:,} more"


def _compliance(trace: Trace, view: TraceView) -> Iterator[str]:
    """Which place of the code shows or breaks which principle, and for which requirement (arXiv 2602.02584)."""
    rows = [line for row in trace.rows for link in row.links for line in _of_principle(row, link, view)]
    if rows:
        head = "| Principle | CWE | File | Lines | Technique | Requirement | Result |"
        yield from _table("Compliance matrix", head, "|---|---|---|--:|---|---|---|")
        yield from rows


def _of_principle(row: Row, link: Link, view: TraceView) -> Iterator[str]:
    one = link.evidence
    if one.kind is not EvidenceKind.PRINCIPLE:
        return
    start = (_linked(one.id, one.place, view), plain(", ".join(one.cwes)))
    end = (plain(one.technique), plain(row.requirement.qualified), f"{link.shown}")
    for path, places in groupby(link.result.lines if link.result else (), key=lambda place: place.path):
        found = list(places)
        lines = ", ".join(str(line) for line in dict.fromkeys(place.line for place in found))
        yield _cells(*start, _linked(path, found[0], view), lines, *end)
    if link.result is None or not link.result.lines:
        yield _cells(*start, "", "", *end)


def _orphans(orphans: tuple[Orphan, ...], view: TraceView) -> Iterator[str]:
    if orphans:
        yield from _table("Leads nowhere", "| Evidence | Claims | What | Nearest |", "|---|---|---|---|")
    for orphan in orphans:
        evidence = _linked(orphan.evidence.key, orphan.evidence.place, view)
        yield _cells(evidence, plain(orphan.claim), plain(orphan.what), plain(nearest(orphan)))


def _surface(surface: Surface | None) -> Iterator[str]:
    if surface is None:
        return
    yield from ["", "## Surface", "", plain(surface_line(surface), 1000)]
    if surface.unclaimed:
        yield from ["", "| Unclaimed | Name | Told by |", "|---|---|---|"]
        yield from (_cells(item.kind, span(item.name), span(item.source)) for item in surface.unclaimed)
    if surface.trouble:
        yield from ["", *(f"- {plain(trouble)}" for trouble in surface.trouble)]


def _matrix(matrix: Matrix | None) -> Iterator[str]:
    if matrix is None:
        return
    yield from ["", "## Coverage", "", plain(matrix_line(matrix), 1000)]
    cells = list(listed_cells(matrix))
    if cells:
        names = " | ".join(plain(name) for name in matrix.dimensions)
        yield from ["", f"| {names} | State |", "|" + "---|" * (len(matrix.dimensions) + 1)]
        yield from (_cells(*map(plain, cell.values), cell.state) for cell in cells)
    if matrix.proposals:
        yield from ["", "To pair every value with every other, try:", ""]
        yield from (f"- {' · '.join(map(plain, values))}" for values in matrix.proposals)


def _table(title: str, head: str, rule: str) -> list[str]:
    return ["", f"## {title}", "", head, rule]


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _place(place: Place, view: TraceView) -> str:
    return _linked(str(place), place, view)


def _linked(text: str, place: Place, view: TraceView) -> str:
    """A relative link to a line: it can be taken for no scheme, and nothing in it ends the link."""
    return f"[{plain(text)}]({path_reference(view.link(place.path))}#L{place.line})"
