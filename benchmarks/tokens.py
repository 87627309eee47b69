"""How much of a page a model is sent, against the whole accessibility snapshot that Playwright's own MCP server sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure
from benchmarks.pages import Page, pages
from harness.adapters.chromium import find_chromium
from harness.evaluation import page_view
from harness.evaluation.blind.briefing import words_in
from harness.evaluation.blind.rendering import MOST_OF_PAGE

LARGE_BOUND = 0.5


def measure(folder: Path) -> Iterator[Figure]:
    """Characters of one look at each kind of page; every element that its card names must be shown, or found by its name."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        tab = browser.new_page()
        for page in pages():
            tab.set_content(page.html)
            yield compared(page, tab.aria_snapshot(mode="ai"))
        browser.close()


def compared(page: Page, snapshot: str) -> Figure:
    """One page: what is sent over what could be sent."""
    sent = page_view.compact(snapshot, words_in(page.card), MOST_OF_PAGE)
    lost = [name for role, name in page.named if not reachable(role, name, sent, snapshot)]
    if lost:
        raise SystemExit(f"{page.name}: out of reach: {', '.join(lost)}")
    detail = f"{len(sent):,} of {len(snapshot):,} characters"
    bound = LARGE_BOUND if page.large else None
    return Figure("tokens", f"characters sent of a page: {page.name}", len(sent) / len(snapshot), "×", bound, detail)


def reachable(role: str, name: str, sent: str, snapshot: str) -> bool:
    """Whether an element stands in what is sent, or a search for its name finds it."""
    found = page_view.find(snapshot, name)
    return any(role in line and name in line for line in (*sent.split("\n"), *found.split("\n")))
