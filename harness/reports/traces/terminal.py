"""A trace for a person at a terminal, readable at 80 columns and without colour: what is not verified is explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from harness.domain.tracing import Link, Matrix, Orphan, RowState, Surface, Trace
from harness.domain.tracing import TraceRow as Row
from harness.domain.visible import visible
from harness.reports._lines import INDENT, cut, drawn, in_cells, labelled, wrapped
from harness.reports.traces._contents import (
    MOST_LINKS,
    counts,
    exempted,
    flat,
    headline,
    listed_cells,
    loose_ends,
    matrix_line,
    nearest,
    open_links,
    said,
    surface_line,
    words_of,
)
from harness.reports.traces._view import TraceView

MOST_CELLS = 20
_STATE = 11
_LONGEST = 600
_LEAST_ROOM = 8
_STYLES = {
    RowState.FAILING: "bold red",
    RowState.SUSPECT: "bold magenta",
    RowState.UNDECIDED: "yellow",
    RowState.UNTESTED: "yellow",
    RowState.WAIVED: "dim",
    RowState.VERIFIED: "green",
}


def render(trace: Trace, view: TraceView) -> str:
    """A line for each requirement, below it why it is not verified; then what leads nowhere, and the sum."""
    return drawn(_lines(trace, view), view)


def _lines(trace: Trace, view: TraceView) -> Iterator[Text]:
    id_width = min(
        max((cell_len(visible(row.requirement.qualified)) for row in trace.rows), default=0), view.width // 3
    )
    for row in trace.rows:
        yield _row_line(row, id_width, view.width)
        if row.state is not RowState.VERIFIED:
            yield from _explained(row, view)
    yield from _orphans(trace.orphans, view)
    yield from _surface(trace.surface, view)
    yield from _matrix(trace.matrix, view)
    yield from _mistakes(trace, view)
    yield from _summary(trace, view)


def _row_line(row: Row, id_width: int, width: int) -> Text:
    told = counts(row)
    id = in_cells(visible(row.requirement.qualified), id_width)
    room = width - _STATE - id_width - 2 - len(told) - 2
    words = (in_cells(visible(cut(words_of(row), width)), room), "  ") if room >= _LEAST_ROOM else ()
    return Text.assemble((row.state.ljust(_STATE), _STYLES[row.state]), (id, "bold"), "  ", *words, (told, "dim"))


def _explained(row: Row, view: TraceView) -> Iterator[Text]:
    yield Text(f"  {visible(view.place(row.requirement.place))}", "dim")
    if row.exemption is not None:
        place = visible(view.place(row.exemption.place))
        yield from wrapped(f"{_short(exempted(row))} ({place})", 2, view.width)
    elif row.reason:
        yield from wrapped(_short(row.reason), 2, view.width)
    links = open_links(row)
    for link in links[:MOST_LINKS]:
        yield from _link(link, view)
    if len(links) > MOST_LINKS:
        yield Text(f"{' ' * INDENT}… and {len(links) - MOST_LINKS:,} more")


def _link(link: Link, view: TraceView) -> Iterator[Text]:
    told = f"{visible(link.evidence.key)}  {visible(view.place(link.evidence.place))}"
    yield from labelled(link.shown, told, view.width)
    if said(link):
        yield from labelled("", _short(said(link)), view.width)


def _orphans(orphans: Sequence[Orphan], view: TraceView) -> Iterator[Text]:
    if orphans:
        yield from _heading("leads nowhere")
    for orphan in orphans:
        yield Text(f"  {visible(view.place(orphan.evidence.place))}")
        what = f"{visible(orphan.evidence.key)} claims '{visible(orphan.claim)}': {_short(orphan.what)}"
        yield from wrapped(what, INDENT, view.width)
        if orphan.nearest:
            yield from wrapped(_short(nearest(orphan)), INDENT, view.width, "dim")


def _surface(surface: Surface | None, view: TraceView) -> Iterator[Text]:
    if surface is None:
        return
    yield from _heading("surface")
    yield from wrapped(surface_line(surface), 2, view.width)
    for item in surface.unclaimed:
        yield from labelled(item.kind, visible(item.name), view.width)
    for trouble in surface.trouble:
        yield from wrapped(_short(trouble), 2, view.width, "yellow")


def _matrix(matrix: Matrix | None, view: TraceView) -> Iterator[Text]:
    if matrix is None:
        return
    yield from _heading("matrix")
    yield from wrapped(visible(matrix_line(matrix)), 2, view.width)
    cells = list(listed_cells(matrix))
    for cell in cells[:MOST_CELLS]:
        yield from labelled(cell.state, visible(" · ".join(cell.values)), view.width)
    if len(cells) > MOST_CELLS:
        yield Text(f"{' ' * INDENT}… and {len(cells) - MOST_CELLS:,} more")
    for values in matrix.proposals[:MOST_CELLS]:
        yield from labelled("try", visible(" · ".join(values)), view.width)
    if len(matrix.proposals) > MOST_CELLS:
        yield Text(f"{' ' * INDENT}… and {len(matrix.proposals) - MOST_CELLS:,} more to try")
    for trouble in matrix.trouble:
        yield from wrapped(_short(f"{view.place(trouble.place)}: {trouble.what}"), 2, view.width, "yellow")


def _mistakes(trace: Trace, view: TraceView) -> Iterator[Text]:
    if trace.mistakes:
        yield from _heading("could not be read")
    for mistake in trace.mistakes:
        yield from wrapped(_short(f"{view.place(mistake.place)}: {mistake.what}"), 2, view.width, "red")
        yield from wrapped(f"hint: {_short(mistake.hint)}", INDENT, view.width)


def _summary(trace: Trace, view: TraceView) -> Iterator[Text]:
    yield Text()
    if view.only:
        yield from wrapped(f"only      {visible(view.only)}", 0, view.width, hanging=10)
    yield from wrapped(headline(trace, view), 0, view.width, "bold")
    if loose_ends(trace):
        yield from wrapped(", ".join(loose_ends(trace)), 0, view.width, "yellow")
    yield from wrapped(f"tree      {visible(trace.tree)}", 0, view.width, hanging=10)


def _heading(text: str) -> Iterator[Text]:
    yield Text()
    yield Text(text, "bold")


def _short(text: str) -> str:
    return cut(visible(flat(text)), _LONGEST)
