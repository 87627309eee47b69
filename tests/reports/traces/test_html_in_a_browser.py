"""The page of a trace in a real Chromium: filters, keyboard, the dark, a telephone, many rows, and hostile documents."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from harness.domain.tracing import Trace
from harness.reports.traces import html
from harness.reports.traces._view import TraceView
from tests.reports.test_html_in_a_browser import CONTRAST, Chromium, browser, chromium, focused
from tests.reports.traces.samples import TRACE, hostile, large

pytestmark = [pytest.mark.long, pytest.mark.requires_chromium]
VIEW = TraceView(links="..", project="bank", when="2026-11-21T20:00:09.123Z")
__all__ = ["browser", "chromium"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("trace"), TRACE)


def written(folder: Path, trace: Trace) -> Path:
    path = folder / "trace.html"
    path.write_text(html.render(trace, VIEW), encoding="utf-8")
    return path


def shown(page: Any) -> list[str]:
    """The requirements that are shown."""
    names: list[str] = page.locator("details.requirement:visible h3 code").all_inner_texts()
    return names


def test_it_asks_nobody_for_anything_and_complains_of_nothing(chromium: Chromium, file: Path) -> None:
    opened = chromium.open(file)
    opened.page.click("#unfold")
    assert opened.requests == [file.as_uri()]
    assert opened.complaints == []


def test_requirements_are_filtered_by_state_kind_level_feature_and_text(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    page.locator(".choices label", has_text="untested").click()
    assert shown(page) == ["001-bank/FR-004", "001-bank/FR-006", "002-statements/FR-001"]
    page.get_by_label("feature").select_option("002-statements")
    assert shown(page) == ["002-statements/FR-001"]
    assert page.locator(".found").inner_text() == "1 of 9 requirements shown"
    assert page.locator(".found").get_attribute("aria-live") == "polite"
    page.locator(".choices label", has_text="all 9").click()
    page.get_by_label("feature").select_option("")
    page.get_by_label("kind").select_option("success criterion")
    assert shown(page) == ["001-bank/SC-001"]
    page.get_by_label("kind").select_option("")
    page.get_by_label("level").select_option("SHOULD")
    assert shown(page) == ["001-bank/FR-005"]
    page.get_by_label("level").select_option("")
    page.fill("#search", "chromium BLOCKED")
    assert shown(page) == ["001-bank/FR-005"]
    page.fill("#search", "nowhere")
    assert (shown(page), page.locator(".found").inner_text()) == ([], "0 of 9 requirements shown")
    page.fill("#search", "")
    assert (len(shown(page)), page.locator(".found").inner_text()) == (9, "")


def test_the_keyboard_reaches_the_filters_and_unfolds_a_requirement(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    page.keyboard.press("Enter")
    assert focused(page) == "requirements"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert shown(page) == ["001-bank/FR-002"]
    page.locator("#search").focus()
    page.keyboard.type("FR-002")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details.requirement:visible").get_attribute("open") is None
    page.keyboard.press("Enter")
    assert page.locator("details.requirement:visible .told a", has_text="BANK-TRANSFER").is_visible()


def test_a_link_to_a_requirement_unfolds_it(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    page.goto(f"{file.as_uri()}#req-001-bank-NFR-001")
    page.locator("details[open] h3 code", has_text="001-bank/NFR-001").wait_for()
    assert page.get_by_role("link", name="src/db.py:19").get_attribute("href") == "../src/db.py#L19"


def test_every_control_has_a_name_and_headings_go_down_step_by_step(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    unnamed = "all => all.filter(one => !one.labels?.length && !one.textContent.trim()).length"
    assert page.locator("input, select, button").evaluate_all(unnamed) == 0
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_a_state_is_a_shape_and_a_word_never_a_colour_alone(chromium: Chromium, file: Path) -> None:
    page = chromium.open(file).page
    assert len(set(page.locator("symbol").evaluate_all("all => all.map(symbol => symbol.innerHTML)"))) == 6
    wordless = "all => all.map(one => one.parentElement.textContent).filter(told => !/[a-z]{3}/.test(told))"
    assert page.locator("svg.shape").evaluate_all(wordless) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(chromium: Chromium, file: Path, scheme: str) -> None:
    page = chromium.open(file, color_scheme=scheme).page
    page.click("#unfold")
    assert page.evaluate(CONTRAST) == []


def test_nothing_is_wider_than_the_window(chromium: Chromium, file: Path, tmp_path: Path) -> None:
    for trace in (file, written(tmp_path, hostile("long" * 100))):
        page = chromium.open(trace).page
        page.click("#unfold")
        for width in (320, 400, 800, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


@pytest.mark.parametrize("words", [None, "</script><script>hit=1</script>", "javascript:hit=1", "\u202eevil"])
def test_what_a_document_says_never_runs(words: str | None, chromium: Chromium, tmp_path: Path) -> None:
    opened = chromium.open(written(tmp_path, hostile(words) if words else hostile()))
    opened.page.click("#unfold")
    opened.page.fill("#search", "x")
    assert opened.page.evaluate("typeof hit") == "undefined"
    assert opened.complaints == []
    assert opened.page.locator("script").count() == 1
    hrefs = opened.page.locator("a[href]").evaluate_all("all => all.map(one => new URL(one.href).protocol)")
    assert set(hrefs) == {"file:"}


def test_a_script_that_got_in_anyhow_would_not_run(chromium: Chromium, file: Path, tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    attack = '<script>hit=1</script><img src="http://127.0.0.1:9/x" onerror="hit=2"></main>'
    planted.write_text(file.read_text().replace("</main>", attack))
    opened = chromium.open(planted)
    assert opened.page.evaluate("typeof hit") == "undefined"
    assert "Content Security Policy" in " ".join(opened.complaints)


def test_five_thousand_requirements_can_be_searched(chromium: Chromium, tmp_path: Path) -> None:
    page = chromium.open(written(tmp_path, large(5000))).page
    page.fill("#search", "FR-004999")
    assert shown(page) == ["001-bank/FR-004999"]
    assert page.locator(".found").inner_text() == "1 of 5000 requirements shown"
