"""The page of a trace: all of it in one file, words as text alone, and links into the project and nowhere else."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from harness.domain.tracing import Blank, RowState, Shown, Surface, Trace
from harness.reports.traces import html
from harness.reports.traces._html_parts import overall
from harness.reports.traces._html_words import Anchors
from harness.reports.traces._view import TraceView
from tests.reports.traces.samples import (
    ELSEWHERE,
    FAILING,
    FINE,
    MATRIX,
    NOTHING,
    OPEN,
    ORPHANS,
    QUALITY,
    ROWS,
    SQL,
    TRACE,
    UNREAD,
    VERIFIED,
    WAIVED,
    hostile,
    large,
    link,
)

VIEW = TraceView(links="..", project="bank", tool_version="0.1.0", when="2026-11-21T20:00:09.123Z")


class Elements(HTMLParser):
    """Every element of a page with its attributes, and what its scripts and styles hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> list[str]:
        return [value or "" for _, attributes in self.found for key, value in attributes.items() if key == name]


def page(trace: Trace, view: TraceView = VIEW) -> str:
    return html.render(trace, view)


def test_it_is_one_file_in_which_only_its_own_style_and_script_may_work() -> None:
    text = page(TRACE)
    found = Elements(text)
    assert text.startswith("<!doctype html>")
    assert [tag for tag, _ in found.found if tag in ("link", "iframe", "object", "img", "base")] == []
    assert not [value for name in ("src", "srcset", "action") for value in found.all(name)]
    policy = next(value for value in found.all("content") if value.startswith("default-src"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_each_requirement_has_an_anchor_that_says_which_it_is() -> None:
    ids = Elements(page(TRACE)).all("id")
    assert [id for id in ids if id.startswith("req-")] == [
        f"req-{row.requirement.feature}-{row.requirement.id}"
        for row in sorted(ROWS, key=lambda row: list(RowState).index(row.state))
    ]
    assert len(ids) == len(set(ids))


def test_two_requirements_never_have_one_anchor() -> None:
    anchors = Anchors()
    given = [anchors.give(name) for name in ("a/b", "a b", "a-b", "a-b", "送金", "入金")]
    assert len(set(given)) == len(given)
    assert all(re.fullmatch(r"req-[A-Za-z0-9._-]+", anchor) for anchor in given)


def test_what_is_worst_comes_first_and_what_is_verified_is_folded() -> None:
    cards = [attributes for _, attributes in Elements(page(TRACE)).found if "data-state" in attributes]
    assert [one["data-state"] for one in cards][:4] == ["failing", "suspect", "undecided", "untested"]
    assert [one["data-state"] for one in cards if "open" in one] == ["failing", "suspect", "undecided"]
    assert "open" not in {key for _, one in Elements(page(FINE)).found for key in one if "data-state" in one}


def test_all_that_a_requirement_says_is_there_once() -> None:
    assert page(TRACE).count(FAILING.requirement.text) == 1
    assert '<p class="statement">Queries MUST use bound parameters.</p>' in page(TRACE)
    long = FAILING.requirement.model_copy(update={"text": f"It MUST {'very ' * 50}often."})
    assert "very often.</p>" in page(Trace(tree="1", rows=(FAILING.model_copy(update={"requirement": long}),)))


def test_links_lead_to_specification_card_and_code() -> None:
    hrefs = Elements(page(TRACE)).all("href")
    for href in (
        "../specs/001-bank/spec.md#L33",
        "../testcards/transfer.md#L1",
        "../src/db.py#L19",
        "../trace.lock#L4",
    ):
        assert href in hrefs
    text = page(TRACE, TraceView())
    assert "specs/001-bank/spec.md:33</code>" in text
    assert [href for href in Elements(text).all("href") if not href.startswith("#")] == []


def test_the_whole_is_never_called_better_than_its_exit_code() -> None:
    assert overall(FINE) is RowState.VERIFIED
    assert overall(TRACE) is RowState.FAILING
    assert overall(UNREAD) is RowState.UNDECIDED
    assert overall(NOTHING) is RowState.UNTESTED
    assert overall(Trace(tree="1", rows=(VERIFIED,), orphans=ORPHANS)) is RowState.UNDECIDED
    assert overall(Trace(tree="1", rows=(VERIFIED, WAIVED))) is RowState.VERIFIED


@pytest.mark.parametrize(
    ("trace", "title"),
    [
        (TRACE, "2 of 9 requirements verified"),
        (FINE, "All 2 requirements are verified"),
        (Trace(tree="1", rows=(VERIFIED,)), "The requirement is verified"),
        (NOTHING, "No requirements: nothing can be shown"),
    ],
)
def test_the_title_says_what_came_of_it(trace: Trace, title: str) -> None:
    assert f"<title>{title} · harness</title>" in page(trace)


def test_a_part_is_never_called_all() -> None:
    assert "<title>2 of 2 requirements verified · harness</title>" in page(FINE, replace(VIEW, only="FR-001"))


def test_a_product_of_which_nothing_could_be_found_is_said_to_offer_nothing() -> None:
    nothing = Trace(tree="1", rows=(VERIFIED,), surface=Surface(trouble=("it printed nothing",)))
    assert "the product offers nothing that could be found" in page(nothing)
    assert "the surface is not known as a whole" in page(nothing)


def test_what_cannot_be_read_stands_above_all() -> None:
    text = page(UNREAD)
    assert text.index("nothing is claimed of the whole") < text.index("<main")
    assert "the table ends too early (hint: close it)" in text


def test_a_filter_is_there_only_for_what_differs() -> None:
    names = Elements(page(TRACE)).all("name")
    assert {"state", "kind", "level", "feature"} <= set(names)
    assert "feature" not in Elements(page(FINE)).all("name")
    assert "feature" in Elements(page(Trace(tree="1", rows=(VERIFIED, ELSEWHERE)))).all("name")


def test_the_matrix_is_a_table_with_its_last_dimension_across() -> None:
    text = page(TRACE)
    assert '<th scope="col">platform: web</th>' in text
    assert "empty</span></td>" in text
    partial = MATRIX.model_copy(update={"cells": MATRIX.cells[:2], "combinations": 400})
    text = page(Trace(tree="1", matrix=partial))
    assert '<th scope="col">platform</th><th scope="col">state</th>' in text
    assert sum(f">{blank}<" in text or f"{blank}</span>" in text for blank in Blank) >= 2


def test_of_very_many_links_and_places_some_are_listed_and_the_rest_counted() -> None:
    place = QUALITY.links[0].result
    assert place is not None
    many = link(SQL, Shown.PASS, lines=place.lines * 40)
    row = FAILING.model_copy(update={"links": (many, *(link(OPEN, Shown.PASS) for _ in range(300)))})
    text = page(Trace(tree="1", rows=(row,)))
    assert "<li>and 70 more</li>" in text
    assert '<p class="note">and 101 more</p>' in text


def test_no_words_of_a_document_become_markup() -> None:
    found = Elements(page(hostile()))
    tags = {tag for tag, _ in found.found}
    assert tags <= {
        "html", "head", "meta", "title", "style", "body", "script", "a", "svg", "symbol", "path", "circle", "rect", "use",
        "header", "p", "h1", "h2", "h3", "span", "dl", "div", "dt", "dd", "code", "nav", "details", "summary", "table",
        "thead", "tbody", "tr", "th", "td", "main", "form", "fieldset", "legend", "label", "input", "select", "option",
        "button", "output", "ul", "ol", "li", "strong", "section", "footer",
    }  # fmt: skip
    assert [tag for tag, _ in found.found].count("script") == 1
    assert not {name for _, one in found.found for name in one if name.startswith("on") or name == "style"}
    assert "\u202e" not in page(hostile())


@pytest.mark.parametrize(
    "path", ["javascript:hit=1", "//evil.example/x", "data:text/html,x", 'x" onclick="hit=1', "\\\\evil"]
)
def test_a_path_never_becomes_a_scheme_a_host_or_an_attribute(path: str) -> None:
    for href in Elements(page(hostile(path))).all("href"):
        if not href.startswith("#"):
            assert href.startswith("../")
            assert urlsplit(href)[:2] == ("", "")
            assert unquote(href).endswith("#L3")


def test_it_grows_with_the_rows_alone_and_many_are_laid_out_when_they_are_reached() -> None:
    small, big = (page(large(rows)) for rows in (301, 1505))
    fixed = len(page(NOTHING))
    assert (len(big) - fixed) / (len(small) - fixed) == pytest.approx(5, rel=0.03)
    assert '<main class="many"' in big
    assert '<main class="many"' not in page(TRACE)
