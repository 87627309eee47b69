"""A run as one page to browse, with all its evidence, which asks no other host for anything and runs nothing of the product."""

from __future__ import annotations

import base64
import hashlib
import pkgutil

from harness.domain.results import Run
from harness.domain.verdicts import State
from harness.reports import _html
from harness.reports._html import words
from harness.reports._html.cards import card_article
from harness.reports._html.markup import Markup, element, joined
from harness.reports._html.overview import WORST_FIRST, filters, header, headline, matrix, overall
from harness.reports._html.page import Page
from harness.reports._view import View

_MOST_OPEN = 3


def render(run: Run, view: View) -> str:
    """The page. What the product printed is in it as text alone, and only our own style and script are allowed to work."""
    page = Page(run, view)
    body = element(
        "body",
        element("a", "Skip to the cards", class_="skip", href="#cards"),
        words.shapes(),
        header(page),
        element("nav", matrix(page), aria_label="Overview") if run.cards else None,
        element("main", element("h2", "Cards"), filters(page), *_cards(page), id="cards", tabindex="-1"),
        element("footer", f"harness {run.tool_version} · run {run.id}"),
        element("script", Markup(_own("page.js"))),
    )
    return f"<!doctype html>\n{element('html', _head(page), body, lang='en')}\n"


def _cards(page: Page) -> list[Markup]:
    """The cards, what failed first, a few of them unfolded."""
    order = sorted(range(len(page.run.cards)), key=lambda number: WORST_FIRST.index(page.run.cards[number].state))
    unfolded = [number for number in order if page.run.cards[number].state is not State.PASS][:_MOST_OPEN]
    return [card_article(page, number, number in unfolded) for number in order]


def _head(page: Page) -> Markup:
    style, script = _own("page.css"), _own("page.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)};"
        " base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", joined(headline(page.run, overall(page)), " · harness")),
        element("style", Markup(style)),
    )


def _own(name: str) -> str:
    return (pkgutil.get_data(_html.__name__, name) or b"").decode()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
