"""Every file of a site but its evidence: pages, style, script and what is searched; each is a function of the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from harness.reports._site import (
    cards,
    decisions,
    golden,
    overview,
    principles,
    requirements,
    runs,
    tests,
    trends,
    waivers,
)
from harness.reports._site.data import SiteData
from harness.reports._site.places import INDEX, SCRIPT, STYLE, Section, item_path
from harness.reports._site.search import search_script
from harness.reports._site.style import script, style

PAGES: dict[Section, Callable[[SiteData], str]] = {
    Section.OVERVIEW: overview.overview_page,
    Section.REQUIREMENTS: requirements.matrix_page,
    Section.PRINCIPLES: principles.list_page,
    Section.CARDS: cards.list_page,
    Section.GOLDEN: golden.list_page,
    Section.TESTS: tests.tests_page,
    Section.TRENDS: trends.trends_page,
    Section.WAIVERS: waivers.waivers_page,
    Section.DECISIONS: decisions.decisions_page,
    Section.RUNS: runs.runs_page,
}
"""The page of each section."""


def pages(data: SiteData) -> Iterator[tuple[str, str]]:
    """Where each file lies, from the site's folder on, and its text."""
    yield STYLE, style()
    yield SCRIPT, script()
    yield INDEX, search_script(data)
    for section, render in PAGES.items():
        yield section.path, render(data)
    yield from items(data)


def items(data: SiteData) -> Iterator[tuple[str, str]]:
    """The pages of single items."""
    for at, part in enumerate(data.parts):
        yield part.path, requirements.part_page(data, at)
    for at, one in enumerate(principles.in_order(data)):
        yield item_path(Section.PRINCIPLES, one.result.id), principles.item_page(data, at)
    for at, card in enumerate(cards.in_order(data)):
        yield item_path(Section.CARDS, card.card.id), cards.item_page(data, at)
    for at, case in enumerate(golden.in_order(data)):
        yield item_path(Section.GOLDEN, case.name), golden.item_page(data, at)
