"""A run as one page to browse, with all its evidence, which asks no other host for anything and runs nothing of the product."""

from __future__ import annotations

from harness.domain.golden import CaseOutcome
from harness.domain.results import Run
from harness.domain.verdicts import State
from harness.reports._contents import shows_cards
from harness.reports._html import golden, words
from harness.reports._html.cards import card_article
from harness.reports._html.document import document
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._html.overview import WORST_FIRST, filters, header, headline, matrix, overall
from harness.reports._html.page import Page
from harness.reports._view import View

_MOST_OPEN = 3


def render(run: Run, view: View) -> str:
    """The page. What the product printed is in it as text alone, and only our own style and script are allowed to work."""
    page = Page(run, view)
    body = (
        element("a", f"Skip to the {'cards' if shows_cards(run) else 'cases'}", class_="skip", href="#cards"),
        words.shapes(),
        header(page),
        element("nav", *_overviews(page), aria_label="Overview") if run.cards or run.golden else None,
        element("main", *_main(page), id="cards", tabindex="-1"),
        element("footer", f"harness {run.tool_version} · run {run.id}"),
    )
    title = joined(headline(run, overall(page)), " · harness")
    return document(title, body, ("page.css", "golden.css"), ("page.js", "player.js", "golden.js"))


def _overviews(page: Page) -> list[Child]:
    return [
        matrix(page) if page.run.cards else None,
        golden.overview(page.run.golden) if page.run.golden else None,
    ]


def _main(page: Page) -> list[Child]:
    """What can be unfolded, below the choice of what to show."""
    cases = page.run.golden is not None
    if not shows_cards(page.run):
        return [element("h2", "Golden cases"), filters(page), *_cases(page)]
    rest = [element("h2", "Golden cases"), *_cases(page)] if cases else []
    return [element("h2", "Cards"), filters(page), *_cards(page), *rest]


def _cards(page: Page) -> list[Markup]:
    """The cards, what failed first, a few of them unfolded."""
    order = sorted(range(len(page.run.cards)), key=lambda number: WORST_FIRST.index(page.run.cards[number].state))
    unfolded = [number for number in order if page.run.cards[number].state is not State.PASS][:_MOST_OPEN]
    return [card_article(page, number, number in unfolded) for number in order]


def _cases(page: Page) -> list[Markup]:
    """The golden cases in the same way."""
    cases = list(enumerate(page.run.golden.cases)) if page.run.golden else []
    order = sorted(cases, key=lambda one: WORST_FIRST.index(golden.state_of(one[1])))
    unfolded = [number for number, case in order if case.outcome is not CaseOutcome.SAME][:_MOST_OPEN]
    return [golden.case_article(page, number, case, number in unfolded) for number, case in order]
