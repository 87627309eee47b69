"""A page of the product as it was recorded: its picture, its words, and what went wrong in it."""

from __future__ import annotations

from harness.domain.observations import Dialog, PageObservation, PageTrouble, Tab, Touched
from harness.reports._html import words
from harness.reports._html.blocks import facts, fold, output
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._html.page import Place


def page_evidence(seen: PageObservation, place: Place) -> Markup:
    """All that a page's observation holds; long things folded."""
    return joined(
        facts(
            ("title", seen.title),
            ("URL", element("code", seen.url) if seen.url else None),
            ("HTTP status", str(seen.status) if seen.status is not None else None),
            ("touched", _touched(seen.touched)),
            ("downloads", ", ".join(seen.downloads)),
            ("tabs", _tabs(seen.tabs)),
        ),
        _dialog(seen.dialog),
        _troubles(seen.troubles),
        _picture(seen, place),
        _long("text of the page", seen.text, f"observations/{seen.id}.text", place),
        _long("accessibility snapshot", seen.snapshot, f"observations/{seen.id}.snapshot", place),
    )


def _picture(seen: PageObservation, place: Place) -> Child:
    """The screenshot; one that looks the same as an earlier one is a link to it, and one too many a link to its file."""
    data = place.file(seen.screenshot) if seen.screenshot else None
    if seen.screenshot is None or data is None:
        return None
    here = place.anchor(seen.id)
    there = place.page.budget.place(data, here)
    if there is None:
        return element(
            "p", "the screenshot is not shown here, to keep this page small: ", _file(seen, place), class_="note"
        )
    if there != here:
        same = element("a", there.rpartition("-")[2], href=f"#{there}")
        return element("p", "looks exactly as at ", same, class_="note")
    source = place.page.budget.source(data)
    alternative = f"screenshot of {seen.title or seen.url or 'the page'}"
    return element("div", element("img", src=source, alt=alternative), class_="shot")


def _file(seen: PageObservation, place: Place) -> Markup:
    return place.link(seen.screenshot or "", f"{seen.id}.png")


def _touched(touched: Touched | None) -> Child:
    if touched is None:
        return None
    value = joined(", which now holds ", element("q", touched.value)) if touched.value else None
    return joined(
        f"{touched.role} ", element("q", touched.name), value, None if touched.unique else " (one of several)"
    )


def _tabs(tabs: tuple[Tab, ...]) -> Child:
    """The open tabs, where there are several."""
    if len(tabs) < 2:
        return None
    return joined(
        *(element("span", tab.title or tab.url, " (active)" if tab.active else "", class_="tab") for tab in tabs)
    )


def _dialog(dialog: Dialog | None) -> Child:
    if dialog is None:
        return None
    default = f" (with “{dialog.default}” filled in)" if dialog.default else ""
    return element("p", element("strong", f"{dialog.kind}: "), dialog.message, default, class_="dialog")


def _troubles(troubles: tuple[PageTrouble, ...]) -> Child:
    """What went wrong in the page, without the page saying so."""
    if not troubles:
        return None
    told = [
        element("li", element("strong", str(one.kind)), f" {one.text} ", element("code", one.url) if one.url else None)
        for one in troubles
    ]
    return element("div", words.counted(len(troubles), "trouble"), element("ul", *told), class_="troubles")


def _long(title: str, text: str, file: str, place: Place) -> Child:
    return fold(title, output(place, text, file)) if text.strip() else None
