"""The test cards in one list, and a page for each with every step beside what was recorded of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from harness.domain.cards import Tier
from harness.domain.verdicts import State
from harness.reports._contents import reason_lines
from harness.reports._html import words
from harness.reports._html.blocks import facts
from harness.reports._html.budget import Budget
from harness.reports._html.cards import card_body
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._html.page import Page
from harness.reports._site.copying import addresses
from harness.reports._site.data import SiteCard, SiteData
from harness.reports._site.filtering import counted_states, filter_form, select
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
from harness.reports._site.tones import Tone, chip, state_tag, tag, tone
from harness.reports._view import View

_ORDER = [State.FAIL, State.FLAKY, State.INCONCLUSIVE, State.PASS]


def list_page(data: SiteData) -> str:
    """All cards, what failed first."""
    ordered = in_order(data)
    if not ordered:
        how = (command("harness run-cards"), " carries out the cards in ", command("testcards/"), ".")
        return page(
            data, Section.CARDS.path, Section.CARDS, "Cards", heading("Cards"), empty("No card was carried out.", *how)
        )
    states = counted_states((one.card.state for one in ordered), _ORDER)
    tiers = select("tier", "tier", (tier.value for tier in Tier if any(one.card.tier is tier for one in ordered)))
    columns = ("Verdict", "Card", "Title", "Verifies", "Tier", "Took")
    return page(
        data,
        Section.CARDS.path,
        Section.CARDS,
        "Cards",
        heading("Cards", below=share_bar(states)),
        outdated(sum(one.is_current is False for one in ordered)),
        filter_form("cards", states, (tiers,)),
        scrolled(rows_table("card-rows", columns, (_row(data, one) for one in ordered), "Cards"), label="Cards"),
    )


@lru_cache(maxsize=2)
def in_order(data: SiteData) -> Sequence[SiteCard]:
    """The cards as they are listed."""
    return sorted(data.cards, key=lambda one: (_ORDER.index(one.card.state), one.card.id))


def _row(data: SiteData, one: SiteCard) -> Markup:
    card = one.card
    path = item_path(Section.CARDS, card.id)
    why = next(iter(reason_lines(card.reason)), "")
    cause = element("span", f" cause: {card.cause}", class_="soft") if card.cause else None
    title = joined(card.title, _seal(one), cause, element("span", why, class_="why soft") if why else None)
    return row(
        card.state.value,
        link("", path, card.id),
        ("", title),
        ("Verifies", joined(*(requirement_chip(data, name) for name in card.verifies))),
        ("Tier", str(card.tier)),
        ("Took", words.seconds(card.seconds)),
        before=state_tag(card.state),
        tier=card.tier.value,
    )


def requirement_chip(data: SiteData, name: str, up: str = "") -> Markup:
    found = data.requirement_of(name)
    if found is None:
        return chip(name, "not known", Tone.NONE, None)
    return chip(
        name, found.state.value, tone(found.state), f"{up}{data.path_of(f'requirement {found.requirement.qualified}')}"
    )


def _seal(one: SiteCard) -> Child:
    return element("span", f"sealed: {one.seal}", class_=f"seal {tone(one.seal)}") if one.seal is not None else None


def outdated(old: int) -> Child:
    """That so many results are not of the tree that lies there now; nothing where all are."""
    if not old:
        return None
    told = f"{words.counted(old, 'result')} of another tree than the one that lies there now"
    return element("p", f"{told}: nothing of that counts for this tree.", class_="callout odd")


def item_page(data: SiteData, at: int) -> str:
    """All that was recorded of the card of that number in the list."""
    ordered = in_order(data)
    one = ordered[at]
    card = one.card
    path = item_path(Section.CARDS, card.id)
    up = upwards(path)
    return page(
        data,
        path,
        Section.CARDS,
        f"{card.id} {card.title}",
        words.shapes(),
        crumbs(up, Section.CARDS, card.id),
        heading(
            card.title, below=element("p", state_tag(card.state), element("code", card.id), _seal(one), class_="under")
        ),
        _requirements(data, one, up),
        _facts(data, one, up),
        element("p", "What this card says and showed is left out here: it is sealed.", class_="callout waived")
        if one.hidden
        else None,
        recorded(*card_body(_evidence(data, one, up), 0)),
        neighbours(_neighbour(ordered, at - 1), _neighbour(ordered, at + 1)),
    )


def _evidence(data: SiteData, one: SiteCard, up: str) -> Page:
    """The page of a report over the one card, whose files lie in the site."""
    view = View(folder=one.folder, evidence=one.evidence, copies=addresses(data.copies, up))
    return Page(one.run, view, Budget(addresses(data.copies, up)))


def _facts(data: SiteData, one: SiteCard, up: str) -> Markup:
    card = one.card
    run = data.path_of(f"record {one.run.id}")
    name = element("code", one.run.id)
    return facts(
        ("card", element("code", card.path)),
        ("tier", str(card.tier)),
        ("evaluator", card.evaluator),
        ("attempts", str(len(card.attempts)) if len(card.attempts) != 1 else None),
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


def _requirements(data: SiteData, one: SiteCard, up: str) -> Child:
    if not one.card.verifies:
        return None
    return element(
        "p",
        element("span", "Verifies ", class_="note"),
        *(requirement_chip(data, name, up) for name in one.card.verifies),
        class_="verifies",
    )


def _neighbour(ordered: Sequence[SiteCard], at: int) -> tuple[str, str] | None:
    if not 0 <= at < len(ordered):
        return None
    id = ordered[at].card.id
    return item_path(Section.CARDS, id).rpartition("/")[2], id
