"""The frame of every page: its policy, what leads to the others, and the search; what stands on a page is told by the page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from harness.reports._html.markup import Child, Markup, element, joined, path_reference
from harness.reports._site.data import SiteData
from harness.reports._site.places import INDEX, SCRIPT, STYLE, Section, upwards

_HEADING = re.compile("<(/?)h([45])(?![a-z0-9])")
_THEME = (
    'try{const t=localStorage.getItem("harness-theme");if(t==="dark"||t==="light")document.documentElement.dataset.theme=t}'
    "catch{}"
)
"""What runs before the first paint, so that no page flashes in the other colours."""


def page(data: SiteData, path: str, section: Section, title: str, *main: Child) -> str:
    """A whole page of a site, which lies at ``path`` in it. Nothing but our own style and scripts works on it."""
    up = upwards(path)
    words = nonce(data)
    policy = (
        f"default-src 'none'; img-src 'self' data:; style-src 'nonce-{words}'; script-src 'nonce-{words}';"
        " base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{title} · {data.project} · harness"),
        Markup(f'<link rel="stylesheet" href="{up}{STYLE}" nonce="{words}">'),
        Markup(f'<script nonce="{words}">{_THEME}</script>'),
        Markup(f'<script src="{up}{SCRIPT}" nonce="{words}" defer></script>'),
    )
    body = element(
        "body",
        element("a", "Skip to the content", class_="skip", href="#main"),
        _bar(data, up),
        element(
            "div",
            _sections(data, up, section),
            element("main", *main, id="main", tabindex="-1"),
            class_="frame",
        ),
        _footer(data),
        _search(up),
        _keys(),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


@lru_cache(maxsize=2)
def nonce(data: SiteData) -> str:
    """What our own scripts are known by on this site; nobody who wrote what is shown could know it before."""
    told = "\0".join((data.made, data.project, data.tree, *(line.id for line in data.runs)))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def crumbs(up: str, section: Section, *rest: Child) -> Markup:
    """What leads back from an item to all of its kind."""
    back = element("a", section.heading, href=f"{up}{section.path}")
    return element("nav", back, *(joined(" / ", one) for one in rest), class_="crumbs", aria_label="You are here")


def neighbours(before: tuple[str, str] | None, after: tuple[str, str] | None) -> Markup:
    """Links to the items before and after, each an address and a name."""
    told = [
        element("a", f"← {before[1]}", href=before[0], rel="prev") if before else element("span", ""),
        element("a", f"{after[1]} →", href=after[0], rel="next") if after else element("span", ""),
    ]
    return element("nav", *told, class_="neighbours", aria_label="Neighbours")


def heading(title: str, *beside: Child, below: Child = None) -> Markup:
    """The heading of a page."""
    return element("header", element("h1", element("span", title), *beside), below, class_="title")


def empty(what: str, *how: Child) -> Markup:
    """What a part says that has nothing to show, and how it would get something."""
    return element("div", element("p", element("strong", what)), element("p", *how) if how else None, class_="empty")


def command(text: str) -> Markup:
    """A command to type."""
    return element("code", text, class_="type")


def link(up: str, path: str, *told: Child, class_: str | None = None) -> Markup:
    """A link to another page of the site."""
    page, mark, anchor = path.partition("#")
    reference = f"{up}{path_reference(page).removeprefix('./')}" if page else ""
    return element("a", *told, href=f"{reference}{mark}{anchor}", class_=class_)


def scrolled(*inside: Child, label: str) -> Markup:
    """What may be wider than the page: it scrolls by itself, by keyboard too."""
    return element("div", *inside, class_="scroll", tabindex="0", role="region", aria_label=label)


def recorded(*inside: Child) -> Markup:
    """Evidence as the page of a run shows it, where its headings stand two levels lower."""
    raised = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) - 2}", joined(*inside))
    return element("div", Markup(raised), class_="evidence-of")


@lru_cache(maxsize=64)
def _bar(data: SiteData, up: str) -> Markup:
    find = element("button", "Search everything ", element("kbd", "/"), type="button", id="find", hidden=True)
    theme = element("button", "Theme", type="button", id="theme", hidden=True)
    keys = element(
        "button", element("kbd", "?"), element("span", " Keys", class_="heard"), type="button", id="help", hidden=True
    )
    brand = element(
        "a",
        element("span", "harness", class_="mark"),
        element("span", data.project),
        href=f"{up}index.html",
        class_="brand",
    )
    return element("header", brand, element("div", find, theme, keys, class_="tools"), class_="bar")


@lru_cache(maxsize=64)
def _sections(data: SiteData, up: str, current: Section) -> Markup:
    items = [
        element(
            "li",
            element(
                "a",
                element("span", one.heading),
                _count(data, one),
                href=f"{up}{one.path}",
                aria_current="page" if one is current else None,
            ),
        )
        for one in shown_sections(data)
    ]
    return element("nav", element("ul", *items), class_="sections", aria_label="Sections")


def shown_sections(data: SiteData) -> Sequence[Section]:
    """The sections of a site: all, but for tests where there are none."""
    return [one for one in Section if one is not Section.TESTS or data.tests]


def _count(data: SiteData, section: Section) -> Child:
    """How many there are to see, and before that how many of them are not as they should be."""
    number = data.numbers.get(section.value)
    if number is None:
        return None
    told, bad = number
    if not bad:
        return element("span", f"{told:,}", class_="number")
    said = element("span", " not as it should be, of ", class_="heard")
    return element("span", element("b", f"{bad:,}"), said, f"{told:,}", class_="number")


@lru_cache(maxsize=64)
def _footer(data: SiteData) -> Markup:
    said = [f"harness {data.tool_version}", f"gathered {moment(data.made)}"]
    tree = joined(" · tree ", element("code", data.tree[:12], title=data.tree)) if data.tree else None
    return element("footer", " · ".join(said), tree, class_="foot")


def moment(when: str) -> str:
    """A time for people, in UTC; what is none as it is."""
    return f"{when[:16].replace('T', ' ')} UTC" if len(when) > 16 and when[10] == "T" else when


@lru_cache(maxsize=64)
def _search(up: str) -> Markup:
    box = element(
        "input",
        type="search",
        id="query",
        role="combobox",
        placeholder="Requirement, card, principle, file, words …",
        autocomplete="off",
        spellcheck="false",
        aria_label="Search everything",
        aria_controls="hits",
        aria_expanded="false",
        aria_autocomplete="list",
    )
    return element(
        "dialog",
        element("form", box, element("button", "Close", type="submit", class_="close"), method="dialog"),
        element("p", "", class_="note", id="said", role="status"),
        element("ul", id="hits", role="listbox", aria_label="Found"),
        id="search",
        aria_label="Search everything",
        data_index=f"{up}{INDEX}",
        data_up=up or None,
    )


@lru_cache(maxsize=64)
def _keys() -> Markup:
    told = (
        ("/", "search everything"),
        ("j k", "next and previous item of a list, or page of an item"),
        ("↓ ↑", "the same, once an item has the focus"),
        ("Enter", "open the item"),
        ("f", "go to the filter of this page"),
        ("t", "light, dark, or as the system has it"),
        ("Esc", "close, or empty the filter"),
        ("?", "these keys"),
    )
    rows = [
        element("div", element("dt", *(element("kbd", key) for key in keys.split())), element("dd", what))
        for keys, what in told
    ]
    return element(
        "dialog",
        element("h2", "Keys"),
        element("dl", *rows, class_="keys"),
        element("form", element("button", "Close", type="submit"), method="dialog"),
        id="keys",
        aria_label="Keys",
    )
