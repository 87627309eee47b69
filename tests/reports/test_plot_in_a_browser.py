"""The picture of a history as a browser draws it, in light and in dark."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from harness.domain.tracing import HistoryLine
from harness.reports._plot import History, drawing

pytestmark = pytest.mark.requires_chromium


def picture(file: Path) -> Path:
    lines = [
        HistoryLine(
            when=f"2026-11-{at + 1:02}T20:00:00Z",
            tree="a",
            requirements=99,
            coverage=at / 27,
            pass_rate=1,
            untested=27 - at,
        )
        for at in range(28)
    ]
    file.write_text(drawing(History("history.jsonl", lines, (), 28)))
    return file


def test_the_picture_follows_light_and_dark_keeps_its_words_inside_and_wants_nothing_from_elsewhere(tmp_path):
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("CHROMIUM") or None, "chromium", "google-chrome", "google-chrome-stable")
    path = next(found for name in names if name and (found := shutil.which(name)))
    address = picture(tmp_path / "history.svg").as_uri()
    papers, asked = {}, []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            page = browser.new_page(color_scheme=scheme)
            page.on("request", lambda request: asked.append(request.url))
            page.goto(address)
            papers[scheme] = page.evaluate("getComputedStyle(document.querySelector('.paper')).fill")
            boxes = page.evaluate("[...document.querySelectorAll('text')].map(t => t.getBoundingClientRect().toJSON())")
            assert all(box["left"] >= 0 and box["top"] >= 0 for box in boxes)
            assert all(box["right"] <= 820 and box["bottom"] <= 560 for box in boxes)
        browser.close()
    assert set(asked) == {address}
    assert papers == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}
