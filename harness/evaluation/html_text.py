"""The text that a web page shows, one line a block; layout and hiding by style are not considered."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_TAG = re.compile(r"<(/?[A-Za-z][^\s/<>]*)[^<>]*>")
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section",
    "select", "summary", "table", "tbody", "textarea", "tfoot", "thead", "title", "tr", "ul",
})
# fmt: on
_CELLS = frozenset({"td", "th"})
_UNSEEN = {
    name: re.compile(f"</{name}\\b[^<>]*>", re.IGNORECASE) for name in ("script", "style", "template", "noscript")
}


def html_text(page: str) -> str:
    """What is left of a page without tags, comments, scripts and styles, entities decoded; in linear time."""
    return "".join(_pieces(page))


def _pieces(page: str) -> Iterator[str]:
    at = 0
    while at < len(page):
        opened = page.find("<", at)
        if opened < 0:
            yield _decoded(page[at:])
            return
        yield _decoded(page[at:opened])
        gap, at = _markup(page, opened)
        yield gap


def _decoded(text: str) -> str:
    return html.unescape(text).replace("\r", "")


def _markup(page: str, at: int) -> tuple[str, int]:
    """What the markup at a ``<`` leaves between the texts around it, and where it ends."""
    if page.startswith("<!--", at):
        return "", _after(page, "-->", at)
    if page.startswith(("<!", "<?"), at):
        return "", _after(page, ">", at)
    if (tag := _TAG.match(page, at)) is None:
        return "<", at + 1
    name = tag[1].lower()
    if name in _UNSEEN:
        end = _UNSEEN[name].search(page, tag.end())
        return "", end.end() if end else len(page)
    return _gap(name.lstrip("/")), tag.end()


def _gap(name: str) -> str:
    if name in _BLOCKS:
        return "\n"
    return " " if name in _CELLS else ""


def _after(page: str, end: str, at: int) -> int:
    found = page.find(end, at)
    return found + len(end) if found >= 0 else len(page)
