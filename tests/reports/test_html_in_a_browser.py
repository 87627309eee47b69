"""The page of a run in a real Chromium: by keyboard, in print, in the dark, on a telephone, and cut off from everything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from harness.adapters.records import RunEvidence
from harness.reports import html as report
from tests.reports.test_html import Hostile
from tests.support.gallery import gallery, view
from tests.support.pictures import assert_looks_like, difference, small

pytestmark = [pytest.mark.long, pytest.mark.requires_chromium]
PICTURES = Path(__file__).with_name("pictures")
WIDE = {"width": 1280, "height": 1100}


@dataclass
class Opened:
    """A page in its own window, and what it did beyond showing itself."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Chromium:
    browser: Any

    def open(self, file: Path, **settings: Any) -> Opened:
        context = self.browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce"} | settings)
        opened = Opened(context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("console", lambda message: opened.complaints.append(message.text))
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.page.on("dialog", lambda dialog: opened.complaints.append(dialog.message))
        opened.page.goto(file.as_uri())
        return opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("CHROMIUM") or None, "chromium", "google-chrome", "google-chrome-stable")
    path = next(found for name in names if name and (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def chromium(browser: Any) -> Iterator[Chromium]:
    """The browser, whose pages are closed with the test: what is left open goes on working."""
    yield Chromium(browser)
    for context in browser.contexts:
        context.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, run = gallery(tmp_path_factory.mktemp("gallery"))
    fixed = run.model_copy(update={"id": "20261120T143015123456Z-3f9a2c"})
    path = folder / "report.html"
    path.write_text(report.render(fixed, view(folder)), encoding="utf-8")
    return path


def shown(page: Any) -> list[str]:
    """The titles of the cards that are shown."""
    titles: list[str] = page.locator("details.card:visible .title").all_inner_texts()
    return titles


def focused(page: Any) -> str:
    found: str = page.evaluate("document.activeElement.id || document.activeElement.className")
    return found


def test_it_asks_nobody_for_anything_and_complains_of_nothing(chromium: Chromium, file: Path) -> None:
    opened = chromium.open(file)
    opened.page.click("#unfold")
    assert [url for url in opened.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in opened.requests if url.startswith("file:")]) == 1
    assert opened.complaints == []
    assert opened.page.evaluate("[...document.images].every(image => image.naturalWidth === 1280)")


def test_what_the_product_printed_never_runs(chromium: Chromium, file: Path, tmp_path: Path) -> None:
    folder, run = gallery(tmp_path)
    hostile = folder / "report.html"
    spoilt = replace(view(folder), evidence=Hostile(RunEvidence(folder)))
    hostile.write_text(report.render(run, spoilt), encoding="utf-8")
    opened = chromium.open(hostile)
    opened.page.click("#unfold")
    opened.page.locator(".play").first.press("Enter")
    opened.page.locator(".play", has_text="Play").first.wait_for()
    assert opened.page.evaluate("typeof hit") == "undefined"
    assert opened.complaints == []
    assert opened.page.locator("script").count() == 1 + opened.page.locator("[data-cast]").count()


def test_a_script_that_got_in_anyhow_would_not_run(chromium: Chromium, file: Path, tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    attack = '<script>hit=1</script><img src="http://127.0.0.1:9/x" onerror="hit=2"><p style="color:red">x</p></main>'
    planted.write_text(file.read_text().replace("</main>", attack))
    opened = chromium.open(planted)
    assert opened.page.evaluate("typeof hit") == "undefined"
    assert "Content Security Policy" in " ".join(opened.complaints)


def test_the_keyboard_reaches_skip_link_filters_and_cards(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert focused(page) == "cards"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert shown(page) == ["Buy something and see that it was charged"]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    assert focused(page) == "search"
    page.keyboard.type("shop-list")
    assert shown(page) == ["See all books"]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details.card[open]:visible .title").all_inner_texts() == ["See all books"]


def test_cards_are_filtered_by_verdict_and_by_any_text_in_them(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    page.locator(".choices label", has_text="undecided").click()
    assert shown(page) == ["Send a book back"]
    assert page.locator(".chip:visible").all_text_contents() == ["SHOP-RETURNinconclusive: evaluator"]
    assert page.locator(".found").inner_text() == "1 of 3 cards shown"
    page.locator(".choices label", has_text="all 3").click()
    page.fill("#search", "CLICKED the button")
    assert shown(page) == ["Buy something and see that it was charged"]
    page.fill("#search", "nowhere")
    assert (shown(page), page.locator(".found").inner_text()) == ([], "0 of 3 cards shown")
    page.locator("#search").press("Enter")
    assert page.url == file.as_uri()


def test_a_link_from_the_overview_unfolds_its_card(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    page.click("#fold")
    assert page.locator("details.card[open]").count() == 0
    page.locator(".chip", has_text="SHOP-LIST").click()
    page.locator("details.card[open] .title", has_text="See all books").wait_for()
    page.click("#fold")
    page.goto(f"{file.as_uri()}#card-1-2-o5")
    page.locator("#card-1-2-o5").wait_for()


def test_a_recording_plays_pauses_and_is_sought_by_keyboard(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    screen, play, seek = (
        page.locator(".cast .screen").first,
        page.locator(".play").first,
        page.locator(".cast input").first,
    )
    assert "Good morning!" in screen.inner_text()
    seek.press("Home")
    assert screen.inner_text().strip() == ""
    seek.evaluate("seek => { seek.value = 1.5; seek.dispatchEvent(new Event('input', {bubbles: true})) }")
    assert screen.inner_text().split() == ["shop", "chat", ">", "hello", "thinking", "..."]
    play.press("Space")
    assert play.inner_text() == "Pause"
    play.press("Space")
    assert play.inner_text() == "Play"
    play.press("Enter")
    page.locator(".cast .screen", has_text="Good morning!").first.wait_for()
    play.get_by_text("Play").wait_for()
    seek.press("Home")
    seek.press("End")
    assert page.locator(".cast .c-green.b").first.inner_text() == "Good morning!"


def test_without_scripts_all_is_there_and_the_last_screen_shows(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file, java_script_enabled=False).page
    assert page.locator("#filters").is_hidden()
    assert page.locator(".controls").first.is_hidden()
    assert "Good morning!" in page.locator(".cast .screen").first.inner_text()
    page.locator("summary", has_text="See all books").press("Enter")
    assert page.locator("details.card[open]").count() == 3


def test_print_shows_everything_unfolded_without_a_script(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file, java_script_enabled=False).page
    folded = page.locator("details:not([open]) pre").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert page.locator("pre:visible").count() == page.locator("pre").count()
    heights = page.evaluate("[...document.querySelectorAll('pre')].map(pre => pre.scrollHeight - pre.clientHeight)")
    assert max(heights) <= 1
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_headings_landmarks_and_names_are_in_order(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    levels = [
        int(tag[1]) for tag in page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => h.tagName)")
    ]
    assert levels.count(1) == 1
    assert all(later - before <= 1 for before, later in pairwise(levels))
    assert [page.locator(tag).count() for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    unnamed = "[...document.querySelectorAll('input, button')].filter(e => !(e.labels?.length || e.ariaLabel || e.textContent))"
    assert page.evaluate(f"{unnamed}.length") == 0
    assert page.locator("img:not([alt])").count() == 0


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = (c) => c.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = (e) => { for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor); if (c[3]) return c; }
    return [255, 255, 255]; };
  const weak = [];
  for (const e of document.querySelectorAll('body *')) {
    const words = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!words || !e.checkVisibility() || e.closest('script')) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) weak.push(`${e.tagName}.${e.className}: ${ratio.toFixed(2)}`);
  }
  return [...new Set(weak)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(chromium: Chromium, file: Path, scheme: str) -> None:
    page = chromium.open(file, color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate(CONTRAST) == []


def test_a_verdict_is_a_shape_and_a_word_never_a_colour_alone(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    signs = page.locator("svg.shape")
    told = signs.evaluate_all(
        "all => all.filter(s => !/pass|fail|inconclusive|flaky|undecided|all/.test(s.parentElement.textContent)).length"
    )
    assert signs.count() > 20
    assert told == 0
    assert len(set(page.locator("symbol").evaluate_all("all => all.map(symbol => symbol.innerHTML)"))) == 4


@pytest.mark.parametrize(
    ("name", "settings", "media"),
    [
        ("light", {}, "screen"),
        ("dark", {"color_scheme": "dark"}, "screen"),
        ("print", {}, "print"),
        ("narrow", {"viewport": {"width": 400, "height": 1600}}, "screen"),
    ],
)
@pytest.mark.parametrize("part", ["top", "steps"])
def test_it_looks_as_it_did(
    name: str,
    part: str,
    settings: dict[str, Any],
    media: str,
    chromium: Chromium,
    file: Path,
    request: pytest.FixtureRequest,
) -> None:
    page = chromium.open(file, **settings).page
    page.emulate_media(media=media)
    if part == "steps":
        page.locator("#card-1-1-line-16").evaluate("step => step.scrollIntoView()")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    accept = bool(request.config.getoption("--snapshot-update"))
    assert_looks_like(page.screenshot(), PICTURES / f"{part}-{name}.png", accept)


def test_a_page_that_lost_its_style_would_be_noticed(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    before = small(page.screenshot())
    page.evaluate("document.querySelector('style').remove()")
    assert difference(before, small(page.screenshot())) > 10
    page.set_viewport_size({"width": 1280, "height": 600})
    assert difference(before, small(page.screenshot())) == 255


def test_a_picture_that_differs_is_kept_beside_the_stored_one(chromium: Chromium, file: Path, tmp_path: Path) -> None:
    page = chromium.open(file).page
    stored = tmp_path / "light.png"
    assert_looks_like(page.screenshot(), stored, accept=True)
    assert_looks_like(page.screenshot(), stored, accept=False)
    page.emulate_media(color_scheme="dark")
    with pytest.raises(AssertionError, match="apart; accept with --snapshot-update"):
        assert_looks_like(page.screenshot(), stored, accept=False)
    assert (tmp_path / "light.received.png").is_file()
