"""The pages of golden cases in a real Chromium: the slider by keyboard, filters, print, the dark, and a hostile product."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from harness.reports import html as report
from harness.reports._html.differences import Shots
from harness.reports._review import review_page
from harness.reports._view import View
from tests.reports.test_html_in_a_browser import CONTRAST, Chromium, browser, chromium, focused
from tests.reports.test_reports import FAILED, PASSED
from tests.support import golden_pages
from tests.support.golden_pages import BAD, CHANGE, EVERY, EVIDENCE, NEW, OLD, SMALL, a_run
from tests.support.golden_results import CHECKED
from tests.support.pictures import assert_looks_like

pytestmark = [pytest.mark.long, pytest.mark.requires_chromium]
PICTURES = Path(__file__).with_name("pictures")
VIEW = View(folder=".harness/runs/x", evidence=EVIDENCE, links="runs/x")
__all__ = ["browser", "chromium"]


@pytest.fixture(scope="module")
def run_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory, report.render(golden_pages.everything(), VIEW))


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory, review_page("bank", [CHANGE, NEW, OLD], "0.1.0"))


def written(factory: pytest.TempPathFactory, text: str) -> Path:
    path = factory.mktemp("page") / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["run_page", "review"])
def test_it_asks_nobody_for_anything_and_complains_of_nothing(
    name: str, chromium: Chromium, request: pytest.FixtureRequest
) -> None:
    opened = chromium.open(request.getfixturevalue(name))
    assert [url for url in opened.requests if not url.startswith(("file:", "data:"))] == []
    assert opened.complaints == []
    assert opened.page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")


def covered(page: Any) -> float:
    """How much of the first stack the received picture covers, from 0 to 1, as it is drawn."""
    share: float = page.evaluate(
        "() => { const over = document.querySelector('.stack .over');"
        " const right = Number(/inset\\(0(?:px)? ([\\d.]+)%/.exec(getComputedStyle(over).clipPath)[1]);"
        " return 1 - right / 100 }"
    )
    return share


@pytest.mark.parametrize("name", ["run_page", "review"])
def test_the_slider_lays_one_picture_over_the_other_by_keyboard(
    name: str, chromium: Chromium, request: pytest.FixtureRequest
) -> None:
    page = chromium.open(request.getfixturevalue(name)).page
    slider = page.get_by_label("how far the received picture lies over the golden one").first
    assert covered(page) == pytest.approx(0.5)
    slider.press("Home")
    assert covered(page) == 0
    slider.press("ArrowRight")
    assert 0 < covered(page) < 0.05
    slider.press("End")
    assert covered(page) == 1


def test_the_slider_shows_what_it_says(chromium: Chromium, review: Path) -> None:
    page = chromium.open(review).page
    slider = page.get_by_label("how far the received picture").first
    stack = page.locator(".stack").first
    shots = []
    for key in ("Home", "End"):
        slider.press(key)
        shots.append(stack.screenshot())
    blue, red = ((31, 86, 163), (163, 31, 86))
    assert [point(shot) for shot in shots] == [blue, red]


def point(png: bytes) -> tuple[int, ...]:
    """The colour in the middle of the button."""
    with Image.open(io.BytesIO(png)) as image:
        scale = image.width / 640
        found = image.convert("RGB").getpixel((int(125 * scale), int(90 * scale)))
    assert isinstance(found, tuple)
    return found


def test_pictures_of_two_sizes_keep_their_scale(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> None:
    shots = {name: Shots(golden_pages.BEFORE, SMALL, None, "they are of two sizes") for name in CHANGE.shots}
    page = chromium.open(written(tmp_path_factory, review_page("bank", [replace(CHANGE, shots=shots)], "0"))).page
    widths = page.evaluate(
        "[...document.querySelectorAll('.stack img')].map(image => image.getBoundingClientRect().width)"
    )
    assert widths[1] / widths[0] == pytest.approx(300 / 640, rel=0.01)
    box = page.locator(".stack").first.bounding_box()
    assert box["height"] / box["width"] == pytest.approx(500 / 640, rel=0.02)


def test_what_the_product_showed_never_runs(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> None:
    for text in (review_page("bank", EVERY, "0"), report.render(a_run(BAD), VIEW)):
        opened = chromium.open(written(tmp_path_factory, text))
        opened.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert opened.page.evaluate("typeof hit") == "undefined"
        assert opened.complaints == []
        assert opened.page.locator("script").count() == 1


def test_a_script_that_got_in_anyhow_would_not_run(chromium: Chromium, review: Path, tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    attack = '<script>hit=1</script><img src="http://127.0.0.1:9/x" onerror="hit=2"><p style="color:red">x</p></main>'
    planted.write_text(review.read_text().replace("</main>", attack))
    opened = chromium.open(planted)
    assert opened.page.evaluate("typeof hit") == "undefined"
    assert "Content Security Policy" in " ".join(opened.complaints)


def test_the_keyboard_reaches_the_cases_and_unfolds_them(chromium: Chromium, review: Path) -> None:
    page = chromium.open(review).page
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    page.keyboard.press("Enter")
    assert focused(page) == "cases"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details.card").first.get_attribute("open") is None
    page.locator(".chip", has_text="BANK-LIST").press("Enter")
    page.locator("#case-0").wait_for()


def test_cases_are_filtered_by_outcome_and_by_any_text_in_them(chromium: Chromium, run_page: Path) -> None:
    page = chromium.open(run_page).page
    page.locator(".choices label", has_text="1 broken snapshot").click()
    assert page.locator("details.card:visible .title").all_inner_texts() == ["List accounts"]
    assert page.locator(".found").inner_text() == "1 of 6 cases shown"
    page.locator(".choices label", has_text="all 6").click()
    page.fill("#search", "carol")
    assert page.locator("details.card:visible code").first.inner_text() == "BANK-TRANSFER"


def test_a_link_from_the_overview_unfolds_its_case(chromium: Chromium, run_page: Path) -> None:
    page = chromium.open(run_page).page
    page.click("#fold")
    page.locator(".chip", has_text="BANK-FEE").click()
    page.locator("details.card[open] .title", has_text="A transfer costs a fee").wait_for()


@pytest.mark.parametrize("name", ["run_page", "review"])
def test_print_shows_everything_without_a_script(name: str, chromium: Chromium, request: pytest.FixtureRequest) -> None:
    page = chromium.open(request.getfixturevalue(name), java_script_enabled=False).page
    assert page.locator(".slider").count() == 0
    page.emulate_media(media="print")
    tables = page.locator(".sides")
    assert tables.count() == page.locator(".sides:visible").count() > 0
    assert page.locator(".shots img:visible").count() == page.locator(".shots img").count() > 0
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("name", ["run_page", "review"])
def test_headings_landmarks_and_names_are_in_order(
    name: str, chromium: Chromium, request: pytest.FixtureRequest
) -> None:
    page = chromium.open(request.getfixturevalue(name)).page
    tags = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => h.tagName)")
    levels = [int(tag[1]) for tag in tags]
    assert levels.count(1) == 1
    assert all(later - before <= 1 for before, later in pairwise(levels))
    assert [page.locator(tag).count() for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    unnamed = "[...document.querySelectorAll('input, button')].filter(e => !(e.labels?.length || e.ariaLabel || e.textContent))"
    assert page.evaluate(f"{unnamed}.length") == 0
    assert page.locator("img:not([alt])").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["run_page", "review"])
def test_every_text_has_the_contrast_of_wcag_aa(
    name: str, scheme: str, chromium: Chromium, request: pytest.FixtureRequest
) -> None:
    page = chromium.open(request.getfixturevalue(name), color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("name", ["run_page", "review"])
def test_nothing_is_wider_than_the_window(name: str, chromium: Chromium, request: pytest.FixtureRequest) -> None:
    page = chromium.open(request.getfixturevalue(name)).page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width in (320, 400, 800):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("look", "settings", "media"),
    [
        ("light", {}, "screen"),
        ("dark", {"color_scheme": "dark"}, "screen"),
        ("print", {}, "print"),
        ("narrow", {"viewport": {"width": 400, "height": 1600}}, "screen"),
    ],
)
@pytest.mark.parametrize("name", ["run", "review"])
def test_it_looks_as_it_did(
    name: str,
    look: str,
    settings: dict[str, Any],
    media: str,
    chromium: Chromium,
    request: pytest.FixtureRequest,
) -> None:
    page = chromium.open(request.getfixturevalue({"run": "run_page"}.get(name, name)), **settings).page
    page.emulate_media(media=media)
    if name == "run":
        page.locator("#case-1").evaluate("card => card.scrollIntoView()")
    accept = bool(request.config.getoption("--snapshot-update"))
    assert_looks_like(page.screenshot(), PICTURES / f"golden-{name}-{look}.png", accept)


def test_a_run_of_cards_and_cases_shows_both(chromium: Chromium, tmp_path: Path) -> None:
    run = CHECKED.model_copy(update={"cards": (PASSED, FAILED)})
    page = tmp_path / "both.html"
    page.write_text(report.render(run, VIEW))
    opened = chromium.open(page)
    assert opened.complaints == []
    assert opened.page.locator("h1").inner_text() == "1 of 2 cards failed"
    assert opened.page.locator("details.card").count() == 6
    opened.page.locator(".choices label", has_text="1 unstable").click()
    assert opened.page.locator("details.card:visible .title").all_inner_texts() == ["Ask for a token"]
