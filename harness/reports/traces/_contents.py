"""What there is to say about a trace, in order, for every format alike; how it looks lies with the formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from harness.domain.tracing import (
    Blank,
    Link,
    Matrix,
    MatrixCell,
    Orphan,
    RowState,
    Shown,
    Surface,
    Trace,
)
from harness.domain.tracing import TraceRow as Row
from harness.reports._principles import number_of
from harness.reports.traces._view import TraceView

MOST_LINKS = 20
"""Of one requirement."""
MOST_NEAREST = 3


def headline(trace: Trace, view: TraceView) -> str:
    """How many requirements there are, and how many of each state."""
    if not trace.rows:
        return "no requirement is in this part" if view.only else "no requirements: nothing can be shown"
    found = Counter(row.state for row in trace.rows)
    each = ", ".join(f"{found[state]:,} {state}" for state in reversed(RowState) if found[state])
    return f"{number_of(len(trace.rows), 'requirement')}: {each}"


def loose_ends(trace: Trace) -> list[str]:
    """What else keeps the trace from being whole, each with its number; nothing if there is nothing."""
    unclaimed = len(trace.surface.unclaimed) if trace.surface else 0
    unread = [f"{number_of(len(trace.mistakes), 'mistake')} in documents"] if trace.mistakes else []
    orphans = [number_of(len(trace.orphans), "orphan")] if trace.orphans else []
    surface = [f"{number_of(unclaimed, 'thing')} of the surface unclaimed"] if unclaimed else []
    surface += ["the surface is not known as a whole"] if trace.surface and trace.surface.trouble else []
    empty = [number_of(blanks(trace.matrix), "empty cell")] if trace.matrix and blanks(trace.matrix) else []
    return [*unread, *orphans, *surface, *empty]


def words_of(row: Row) -> str:
    """What a requirement says, in one line."""
    return flat(row.requirement.title or row.requirement.text)


def flat(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def showing(row: Row) -> list[Link]:
    """The links that can show something: not those that only claim."""
    return [link for link in row.links if link.shown is not Shown.CLAIMED]


def counts(row: Row) -> str:
    """How much of its evidence passes."""
    links = showing(row)
    if links:
        return f"{sum(link.shown is Shown.PASS for link in links):,} of {len(links):,} pass"
    return "only claimed" if row.links else "no evidence"


def open_links(row: Row) -> list[Link]:
    """The links that a reader has to look at: those that do not pass, and those of which something moved."""
    return [link for link in row.links if link.moved or link.shown not in (Shown.PASS, Shown.CLAIMED)]


def said(link: Link) -> str:
    """Why a link is what it is: its reason, whether its result was flaky, and what moved since someone looked."""
    flaky = "flaky" if link.result and link.result.flaky else ""
    moved = f"moved since it was accepted: {', '.join(link.moved)}" if link.moved else ""
    return "; ".join(one for one in (flat(link.reason), flaky, moved) if one)


def exempted(row: Row) -> str:
    """Why it need not be shown; nothing where it must."""
    if row.exemption is None:
        return ""
    beneath = f"; without that {row.beneath}" if row.beneath else ""
    return f"waived by {row.exemption.who} until {row.exemption.until}: {row.exemption.reason}{beneath}"


def nearest(orphan: Orphan) -> str:
    """What a claim that leads nowhere may have meant."""
    if not orphan.nearest:
        return ""
    names = [f"'{name}'" for name in orphan.nearest[:MOST_NEAREST]]
    more = len(orphan.nearest) - len(names)
    return f"did you mean {' or '.join(names)}?{f' ({more:,} more)' if more else ''}"


def surface_line(surface: Surface) -> str:
    """How much of what a user can reach is claimed."""
    if not surface.items:
        return "the product offers nothing that could be found"
    claimed = len(surface.items) - len(surface.unclaimed)
    return f"{claimed:,} of {number_of(len(surface.items), 'thing')} that a user can reach are claimed"


def matrix_line(matrix: Matrix) -> str:
    """How much of the matrix has evidence."""
    shape = " × ".join(f"{name} ({len(values)})" for name, values in matrix.dimensions.items())
    found = Counter(cell.state for cell in matrix.cells)
    each = ", ".join(f"{found[state]:,} {state}" for state in Blank if found[state] and state is not Blank.EMPTY)
    covered = f"{matrix.covered:,} of {number_of(matrix.combinations, 'combination')} of {shape} have evidence"
    return f"{covered}: {each}" if each else covered


def blanks(matrix: Matrix) -> int:
    """How many combinations have no evidence."""
    return matrix.combinations - matrix.covered


def listed_cells(matrix: Matrix) -> Iterator[MatrixCell]:
    """The cells that are not verified, failing ones first and empty ones last."""
    order = [Blank.FAILING, Blank.BLOCKED, Blank.UNDECIDED, Blank.EMPTY]
    open_cells: Sequence[MatrixCell] = [cell for cell in matrix.cells if cell.state in order]
    yield from sorted(open_cells, key=lambda cell: order.index(cell.state))
