"""Every requirement against its evidence in one table, and a page for each feature with all that is known of its own."""

from __future__ import annotations

from collections.abc import Sequence

from harness.domain.tracing import EvidenceKind, Link, RowState, Trace
from harness.domain.tracing import TraceRow as Row
from harness.reports._html.markup import Child, Markup, card_words, element, escaped, joined
from harness.reports._lines import cut
from harness.reports._site.data import NO_FEATURE, Part, SiteData
from harness.reports._site.filtering import counted_states, filter_form, select
from harness.reports._site.frame import command, crumbs, empty, heading, link, neighbours, page, scrolled
from harness.reports._site.places import Section, anchor, upwards
from harness.reports._site.rows import row, rows_table
from harness.reports._site.tones import Tone, chip, state_tag, tone
from harness.reports.traces._contents import words_of
from harness.reports.traces._html_parts import coverage, orphans, surface
from harness.reports.traces._html_rows import requirement_card
from harness.reports.traces._html_words import shapes
from harness.reports.traces._view import TraceView

_LONGEST = 240
_MOST_CHIPS = 40
_MANY = 20
_ORDER = list(RowState)
_HEADS = {
    EvidenceKind.CARD: "Cards",
    EvidenceKind.GOLDEN: "Golden cases",
    EvidenceKind.PRINCIPLE: "Principles",
    EvidenceKind.TEST: "Tests",
    EvidenceKind.MARKER: "Markers",
}


def matrix_page(data: SiteData) -> str:
    """All requirements, what is wrong first, and beside each what shows it."""
    main: list[Child] = [heading("Requirements", below=_lead(data.trace))]
    if data.trace is None:
        main.append(empty("There is no trace.", data.untraced))
    elif not data.trace.rows:
        main.append(
            empty(
                "No requirement was found.",
                "Write them below ",
                command("specs/"),
                ": ",
                command("harness spec show"),
                " shows what is read.",
            )
        )
    else:
        main += [_filters(data.trace), _table(data, data.trace)]
    if data.trace is not None:
        view = _view(data, Section.REQUIREMENTS.path)
        main += [
            _mistakes(data.trace),
            orphans(data.trace.orphans, view),
            surface(data.trace.surface),
            coverage(data.trace.matrix, view),
        ]
    return page(data, Section.REQUIREMENTS.path, Section.REQUIREMENTS, "Requirements", *main)


def part_page(data: SiteData, at: int) -> str:
    """The requirements of a feature (or of a part of one), with their words, their evidence and their scenarios."""
    part = data.parts[at]
    up = upwards(part.path)
    view = _view(data, part.path)
    cards = [requirement_card(one, anchor("req", one.requirement.qualified), view, open=True) for one in part.rows]
    return page(
        data,
        part.path,
        Section.REQUIREMENTS,
        part.title,
        shapes(),
        crumbs(up, Section.REQUIREMENTS, part.title),
        heading(part.title if part.title != NO_FEATURE else "Requirements of no feature", below=_bar(part.rows)),
        filter_form("requirements", counted_states((one.state for one in part.rows), _ORDER)),
        element("h2", "Requirements", class_="heard"),
        element("div", *cards, class_="many cards" if len(cards) > _MANY else "cards", data_rows=True),
        neighbours(_neighbour(data.parts, at - 1), _neighbour(data.parts, at + 1)),
    )


def _neighbour(parts: Sequence[Part], at: int) -> tuple[str, str] | None:
    return (parts[at].path.rpartition("/")[2], parts[at].title) if 0 <= at < len(parts) else None


def share_bar(counted: Sequence[tuple[str, int, Tone]]) -> Markup:
    """How many are in each state, as one bar and in words; the bar itself says nothing that the words do not."""
    total = sum(number for _, number, _ in counted) or 1
    at, pieces = 0.0, []
    for _, number, of in counted:
        width = 100 * number / total
        pieces.append(f'<rect class="t-{of}" x="{at:.3f}" width="{width:.3f}" height="4"/>')
        at += width
    drawn = Markup(
        f'<svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">{"".join(pieces)}</svg>'
    )
    told = [element("span", f"{number:,} {name}", class_=f"tag t-{of}") for name, number, of in counted]
    return element("div", drawn, element("p", *told, class_="told-tags"), class_="shares")


