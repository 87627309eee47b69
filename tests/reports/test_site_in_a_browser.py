"""A site in a real Chromium, from its files: keyboard, filters, search, the dark, a telephone, paper, and hostile words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.reports.test_html_in_a_browser import CONTRAST, Chromium, browser, chromium, focused
from tests.reports.traces.samples import large
from tests.support.sites import hostile_site, site, written

pytestmark = [pytest.mark.long, pytest.mark.requires_chromium]
__all__ = ["browser", "chromium"]
SECTIONS = ("index", "requirements", "principles", "cards", "golden", "tests", "trends", "waivers", "decisions", "runs")
ITEMS = ("requirements/001-bank", "principles/SEC-002", "cards/SHOP-BUY", "golden/BANK-TRANSFER")
PAGES = [f"{name}.html" for name in (*SECTIONS, *ITEMS)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("site")
    return written(room / "out", site(room))


def shown(page: Any) -> list[str]:
    """The names of the rows that are shown."""
    names: list[str] = page.locator("[data-rows] tbody tr:visible th").all_inner_texts()
    return [name.replace("\n", "") for name in names]


def unfold(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def test_pages_ask_for_their_own_files_only_and_complain_of_nothing(chromium: Chromium, folder: Path) -> None:
    opened = chromium.open(folder / "index.html")
    for name in PAGES:
        opened.page.goto((folder / name).as_uri(), wait_until="load")
        unfold(opened.page)
        assert opened.page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)"), (
            name
        )
    assert all(url.startswith(folder.as_uri()) for url in opened.requests), opened.requests
    assert opened.complaints == []


def test_every_link_of_every_page_leads_to_a_page_and_a_place_in_it(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "index.html").page
    for file in sorted(folder.rglob("*.html")):
        page.goto(file.as_uri())
        for href in page.locator("a[href]").evaluate_all("all => all.map(one => one.href)"):
            path, _, anchor = href.partition("#")
            target = Path(path.removeprefix("file://"))
            assert target.is_relative_to(folder), (file, href)
            assert target.is_file(), (file, href)
            text = target.read_text() if target.suffix == ".html" else ""
            # What the gallery's card points to and nobody kept is told as gone, with no place of its own.
            assert not anchor or anchor.endswith("-o99") or f'id="{anchor}"' in text, (file, href)


def test_requirements_are_filtered_by_state_level_feature_and_words(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "requirements.html").page
    assert len(shown(page)) == 9
    assert shown(page)[0] == "001-bank/FR-002"
    page.locator(".choices label", has_text="untested").click()
    assert shown(page) == ["001-bank/FR-004", "001-bank/FR-006", "002-statements/FR-001"]
    page.get_by_label("feature").select_option("002-statements")
    assert shown(page) == ["002-statements/FR-001"]
    assert page.locator(".found").inner_text() == "1 of 9 requirements shown"
    assert page.locator(".found").get_attribute("aria-live") == "polite"
    page.get_by_label("feature").select_option("")
    page.locator(".choices label", has_text="all 9").click()
    page.fill("#words", "BANK-web")
    assert shown(page) == ["001-bank/FR-005"]
    page.wait_for_url("**/requirements.html#words=BANK-web")
    page.reload()
    assert shown(page) == ["001-bank/FR-005"]
    page.locator("#words").press("Escape")
    assert len(shown(page)) == 9


def test_a_filter_of_very_many_rows_settles_all_of_them(chromium: Chromium, tmp_path: Path) -> None:
    data = replace(site(tmp_path), trace=large(1200))
    page = chromium.open(written(tmp_path / "out", data) / "requirements.html").page
    rows = page.locator("[data-chunk]:not([hidden]) > tr:not([hidden])")
    for state, number in (("verified", 400), ("", 1200), ("failing", 400)):
        page.locator(f'.choices label:has([name=state][value="{state}"])').click()
        page.wait_for_selector("[data-rows]:not([data-settling])")
        assert rows.count() == number
    page.fill("#words", "FR-000604")
    page.wait_for_selector("[data-rows]:not([data-settling])")
    assert page.locator(".found").inner_text() == "1 of 1,200 requirements shown" or rows.count() == 0
    page.goto(f"{page.url.partition('#')[0]}#state=untested")
    assert page.locator(".found").inner_text() == "400 of 1,200 requirements shown"


def test_the_keyboard_goes_through_a_list_and_opens_an_item(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "cards.html").page
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert focused(page) == "main"
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.textContent")
    assert first != second
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cards/{second}.html")
    page.keyboard.press("k")
    page.wait_for_url(f"**/cards/{first}.html")


def test_one_search_finds_everything_by_keyboard_alone(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "cards" / "SHOP-BUY.html").page
    page.keyboard.press("/")
    assert focused(page) == "query"
    page.keyboard.type("SEC-002")
    page.locator("#hits li").first.wait_for()
    first = page.locator("#hits [aria-selected=true]")
    assert "SEC-002" in first.inner_text()
    assert page.locator("#query").get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert page.locator("#query").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/principles/SEC-002.html")
    kinds = {
        "FR-003": "requirement", "SHOP-BUY": "card", "BANK-TRANSFER": "golden case", "test_refuses": "test", "W-2": "waiver",
        "REWORK": "decision", "20261119": "run", "trends": "page", "f-string": "principle",
    }  # fmt: skip
    for words, kind in kinds.items():
        page.keyboard.press("/")
        page.fill("#query", words)
        page.locator("#hits .sort", has_text=kind).first.wait_for()
        page.keyboard.press("Escape")
        assert not page.locator("#search").is_visible()
    page.keyboard.press("/")
    page.fill("#query", "nothing has these words")
    assert page.locator("#said").inner_text() == "0 found"


def test_the_keys_are_told_and_every_control_has_a_name(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "requirements.html").page
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    assert focused(page) == "words"
    unnamed = "all => all.filter(one => !one.labels?.length && !one.ariaLabel && !one.textContent.trim()).length"
    assert page.locator("input, select, button").evaluate_all(unnamed) == 0
    assert (
        page.get_by_role("navigation", name="Sections")
        .get_by_role("link", name="Requirements")
        .get_attribute("aria-current")
    )


def test_headings_go_down_step_by_step(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "index.html").page
    for name in PAGES:
        page.goto((folder / name).as_uri())
        levels = page.locator("main :is(h1, h2, h3, h4, h5)").evaluate_all(
            "all => all.map(one => Number(one.tagName[1]))"
        )
        assert levels[0] == 1, name
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), (name, levels)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(scheme: str, chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "index.html", color_scheme=scheme).page
    for name in PAGES:
        page.goto((folder / name).as_uri())
        unfold(page)
        assert page.evaluate(CONTRAST) == [], name


def test_light_and_dark_can_be_chosen_and_are_kept(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "index.html", color_scheme="light").page
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.keyboard.press("t")
    page.keyboard.press("t")
    assert page.locator("#theme").inner_text() == "Theme: dark"
    dark = page.evaluate(paper)
    assert dark != light
    page.goto((folder / "cards.html").as_uri())
    assert page.evaluate(paper) == dark
    page.emulate_media(color_scheme="dark")
    page.keyboard.press("t")
    assert (page.locator("#theme").inner_text(), page.evaluate(paper)) == ("Theme: auto", dark)
    page.keyboard.press("t")
    assert page.evaluate(paper) == light


def test_nothing_is_wider_than_the_window(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "index.html").page
    for name in PAGES:
        page.goto((folder / name).as_uri())
        unfold(page)
        for width in (320, 375, 800, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)


def test_on_paper_everything_is_unfolded_and_nothing_to_click_is_left(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "requirements.html").page
    page.emulate_media(media="print")
    for gone in (".bar", ".sections", "#filter"):
        assert not page.locator(gone).is_visible()
    assert page.locator("[data-rows] tbody tr").last.is_visible()
    page.goto((folder / "index.html").as_uri())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("main details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("main details:not([open])").count() > 0
    assert page.pdf().startswith(b"%PDF")


def test_all_can_be_read_without_a_script(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "requirements.html", java_script_enabled=False).page
    assert page.locator("[data-rows] tbody tr:visible").count() == 9
    for useless in ("#find", "#theme", "#help", "#filter"):
        assert not page.locator(useless).is_visible()
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="SHOP-BUY").first.click()
    assert page.locator(".crumbs").inner_text() == "Cards / SHOP-BUY"


def test_a_recording_plays_and_pictures_lie_beside_the_page(chromium: Chromium, folder: Path) -> None:
    page = chromium.open(folder / "cards" / "SHOP-BUY.html").page
    unfold(page)
    page.locator(".play").first.press("Enter")
    page.locator(".play", has_text="Play").first.wait_for()
    sources = page.locator("main img").evaluate_all("all => all.map(one => one.getAttribute('src'))")
    assert sources
    assert all(source.startswith("../evidence/") for source in sources)


@pytest.mark.parametrize(
    "words",
    [
        "</script><script>hit=1</script><img src=x onerror=hit=2>",
        '"><svg onload=hit=3>',
        "javascript:hit=4",
        "../../../etc/passwd",
        "\u202eevil\x1b[31m\u2028<b>",
    ],
)
def test_what_anybody_wrote_never_runs_and_leads_nowhere_else(words: str, chromium: Chromium, tmp_path: Path) -> None:
    folder = written(tmp_path / "out", hostile_site(tmp_path, words))
    opened = chromium.open(folder / "index.html")
    for file in sorted(folder.rglob("*.html")):
        opened.page.goto(file.as_uri())
        unfold(opened.page)
        assert opened.page.evaluate("typeof hit") == "undefined", file
        assert opened.complaints == [], file
        assert opened.page.locator("script[nonce]").count() == 2
        assert opened.page.locator("main script:not([type='application/json'])").count() == 0
        for href in opened.page.locator("a[href]").evaluate_all("all => all.map(one => one.href)"):
            assert href.startswith(folder.as_uri()), (file, href)
    page = opened.page
    page.goto((folder / "index.html").as_uri())
    page.keyboard.press("/")
    page.fill("#query", "e")
    page.locator("#hits li").first.wait_for()
    assert page.evaluate("typeof hit") == "undefined"
    assert all(one not in page.content() for one in ("\u202e", "\x1b"))


def test_a_script_that_got_in_anyhow_would_not_run(chromium: Chromium, folder: Path, tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    attack = (
        '<script>hit=1</script><script src="evil.js"></script><img src="http://127.0.0.1:9/x" onerror="hit=2"></main>'
    )
    (tmp_path / "evil.js").write_text("hit=3")
    planted.write_text((folder / "index.html").read_text().replace("</main>", attack))
    opened = chromium.open(planted)
    assert opened.page.evaluate("typeof hit") == "undefined"
    assert "Content Security Policy" in " ".join(opened.complaints)
