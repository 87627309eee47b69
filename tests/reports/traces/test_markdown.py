"""A trace in Markdown: tables whose links lead into the project alone, and that nothing of a document breaks out of."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from harness.domain.tracing import Shown, Trace
from harness.reports.traces import markdown
from harness.reports.traces._view import TraceView
from tests.reports.traces.samples import FAILING, FINE, NOTHING, QUALITY, TRACE, TRANSFER, UNREAD, hostile, link

VIEW = TraceView(links="..")


def page(trace: Trace, view: TraceView = VIEW) -> str:
    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True}).enable("table")
    return parser.render(markdown.render(trace, view))


def test_a_trace_looks_like_this(snapshot: SnapshotAssertion) -> None:
    assert markdown.render(TRACE, VIEW) == snapshot


def test_links_lead_to_the_line_as_seen_from_the_report() -> None:
    assert 'href="../specs/001-bank/spec.md#L31"' in page(TRACE)
    assert 'href="./specs/001-bank/spec.md#L31"' in page(TRACE, TraceView())
    assert 'href="../src/db.py#L6">src/db.py</a></td>\n<td style="text-align:right">6, 19</td>' in page(TRACE)


def test_a_principle_that_was_shown_nowhere_still_has_its_row() -> None:
    bare = QUALITY.model_copy(update={"links": (QUALITY.links[0].model_copy(update={"result": None}),)})
    assert "| CWE-89, CWE-564 |  |  | pattern require | 001-bank/NFR-001 | pass |" in markdown.render(
        Trace(tree="1", rows=(bare,)), VIEW
    )


def test_without_anything_but_requirements_there_is_no_empty_section() -> None:
    assert re.findall("^##? .*", markdown.render(FINE, VIEW), re.MULTILINE) == [
        "# Requirements and their evidence",
        "## Requirements",
        "## Compliance matrix",
    ]
    assert "**no requirements: nothing can be shown**" in markdown.render(NOTHING, VIEW)


def test_what_cannot_be_read_stands_at_the_top() -> None:
    assert "spec&#46;md&#58;7](../specs/001-bank/spec.md#L7): the table ends too early" in markdown.render(UNREAD, VIEW)


def test_of_very_many_links_some_are_listed_and_the_rest_counted() -> None:
    row = FAILING.model_copy(update={"links": tuple(link(TRANSFER, Shown.FAIL) for _ in range(50))})
    assert "<br>… and 30 more |" in markdown.render(Trace(tree="1", rows=(row,)), VIEW)


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "//evil.example/x", "a) [b](c", "x\u202ey", "a b|c", "/etc/passwd"]
)
def test_a_path_can_be_taken_for_no_scheme_host_or_end_of_a_link(path: str) -> None:
    (found,) = {unquote(href) for href in re.findall('href="([^"]*)"', page(hostile(path)))}
    assert found.startswith("../")
    assert found.endswith("#L3")


def test_no_document_can_write_markup_a_mention_or_a_cell() -> None:
    text = markdown.render(hostile(), VIEW)
    rendered = page(hostile())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    for markup in ("<script", "<img", "<strong>b", 'onmouseover="', '<a href="javascript', "<!--"):
        assert markup not in rendered.replace("&quot;", "'")
    assert "@team" not in re.sub(r"(`+) .+? \1", "", text)
    tables = [re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL) for table in rendered.split("<table>")[1:]]
    for head, *rows in tables:
        assert {len(re.findall("<td", row)) for row in rows} == {len(re.findall("<th", head))}
