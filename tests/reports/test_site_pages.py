"""The pages of a site as text: where they lie, what they link to, what of the source they show, and what they leave open."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from harness.app.site_hiding import without_sealed
from harness.domain.gate import Band
from harness.domain.tracing import SealState
from harness.reports._site import decisions, overview, principles, requirements, runs, trends, waivers
from harness.reports._site.charts import Chart, Point, figure
from harness.reports._site.data import MOST_OF_PART, SiteData, SiteLog
from harness.reports._site.pages import PAGES, pages
from harness.reports._site.places import Section, anchor, item_path, upwards
from harness.reports._site.search import search_script
from harness.reports._site.source import excerpt
from harness.reports._site.style import style
from tests.reports.traces.samples import large
from tests.support.findings import BROKEN, DB, SQL, TABBED, finding
from tests.support.sites import decision, log, site

EMPTY = SiteData(project="bank", tool_version="0.1.0", made="2026-11-21T20:00:09.123Z")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> SiteData:
    return site(tmp_path_factory.mktemp("site"))


def said(page: str) -> str:
    """What a page says below its frame."""
    return " ".join(re.sub("<[^>]*>", " ", page.partition("<main")[2].partition("</main>")[0]).split())


@pytest.mark.parametrize(
    "id", ["../../etc/passwd", "a/b", "", "CON", "x" * 300, "ünï", "<b>", "a b", ".", "..", "A", "a"]
)
def test_the_name_of_a_page_is_safe_whatever_an_item_is_called(id: str) -> None:
    for section in Section:
        assert re.fullmatch(r"[a-z]+/[A-Za-z0-9_-][A-Za-z0-9._-]*\.html", item_path(section, id)), item_path(
            section, id
        )
    assert re.fullmatch(r"card-[A-Za-z0-9._-]*", anchor("card", id))


def test_items_that_differ_in_case_or_in_odd_letters_alone_have_pages_of_their_own() -> None:
    ids = ["BANK-OPEN", "bank-open", "Bank-Open", "BANK OPEN", "BANK/OPEN", "BANK_OPEN"]
    assert len({item_path(Section.CARDS, id).lower() for id in ids}) == len(ids)
    assert item_path(Section.CARDS, "BANK-OPEN") == "cards/BANK-OPEN.html"
    assert upwards("cards/BANK-OPEN.html") == "../"


def test_the_same_data_give_the_same_bytes(data: SiteData) -> None:
    assert dict(pages(data)) == dict(pages(replace(data)))


def test_a_site_of_nothing_says_on_each_page_how_it_would_get_something() -> None:
    for section, render in PAGES.items():
        page = said(render(EMPTY))
        assert "<!doctype html>" in render(EMPTY)
        assert re.search("No |no trace|nothing to draw|no waivers|Nothing was decided", page), (section, page)
    assert "No decision yet" in said(overview.overview_page(EMPTY))


def test_every_page_lets_only_its_own_scripts_work(data: SiteData) -> None:
    for path, text in pages(data):
        if path.endswith(".html"):
            policy = re.search('Content-Security-Policy" content="([^"]*)"', text)
            assert policy
            assert policy[1].startswith("default-src &#x27;none&#x27;;")
            assert "unsafe" not in policy[1]
            assert "http" not in policy[1].replace("http-equiv", "")
            assert "style=" not in text


def test_a_decision_is_told_with_its_reasons_and_what_was_weighed(data: SiteData) -> None:
    page = said(overview.overview_page(data))
    assert "REWORK The work goes back, with these reasons. 1 test card failed SHOP-BUY" in page
    assert "not known (0 to 2)" in page
    assert "1 file by which this change is judged, edited by it; 1 not reviewed" in page
    held = replace(data, decision=decision(Band.UNDECIDED, held=True, beneath=Band.PASS), recorded=None)
    assert "UNDECIDED Nothing but a review of the edited judges is missing." in said(overview.overview_page(held))
    unknown = replace(data, decision=None, undecided="the policy is invalid")
    assert "what the gate says now is not known: the policy is invalid" in said(overview.overview_page(unknown))


def test_results_of_another_tree_are_told_as_such(data: SiteData) -> None:
    assert "1 of another tree: nothing of that counts for this one" in said(overview.overview_page(data))


def test_a_log_whose_chain_is_broken_is_not_called_whole(data: SiteData) -> None:
    assert "chain whole 3 lines" in said(decisions.decisions_page(data))
    broken = replace(data, log=replace(data.log, trouble=("line 2 names another line",)))
    page = said(decisions.decisions_page(broken))
    assert "chain broken" in page
    assert "chain whole" not in page
    unreadable = said(decisions.decisions_page(replace(data, log=SiteLog(trouble=("it cannot be read",)))))
    assert "chain broken" in unreadable
    assert len(log(decision()).lines) == 2


def test_runs_that_are_not_believed_and_those_left_out_are_told(data: SiteData) -> None:
    spoilt = replace(data, runs=(replace(data.runs[0], trouble="line 7 was changed"), *data.runs[1:]))
    page = said(runs.runs_page(spoilt))
    assert "not believed: line 7 was changed" in page
    assert "7 older runs not read" in page
    assert spoilt.runs[0].id not in said(trends.trends_page(spoilt))


def test_waivers_are_told_with_owner_end_and_what_they_cover(data: SiteData) -> None:
    page = said(waivers.waivers_page(data))
    assert "1 expired 1 unused 2 used" in page
    assert "expired W-2 the gate&#x27;s card X" in page
    assert 'href="cards/SHOP-BUY.html"' in waivers.waivers_page(data)


def test_a_large_feature_has_several_pages(data: SiteData) -> None:
    many = replace(data, trace=large(MOST_OF_PART + 10))
    assert [part.path for part in many.parts] == ["requirements/001-bank.html", "requirements/001-bank--2.html"]
    assert "part 2" in said(requirements.part_page(many, 1))
    assert many.path_of(f"requirement 001-bank/FR-{MOST_OF_PART + 1:06}").startswith("requirements/001-bank--2.html#")  # type: ignore[union-attr]


def test_a_mistake_of_a_document_stands_above_what_could_be_read(data: SiteData) -> None:
    from tests.reports.traces.samples import UNREAD

    assert "What could not be read" in said(requirements.matrix_page(replace(data, trace=UNREAD)))


def test_source_is_coloured_and_what_a_finding_is_about_is_marked(data: SiteData) -> None:
    drawn = excerpt(data, BROKEN)
    assert 'class="k-k"' in drawn
    assert 'class="k-s"' in drawn
    marked = re.search("<mark>(.*?)</mark>", drawn)
    assert marked
    assert re.sub("<[^>]*>", "", marked[1]) == "db.execute(f&quot;select * from account where id = {id}&quot;)"
    plain = re.sub("<[^>]*>", "", drawn)
    assert all(line.replace('"', "&quot;") in plain for line in DB.rstrip("\n").split("\n")[:4])


def test_a_file_that_is_another_now_is_not_shown_around_a_finding(data: SiteData) -> None:
    moved = replace(data, sources={"src/db.py": ("# nothing", *DB.split("\n"))})
    drawn = excerpt(moved, BROKEN)
    assert "the file is another now" in drawn
    assert "# nothing" not in drawn
    assert drawn.count('class="ln"') == len(BROKEN.lines)


@pytest.mark.parametrize("path", ["src/db.unknown", "Makefile", "a.html", "x.json", "y.md", "z.min.js"])
def test_lines_of_any_language_are_shown_whole_and_harmless(path: str, data: SiteData) -> None:
    found = finding(TABBED, "password", path=path)
    drawn = excerpt(replace(data, sources={}), found)
    assert "\x1b" not in drawn
    assert "\\x1b[31m" in re.sub("<[^>]*>", "", drawn)
    assert "password" in re.sub("<[^>]*>", "", drawn)


def test_a_principle_shows_where_it_is_broken_and_where_it_is_shown(data: SiteData) -> None:
    at = next(number for number, one in enumerate(principles.in_order(data)) if one.result.id == SQL.id)
    page = said(principles.item_page(data, at))
    assert "that break" in page
    assert "in find" in page


def test_a_curve_tells_its_numbers_in_words_and_in_a_table() -> None:
    points = [Point("2026-11-20T14:30:15.000Z", value, f"run-{at}") for at, value in enumerate((0.5, 1.0, 0.9996))]
    drawn = figure(Chart("Pass rate", "about", points, is_share=True))
    assert "99.9 %" in drawn
    assert "100%" in drawn
    assert 'aria-label="Pass rate: 50.0 % at first, 99.9 % now, over 3 points"' in drawn
    assert "down from 100%" in drawn
    assert drawn.count("<circle") == 3
    counts = figure(Chart("Untested", "about", [Point("now", 1234.0, "x")]))
    assert "1,234" in counts


def test_the_search_holds_everything_and_can_end_no_script(data: SiteData) -> None:
    script = search_script(data)
    entries = json.loads(script.removeprefix("harnessSearch(").removesuffix(");\n"))
    kinds = {"requirement", "principle", "card", "golden case", "test", "waiver", "decision", "run", "page"}
    assert {one[0] for one in entries} == kinds
    assert all(len(one) == 7 and one[5] for one in entries)
    assert "<" not in script


def test_light_and_dark_can_be_chosen_wherever_the_system_chooses() -> None:
    sheet = style()
    assert sheet.count(':root[data-theme="dark"] {') >= 4
    assert sheet.count("@media screen and (prefers-color-scheme: dark) { :root:not(") >= 4
    assert not re.search(r"prefers-color-scheme: dark\) \{\s*:root \{", sheet)
    assert "http://" not in sheet.replace("http://www.w3.org", "")


def test_a_finding_in_a_sealed_card_does_not_show_its_lines(data: SiteData) -> None:
    path = data.cards[0].card.path
    found = BROKEN.model_copy(update={"span": BROKEN.span.model_copy(update={"path": path})})
    one = replace(data.principles[0], result=SQL.model_copy(update={"findings": (found, BROKEN)}))
    bare = without_sealed(replace(data, principles=(one,)), frozenset({data.cards[0].card.id}))
    assert [each.lines for each in bare.principles[0].result.findings] == [(), BROKEN.lines]


def test_of_sealed_cards_only_that_they_ended_is_left(data: SiteData) -> None:
    sealed = frozenset(one.card.id for one in data.cards)
    shown = replace(data, cards=tuple(replace(one, seal=SealState.WHOLE) for one in data.cards))
    bare = without_sealed(shown, sealed)
    hidden = next(one for one in bare.cards if one.card.id == "SHOP-BUY")
    assert hidden.hidden
    assert hidden.evidence is None
    assert hidden.card.state is next(one for one in data.cards if one.card.id == "SHOP-BUY").card.state
    steps = [
        step.text for one in data.cards if one.card.id == "SHOP-BUY" for a in one.card.attempts for step in a.steps
    ]
    told = unescape("".join(text for _, text in pages(bare)))
    assert len(steps) > 4
    assert not any(text in told for text in steps)
    assert steps[0].split("`")[0] in unescape("".join(text for _, text in pages(shown)))
    assert bare.decision is not None
    assert bare.decision.reasons[0].items[0].what == "what a sealed card says and showed is left out"
