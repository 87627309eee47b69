"""The golden cases in one list, and a page for each with what was accepted beside what was received."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from harness.domain.golden import CaseOutcome
from harness.reports._contents import reason_lines
from harness.reports._golden import RETIRE
from harness.reports._html import words
from harness.reports._html.blocks import facts
from harness.reports._html.budget import Budget
from harness.reports._html.golden import case_body
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._html.page import Page
from harness.reports._site.cards import outdated, requirement_chip
from harness.reports._site.copying import addresses
from harness.reports._site.data import SiteCase, SiteData
from harness.reports._site.filtering import counted_states, filter_form
from harness.reports._site.frame import (
    command,
    crumbs,
    empty,
    heading,
    link,
    moment,
    neighbours,
    page,
    recorded,
    scrolled,
)
from harness.reports._site.places import Section, item_path, upwards
from harness.reports._site.requirements import share_bar
from harness.reports._site.rows import row, rows_table
from harness.reports._site.tones import Tone, state_tag, tag
from harness.reports._view import View

_RANK = {1: 0, 4: 1, 0: 2}
_ORDER = sorted(CaseOutcome, key=lambda one: _RANK[int(one.exit_code)])
_MOST_UNUSED = 500


def list_page(data: SiteData) -> str:
    """All golden cases, what differs first."""
    ordered = in_order(data)
    path = Section.GOLDEN.path
    if not ordered:
        how = (
            command("harness golden check"),
            " compares the cases in ",
            command("golden/"),
            " with what was accepted.",
        )
        return page(
            data,
            path,
            Section.GOLDEN,
            "Golden cases",
            heading("Golden cases"),
            empty("No golden case was compared.", *how),
            _unused(data),
        )
    states = counted_states((one.case.outcome for one in ordered), _ORDER)
    columns = ("Outcome", "Case", "Title", "Verifies", "Differences", "Took")
    return page(
        data,
        path,
        Section.GOLDEN,
        "Golden cases",
        heading("Golden cases", below=share_bar(states)),
        outdated(sum(one.is_current is False for one in ordered)),
        filter_form("cases", states),
        scrolled(
            rows_table("case-rows", columns, (_row(data, one) for one in ordered), "Golden cases"), label="Golden cases"
        ),
        _unused(data),
    )


@lru_cache(maxsize=2)
def in_order(data: SiteData) -> Sequence[SiteCase]:
    """The cases as they are listed."""
    return sorted(data.cases, key=lambda one: (_ORDER.index(one.case.outcome), one.name))


def _row(data: SiteData, one: SiteCase) -> Markup:
    case = one.case
    number = len(case.differences) + case.more_differences
    why = next(iter(reason_lines(case.reason)), "")
    explained = element("span", f" explained by {', '.join(case.explained)}", class_="soft") if case.explained else None
    return row(
        case.outcome.value,
        link("", item_path(Section.GOLDEN, one.name), one.name),
        ("", joined(case.title, explained, element("span", why, class_="why soft") if why else None)),
        ("Verifies", joined(*(requirement_chip(data, name) for name in case.verifies))),
        ("Differences", f"{number:,}" if number else None),
        ("Took", words.seconds(case.seconds)),
        before=state_tag(case.outcome),
    )


def _unused(data: SiteData) -> Child:
    if not data.unused:
        return None
    told = [element("li", element("code", name)) for name in data.unused[:_MOST_UNUSED]]
    return element(
        "section",
        element("h2", "Snapshots without a case"),
        element("p", RETIRE, class_="note"),
        element("ul", *told),
        class_="part",
    )


def item_page(data: SiteData, at: int) -> str:
    """All that differs in the case of that number in the list, side by side."""
    ordered = in_order(data)
    one = ordered[at]
    case = one.case
    path = item_path(Section.GOLDEN, one.name)
    up = upwards(path)
    view = View(folder=one.folder, evidence=one.evidence, copies=addresses(data.copies, up))
    seen = Page(one.run, view, Budget(addresses(data.copies, up)))
    verified = [requirement_chip(data, name, up) for name in case.verifies]
    return page(
        data,
        path,
        Section.GOLDEN,
        f"{one.name} {case.title}",
        words.shapes(),
        crumbs(up, Section.GOLDEN, one.name),
        heading(case.title, below=element("p", state_tag(case.outcome), element("code", one.name), class_="under")),
        element("p", element("span", "Verifies ", class_="note"), *verified, class_="verifies") if verified else None,
        _facts(data, one, up),
        recorded(*case_body(seen, 0, case)),
        empty("It is the same as what was accepted.") if case.outcome is CaseOutcome.SAME else None,
        neighbours(_neighbour(ordered, at - 1), _neighbour(ordered, at + 1)),
    )


def _facts(data: SiteData, one: SiteCase, up: str) -> Markup:
    case = one.case
    run = data.path_of(f"record {one.run.id}")
    name = element("code", one.run.id)
    return facts(
        ("case", element("code", case.path)),
        ("inputs", ", ".join(f"{name} = {value}" for name, value in case.inputs.items())),
        ("explained by", ", ".join(case.explained)),
        ("took", words.seconds(case.seconds)),
        (
            "run",
            joined(
                link(up, run, name) if run else name,
                element("span", f" {moment(one.run.started)}", class_="soft small"),
            ),
        ),
        ("of", tag("another tree than the one that lies there now", Tone.ODD) if one.is_current is False else None),
        class_="facts line",
    )


def _neighbour(ordered: Sequence[SiteCase], at: int) -> tuple[str, str] | None:
    if not 0 <= at < len(ordered):
        return None
    return item_path(Section.GOLDEN, ordered[at].name).rpartition("/")[2], ordered[at].name
