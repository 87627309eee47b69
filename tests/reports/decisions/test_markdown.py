"""A decision in Markdown: short enough for a comment, and nothing of a document breaks out of it."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from harness.domain.gate import Decision
from harness.reports.decisions import markdown
from harness.reports.decisions._view import DecisionView
from tests.reports.decisions.samples import ALL, IN_SHADOW, REWORK, hostile, large, recorded

VIEW = DecisionView(links="..", bundle="out `x` y")


def page(decision: Decision, view: DecisionView = VIEW) -> str:
    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True}).enable("table")
    return parser.render(markdown.render(decision, recorded(decision), view))


def test_a_decision_looks_like_this(snapshot: SnapshotAssertion) -> None:
    assert markdown.render(REWORK, recorded(REWORK), DecisionView(links="..", bundle="out")) == snapshot


@pytest.mark.parametrize("decision", [*ALL, hostile(), large(40, 60), large(25, 400)])
def test_it_fits_a_comment(decision: Decision) -> None:
    assert len(markdown.render(decision, recorded(decision), VIEW)) < 65_536


def test_what_has_no_room_is_said_to_be_elsewhere() -> None:
    told = markdown.render(large(40, 60), None, VIEW)
    assert told.endswith("… this is cut here; the JSON report has everything\n")
    assert "cut here" not in markdown.render(REWORK, None, VIEW)


def test_a_shadow_says_loudly_what_it_would_have_been() -> None:
    assert "<h2>🔁 SHADOW: this would have been REWORK; it holds nothing up, and exits with 0</h2>" in page(IN_SHADOW)


def test_links_lead_to_the_line_as_seen_from_the_report() -> None:
    assert 'href="../testcards/open.md#L14"' in page(REWORK)
    assert 'href="./testcards/open.md#L14"' in page(REWORK, DecisionView())


def test_in_a_pipeline_links_lead_to_where_everyone_finds_the_file() -> None:
    view = DecisionView(links="..", prefix=lambda: "apps/bank/", shown_at="https://example.org/a/b/blob/c0ffee/")
    assert 'href="https://example.org/a/b/blob/c0ffee/apps/bank/testcards/open.md#L14"' in page(REWORK, view)


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "//evil.example/x", "a) [b](c", "../../../../x", "a?b#c", "/etc/passwd"]
)
def test_no_path_leads_out_of_the_repository(path: str) -> None:
    address = "https://example.org/a/b/blob/c0ffee/"
    (found,) = set(re.findall('href="([^"]*)"', page(hostile(path), DecisionView(shown_at=address))))
    assert found.startswith(address)
    assert "/.." not in found
    assert re.fullmatch(r"[A-Za-z0-9._~/%:-]+#L3", found)


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "//evil.example/x", "a) [b](c", "x\u202ey", "a b|c", "/etc/passwd"]
)
def test_a_path_can_be_taken_for_no_scheme_host_or_end_of_a_link(path: str) -> None:
    (found,) = {unquote(href) for href in re.findall('href="([^"]*)"', page(hostile(path)))}
    assert found.startswith("../")
    assert found.endswith("#L3")


def test_no_document_can_write_markup_a_mention_or_a_cell() -> None:
    told = markdown.render(hostile(), recorded(hostile()), VIEW)
    rendered = page(hostile())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told)
    for markup in ("<script", "<img", "<strong>b", 'onmouseover="', '<a href="javascript', "<!--"):
        assert markup not in rendered.replace("&quot;", "'")
    assert "@team" not in told
    tables = [re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL) for table in rendered.split("<table>")[1:]]
    assert [{len(re.findall("<td", row)) for row in rows[1:]} for rows in tables] == [{2}, {4}]


def test_every_criterion_is_told_with_its_values() -> None:
    told = markdown.render(REWORK, None, VIEW)
    assert "| PASS | no-failed-cards | cards&#46;failed (1) == 0 | does not hold |" in told
    assert "| PASS | no-failed-tests | tests&#46;failed (0) == 0 | holds |" in told
    assert told.endswith("</details>\n")
