"""A trace as one page to browse, which asks no other host for anything: every requirement with its evidence, worst first."""

from __future__ import annotations

from harness.domain.tracing import RowState, Trace
from harness.domain.tracing import TraceRow as Row
from harness.reports._html.document import document
from harness.reports._html.markup import Markup, element
from harness.reports.traces._html_parts import coverage, filters, header, orphans, overview, surface, title_of
from harness.reports.traces._html_rows import requirement_card
from harness.reports.traces._html_words import Anchors, shapes
from harness.reports.traces._view import TraceView

_MOST_OPEN = 3
_MANY = 300
"""Requirements that are laid out only when they are scrolled to."""
_WORST_FIRST = list(RowState)


def render(trace: Trace, view: TraceView) -> str:
    """The page. What documents say is in it as text alone, and only our own style and script are allowed to work."""
    rows = sorted(trace.rows, key=lambda row: _WORST_FIRST.index(row.state))
    body = (
        element("a", "Skip to the requirements", class_="skip", href="#requirements"),
        shapes(),
        header(trace, view),
        element("nav", overview(trace.rows), aria_label="Overview") if rows else None,
        element(
            "main",
            element("h2", "Requirements"),
            filters(trace.rows),
            *_cards(rows, view),
            orphans(trace.orphans, view),
            surface(trace.surface),
            coverage(trace.matrix, view),
            class_="many" if len(rows) > _MANY else None,
            id="requirements",
            tabindex="-1",
        ),
        element("footer", f"harness {view.tool_version}".strip()),
    )
    return document(f"{title_of(trace, view)} · harness", body, ("page.css", "trace.css"), ("page.js",))


def _cards(rows: list[Row], view: TraceView) -> list[Markup]:
    """The requirements, a few of those that are not verified unfolded."""
    anchors = Anchors()
    return [
        requirement_card(
            row, anchors.give(row.requirement.qualified), view, at < _MOST_OPEN and row.state is not RowState.VERIFIED
        )
        for at, row in enumerate(rows)
    ]