def _bar(rows: Sequence[Row]) -> Markup:
    return share_bar(counted_states((one.state for one in rows), _ORDER))


def _lead(trace: Trace | None) -> Child:
    if trace is None or not trace.rows:
        return None
    return _bar(trace.rows)


def _mistakes(trace: Trace) -> Child:
    if not trace.mistakes:
        return None
    told = [
        element("li", element("code", str(one.place)), f" {one.what}", element("span", f" {one.hint}", class_="note"))
        for one in trace.mistakes
    ]
    return element(
        "section",
        element("h2", "What could not be read"),
        element("p", "While there is one, nothing is claimed of the whole.", class_="note"),
        element("ul", *told),
        class_="callout bad",
    )


def _filters(trace: Trace) -> Markup:
    rows = trace.rows
    return filter_form(
        "requirements",
        counted_states((one.state for one in rows), _ORDER),
        (
            select("level", "level", (str(one.requirement.level or "no level") for one in rows)),
            select("kind", "kind", (one.requirement.kind.value for one in rows)),
            select("feature", "feature", (_feature(one) for one in rows)),
        ),
    )


def _table(data: SiteData, trace: Trace) -> Markup:
    rank = {state: at for at, state in enumerate(_ORDER)}
    rows = sorted(trace.rows, key=lambda one: rank[one.state])
    kinds = [kind for kind in _HEADS if any(link.evidence.kind is kind for one in rows for link in one.links)]
    columns = ("State", "Requirement", "What it says", *(_HEADS[kind] for kind in kinds))
    table = rows_table(
        f"matrix-rows k{len(kinds)}",
        columns,
        (_row(data, one, kinds) for one in rows),
        "Requirements and what shows them",
    )
    return scrolled(table, label="Requirements and what shows them")


def _row(data: SiteData, one: Row, kinds: Sequence[EvidenceKind]) -> Markup:
    requirement = one.requirement
    by_kind: dict[EvidenceKind, list[Link]] = {}
    for found in one.links:
        by_kind.setdefault(found.evidence.kind, []).append(found)
    cells: list[tuple[str, Child]] = [("", card_words(cut(words_of(one), _LONGEST)))]
    cells += [(_HEADS[kind], _chips(data, by_kind.get(kind, ()))) for kind in kinds]
    name = joined(link("", data.path_of(f"requirement {requirement.qualified}") or "", _named(one)))
    level = str(requirement.level or "no level")
    return row(
        one.state.value, name, *cells, before=state_tag(one.state),
        level=level, kind=requirement.kind.value, feature=_feature(one),
    )  # fmt: skip


def _named(one: Row) -> Markup:
    """Its id, and small above it the feature."""
    requirement = one.requirement
    feature = element("span", f"{requirement.feature}/", class_="of") if requirement.feature else None
    return joined(feature, requirement.id)


def _chips(data: SiteData, links: Sequence[Link]) -> Child:
    if not links:
        return None
    told = [
        chip(one.evidence.id, one.shown.value, tone(one.shown), data.path_of(one.evidence.key))
        for one in links[:_MOST_CHIPS]
    ]
    more = len(links) - _MOST_CHIPS
    return joined(*told, escaped(f" and {more:,} more") if more > 0 else None)


def _feature(one: Row) -> str:
    return one.requirement.feature or NO_FEATURE


def _view(data: SiteData, path: str) -> TraceView:
    up = upwards(path)
    return TraceView(
        when=data.made,
        project=data.project,
        tool_version=data.tool_version,
        pages=lambda key: f"{up}{found}" if (found := data.path_of(key)) else None,
    )
