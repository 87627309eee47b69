"""Blocks that the page is built of: outputs cut to length, things to unfold, lists of facts; what fills them lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from harness.reports._html.markup import Child, Markup, element, joined, lines
from harness.reports._html.page import Place


def output(place: Place, text: str, file: str, class_: str = "output") -> Markup:
    """A text as it was printed; of a long one the start and the end, and a note on where the whole lies."""
    excerpt = place.page.budget.excerpt(text)
    if not excerpt.left_out:
        return _pre(excerpt.start, class_)
    whole = place.link(file, "the whole")
    note = element(
        "p", f"{excerpt.left_out:,} characters are left out here; ", whole, " is in the record", class_="note"
    )
    return joined(_pre(excerpt.start, class_), note, _pre(excerpt.end, class_))


def fold(title: Child, *inside: Child, open: bool = False, class_: str = "fold") -> Markup:
    """Something to unfold."""
    return element("details", element("summary", title), *inside, class_=class_, open=open)


def facts(*pairs: tuple[str, Child], class_: str = "facts") -> Markup:
    """Names and what they stand for; those that stand for nothing are left out."""
    rows = [element("div", element("dt", name), element("dd", value)) for name, value in pairs if value]
    return element("dl", *rows, class_=class_) if rows else Markup()


def choice(value: str, told: str, chosen: bool = False, shape: Child = None) -> Markup:
    """One of the states that can be shown alone."""
    button = element("input", type="radio", name="state", value=value, checked=chosen)
    return element("label", button, element("span", shape, told))


def filter_form(choices: Sequence[Child], rest: Sequence[Child], placeholder: str, noun: str) -> Markup:
    """What to show of the cards of a page; of use only with a script, which shows it. ``noun`` is what it counts."""
    search = element("input", type="search", id="search", placeholder=placeholder, autocomplete="off")
    return element(
        "form",
        element("fieldset", element("legend", "Show", class_="heard"), *choices, class_="choices"),
        *rest,
        element("label", element("span", "Find", class_="heard"), search, class_="search"),
        element("span", _button("unfold", "Unfold all"), _button("fold", "Fold all"), class_="buttons"),
        element("output", "", class_="found", aria_live="polite"),
        class_="filters",
        id="filters",
        data_noun=noun,
        aria_label="Filter",
        hidden=True,
    )


def _button(name: str, told: str) -> Markup:
    return element("button", told, type="button", id=name)


def _pre(text: str, class_: str) -> Markup:
    """Long outputs scroll, so that they can be reached by keyboard too."""
    return element("pre", lines(text.rstrip("\n")), class_=class_, tabindex="0")
