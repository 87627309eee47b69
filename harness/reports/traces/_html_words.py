"""States of requirements and places of a project as a reader of the page meets them: a shape, a word, a link."""

from __future__ import annotations

import re
from collections import Counter

from harness.domain.places import Place
from harness.domain.tracing import Blank, RowState, Shown
from harness.reports._html import words
from harness.reports._html.markup import Child, Markup, element, joined, path_reference
from harness.reports.traces._view import TraceView

_NO_ANCHOR = re.compile(r"[^A-Za-z0-9._-]+")
TRACE_SHAPES: dict[str, str] = {
    RowState.VERIFIED: words.SHAPES["pass"],
    RowState.FAILING: words.SHAPES["fail"],
    RowState.UNDECIDED: words.SHAPES["inconclusive"],
    RowState.SUSPECT: words.SHAPES["flaky"],
    RowState.UNTESTED: '<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.8"'
    ' stroke-dasharray="3 2.2"/>',
    RowState.WAIVED: '<rect x=".8" y=".8" width="14.4" height="14.4" rx="3.5"/><path class="stroke" d="M4.6 8h6.8"/>',
}
_OF_SHOWN = {
    Shown.PASS: RowState.VERIFIED,
    Shown.FAIL: RowState.FAILING,
    Shown.UNDECIDED: RowState.UNDECIDED,
    Shown.BLOCKED: RowState.UNDECIDED,
    Shown.STALE: RowState.SUSPECT,
    Shown.NOT_RUN: RowState.UNTESTED,
    Shown.CLAIMED: RowState.UNTESTED,
}
_OF_BLANK = {
    Blank.VERIFIED: RowState.VERIFIED,
    Blank.FAILING: RowState.FAILING,
    Blank.BLOCKED: RowState.UNDECIDED,
    Blank.UNDECIDED: RowState.UNDECIDED,
    Blank.EMPTY: RowState.UNTESTED,
}


def shapes() -> Markup:
    """What the signs refer to; stands once in the page."""
    return words.shapes(TRACE_SHAPES)


def sign(of: Shown | Blank) -> Markup:
    """What evidence or a cell of the matrix shows: a sign, and its word."""
    state = _OF_SHOWN[of] if isinstance(of, Shown) else _OF_BLANK[of]
    return element("span", words.shape(state), of.value, class_=f"badge {state}")


def linked(place: Place, view: TraceView, told: Child = None) -> Markup:
    """A link to a line; where nobody knows where the page will lie, the words and the place."""
    if view.links is None:
        return joined(told, " " if told else None, element("code", str(place)))
    return element("a", told or str(place), href=f"{path_reference(view.link(place.path))}#L{place.line}")


class Anchors:
    """Anchors that say which requirement they are of, each given once."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def give(self, name: str) -> str:
        """The anchor of a requirement of that name: nothing in it has to be quoted in an address."""
        anchor = f"req-{_NO_ANCHOR.sub('-', name)}"
        self._given[anchor] += 1
        return anchor if self._given[anchor] == 1 else f"{anchor}--{self._given[anchor]}"
