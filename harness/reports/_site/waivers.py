"""Every accepted exception in one list, with who answers for it, until when, and whether anything still needs it."""

from __future__ import annotations

from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._site.data import SiteData, SiteWaiver, WaiverSource, WaiverState
from harness.reports._site.filtering import counted_states, filter_form, select
from harness.reports._site.frame import command, empty, heading, link, page, scrolled
from harness.reports._site.places import Section, anchor
from harness.reports._site.requirements import share_bar
from harness.reports._site.rows import row, rows_table
from harness.reports._site.tones import state_tag

_SAID = {
    WaiverSource.CONSTITUTION: "a principle's",
    WaiverSource.GATE: "the gate's",
    WaiverSource.EXEMPTION: "an exemption of the trace",
}


def waivers_page(data: SiteData) -> str:
    """All of them, what is expired or faulty first."""
    path = Section.WAIVERS.path
    if not data.waivers:
        how = (
            "Nothing is let pass: no principle, no card and no requirement. See ",
            command("docs/gate-waivers.md"),
            ".",
        )
        return page(data, path, Section.WAIVERS, "Waivers", heading("Waivers"), empty("There are no waivers.", *how))
    states = counted_states((one.state for one in data.waivers), list(WaiverState))
    columns = ("State", "Waiver", "For", "Reason", "Owner", "Until", "Covers")
    return page(
        data,
        path,
        Section.WAIVERS,
        "Waivers",
        heading("Waivers", below=share_bar(states)),
        filter_form("waivers", states, (select("source", "kind", (_SAID[one.source] for one in data.waivers)),)),
        scrolled(
            rows_table("waiver-rows", columns, (_row(data, one, at) for at, one in enumerate(data.waivers)), "Waivers"),
            label="Waivers",
        ),
    )


def _row(data: SiteData, one: SiteWaiver, at: int) -> Markup:
    first = next(each.id for each in data.waivers if each.id == one.id)
    is_first = data.waivers.index(one) == at and first == one.id
    return row(
        one.state.value,
        joined(element("code", one.id), element("span", _SAID[one.source], class_="soft small")),
        ("For", joined(one.scope, element("code", str(one.place), class_="soft small"))),
        ("Reason", joined(one.reason, element("span", one.said, class_="why") if one.said else None)),
        ("Owner", one.owner),
        ("Until", one.until),
        ("Covers", joined(*(_covered(data, key) for key in one.covers))),
        before=state_tag(one.state),
        id=anchor("waiver", one.id) if is_first else "",
        source=_SAID[one.source],
    )


def _covered(data: SiteData, key: str) -> Child:
    path = data.path_of(key)
    return element("span", link("", path, key) if path else key, class_="line")
