"""One requirement on the page: its line, and unfolded its words, its evidence and its scenarios."""

from __future__ import annotations

from harness.domain.tracing import EvidenceKind, Link, RowState
from harness.domain.tracing import TraceRow as Row
from harness.reports._html import words
from harness.reports._html.blocks import facts, fold
from harness.reports._html.markup import Child, Markup, card_words, element, joined
from harness.reports._lines import cut
from harness.reports.traces._contents import counts, exempted, flat, said, words_of
from harness.reports.traces._html_words import linked, sign
from harness.reports.traces._view import TraceView

NONE = "none"
_MOST_EVIDENCE = 200
_MOST_PLACES = 50
_LONGEST = 200


def requirement_card(row: Row, anchor: str, view: TraceView, open: bool) -> Markup:
    """A requirement to unfold; what it can be filtered by stands in its data."""
    one = row.requirement
    inside = element(
        "div",
        _statement(row),
        _facts(row, view),
        _why(row, view),
        _evidence(row, view),
        _scenarios(row, view),
        class_="inside",
        id=anchor,
    )
    return element(
        "details",
        _heading(row),
        inside,
        class_=f"card requirement {row.state}",
        data_state=row.state,
        data_kind=one.kind,
        data_level=one.level or NONE,
        data_feature=one.feature or NONE,
        open=open,
    )


def _heading(row: Row) -> Markup:
    return element(
        "summary",
        words.badge(row.state),
        element(
            "h3",
            element("code", row.requirement.qualified),
            element("span", card_words(cut(words_of(row), _LONGEST)), class_="title"),
        ),
        element("span", counts(row), class_="seconds"),
    )


def _statement(row: Row) -> Child:
    """All that it says, unless its line says so already."""
    text = flat(row.requirement.text)
    return None if text == cut(words_of(row), _LONGEST) else element("p", card_words(text), class_="statement")


def _facts(row: Row, view: TraceView) -> Markup:
    one = row.requirement
    return facts(
        ("stands at", linked(one.place, view)),
        ("level", one.level),
        ("kind", one.kind.value),
        ("feature", one.feature),
        ("priority", one.priority),
        ("stories", ", ".join(one.stories)),
        ("SHA-256", element("code", one.sha256[:16])),
    )


def _why(row: Row, view: TraceView) -> Child:
    if row.exemption is not None:
        said_so = joined(exempted(row), " (", linked(row.exemption.place, view), ")")
        return element("div", element("p", said_so), class_="callout waived")
    if row.state is RowState.VERIFIED or not row.reason:
        return None
    return element("div", element("p", card_words(flat(row.reason))), class_=f"callout {row.state}")


def _evidence(row: Row, view: TraceView) -> Markup:
    if not row.links:
        return element("p", "Nothing claims to show it.", class_="note")
    shown = row.links[:_MOST_EVIDENCE]
    placed = any(link.result and link.result.lines for link in shown)
    columns = ("shows", "evidence", "title", "why", *(["in the code"] if placed else []), "run")
    head = element("tr", *(element("th", name, scope="col") for name in columns))
    table = element(
        "table",
        element("thead", head),
        element("tbody", *(_link(link, placed, view) for link in shown)),
        class_="told",
    )
    more = len(row.links) - _MOST_EVIDENCE
    return joined(table, element("p", f"and {more:,} more", class_="note") if more > 0 else None)


def _link(link: Link, placed: bool, view: TraceView) -> Markup:
    one = link.evidence
    page = view.pages(one.key)
    id = element("code", one.id)
    named = element("a", id, href=page) if page and view.links is None else id
    what = joined(one.kind.value, " ", linked(one.place, view, named))
    technique = [one.technique] if one.technique and one.kind is EvidenceKind.PRINCIPLE else []
    about = ", ".join((*one.cwes, *technique))
    return element(
        "tr",
        element("td", sign(link.shown)),
        element("th", what, scope="row"),
        element("td", one.title, f" ({about})" if about else None),
        element("td", card_words(said(link)), class_="why"),
        element("td", _places(link, view)) if placed else None,
        element("td", _run(link)),
    )


def _places(link: Link, view: TraceView) -> Child:
    places = link.result.lines if link.result else ()
    if not places:
        return None
    told = [element("li", linked(place, view)) for place in places[:_MOST_PLACES]]
    more = len(places) - _MOST_PLACES
    return element("ul", *told, element("li", f"and {more:,} more") if more > 0 else None, class_="places")


def _run(link: Link) -> Child:
    if link.result is None:
        return None
    flaky = element("strong", " flaky") if link.result.flaky else None
    return joined(element("code", link.result.run), " ", link.result.when[:19].replace("T", " "), flaky)


def _scenarios(row: Row, view: TraceView) -> Child:
    scenarios = row.requirement.scenarios
    if not scenarios:
        return None
    told = [
        element("li", element("strong", f"{one.name}: ") if one.name else None, one.text, " ", linked(one.place, view))
        for one in scenarios
    ]
    return fold(words.counted(len(scenarios), "scenario"), element("ol", *told, class_="scenarios"))
