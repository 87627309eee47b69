"""How fluid a site stays over very many requirements, in a real Chromium: the first paint, a filter, the search."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import Figure
from harness.adapters.chromium import find_chromium
from harness.adapters.sites import write_site
from harness.domain.cards import Tier
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.requirements import Requirement, Scenario
from harness.domain.results import CardResult, ChainRecord, IsolationRecord, Run
from harness.domain.tracing import Evidence, EvidenceKind, Link, Result, RowState, Shown, Trace, TraceRow
from harness.domain.verdicts import Isolation, State
from harness.reports._site.data import SiteCard, SiteData
from harness.reports._site.pages import pages

REQUIREMENTS = int(os.environ.get("SITE_REQUIREMENTS", "10000"))
OF_FEATURE, CARDS = 40, 2_000
TIMES = 5
FIRST_PAINT, FILTER, SEARCH = 1.0, 0.1, 0.1
_SEED = 20_261_122
_SHOWN = (Shown.PASS, Shown.PASS, Shown.PASS, Shown.FAIL, Shown.UNDECIDED, Shown.STALE, Shown.NOT_RUN)
_STATES = {Shown.FAIL: RowState.FAILING, Shown.STALE: RowState.SUSPECT, Shown.UNDECIDED: RowState.UNDECIDED}

# From an input to the frame that shows what it did: the second frame begins when the first one is painted.
_TIMED = """([selector, value]) => new Promise(done => {
  const box = document.querySelector(selector), began = performance.now();
  if (box.type === "radio") box.checked = true; else box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""
_PAINT = """() => new Promise(done => new PerformanceObserver(list =>
  done(list.getEntriesByName("first-contentful-paint")[0].startTime)
).observe({ type: "paint", buffered: true }))"""
_TOLD = "() => document.querySelector('.found').textContent"
_SETTLED = "() => !document.querySelector('[data-settling]')"
_ROWS = "() => [...document.querySelectorAll('[data-chunk]:not([hidden]) > tr:not([hidden])')].length"


def measure(folder: Path) -> Iterator[Figure]:
    """Making the pages, and the matrix of all requirements as a reader meets it."""
    began = time.perf_counter()
    data = material(REQUIREMENTS)
    made = time.perf_counter()
    write_site(folder / "site", pages(data))
    took = time.perf_counter() - made
    matrix = folder / "site" / "requirements.html"
    told = f"{REQUIREMENTS:,} requirements with evidence, {CARDS:,} cards; {matrix.stat().st_size / 2**20:.1f} MiB of matrix"
    yield Figure("site", "all pages of a site", took, "s", None, f"{told}; material {made - began:.1f} s")
    found = looked_at(matrix)
    yield Figure("site", "first paint of the matrix", found["paint"], "s", FIRST_PAINT, f"median of {TIMES}, {told}")
    yield Figure(
        "site", "matrix ready", found["ready"], "s", None, f"median of {TIMES}: every row is there, and can be filtered"
    )
    for name in ("state", "words", "level", "all again"):
        yield Figure(
            "site", f"filter by {name}", found[name], "s", FILTER, f"median of {TIMES}, up to the painted frame"
        )
    yield Figure(
        "site", "search for a word", found["search"], "s", SEARCH, f"median of {TIMES}, up to the painted frame"
    )


def looked_at(matrix: Path) -> dict[str, float]:
    """Seconds of each thing that a reader does on the page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        paints: list[float] = []
        readies: list[float] = []
        used: dict[str, list[float]] = {}
        for _ in range(TIMES):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(matrix.as_uri())
            paints.append(page.evaluate(_PAINT) / 1000)
            readies.append(
                page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") / 1000
            )
            page.wait_for_timeout(700)
            for name, spent in _used(page).items():
                used.setdefault(name, []).append(spent)
            page.close()
        browser.close()
    return {"paint": median(paints), "ready": median(readies), **{name: median(found) for name, found in used.items()}}


def _used(page: Any) -> dict[str, float]:
    """What filters and the search took, once it is seen that they did something."""
    every = _rows(page)
    state = page.evaluate(_TIMED, ['[name=state][value="failing"]', ""]) / 1000
    failing = _rows(page)
    assert every == REQUIREMENTS, every
    assert page.evaluate(_TOLD) == f"{failing:,} of {every:,} requirements shown"
    words = page.evaluate(_TIMED, ["#words", "account 77"]) / 1000
    assert 0 < _rows(page) < failing
    page.evaluate(_TIMED, ["#words", ""])
    again = page.evaluate(_TIMED, ['[name=state][value=""]', ""]) / 1000
    assert _rows(page) == every
    level = page.evaluate(_TIMED, ["[name=level]", "MUST"]) / 1000
    assert every / 4 < _rows(page) < every / 2
    page.keyboard.press("/")
    page.locator("#said", has_text="to find").wait_for()
    search = page.evaluate(_TIMED, ["#query", "account refuse"]) / 1000
    assert page.locator("#hits li").count() > 10
    return {"state": state, "words": words, "all again": again, "level": level, "search": search}


def _rows(page: Any) -> int:
    page.wait_for_function(_SETTLED)
    found: int = page.evaluate(_ROWS)
    return found


def material(size: int) -> SiteData:
    """A project of so many requirements, each with some evidence, and its cards."""
    chance = random.Random(_SEED)
    cards = [f"CARD-{number:04}" for number in range(CARDS)]
    rows = tuple(_row(number, cards, chance) for number in range(size))
    return SiteData(
        project="many",
        tool_version="0",
        made="2026-11-22T00:00:00.000Z",
        tree="0" * 40,
        trace=Trace(tree="0" * 40, rows=rows),
        cards=tuple(_card(name) for name in cards),
    )


def _row(number: int, cards: list[str], chance: random.Random) -> TraceRow:
    feature = f"{number // OF_FEATURE:03}-feature"
    place = Place(path=f"specs/{feature}/spec.md", line=number % OF_FEATURE + 10)
    text = f"System MUST refuse to pay out of account {number} more than lies in it, and MUST say in one line why."
    scenario = Scenario(
        text=f"Given account {number} with 10.00, when 20.00 are paid out, then it is refused.", place=place
    )
    requirement = Requirement(
        id=f"FR-{number % OF_FEATURE:03}",
        feature=feature,
        text=text,
        level=chance.choice(list(Level)),
        place=place,
        sha256=f"{number:064x}",
        scenarios=(scenario,),
    )
    links = tuple(
        _link(chance.choice(cards), kind, chance) for kind in EvidenceKind for _ in range(chance.randrange(3))
    )
    states = [_STATES.get(link.shown) for link in links]
    state = next((one for one in RowState if one in states), RowState.VERIFIED if links else RowState.UNTESTED)
    return TraceRow(requirement=requirement, state=state, links=links)


def _link(id: str, kind: EvidenceKind, chance: random.Random) -> Link:
    shown = chance.choice(_SHOWN) if chance.random() < 0.2 else Shown.PASS
    evidence = Evidence(
        kind=kind, id=id, title="Pay out", place=Place(path=f"testcards/{id}.md", line=3), sha256="0" * 64
    )
    result = Result(kind=kind, id=id, sha256="0" * 64, shown=shown, run="r1", when="2026-11-22T00:00:00Z")
    return Link(evidence=evidence, shown=shown, result=result)


def _card(name: str) -> SiteCard:
    card = CardResult(
        id=name,
        title="Pay out",
        path=f"testcards/{name}.md",
        sha256="0" * 64,
        tier=Tier.FOUNDATION,
        verifies=(),
        evaluator="literal",
        state=State.PASS,
    )
    isolation = IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL)
    run = Run(
        tool_version="0",
        id="r1",
        command=("harness", "run-cards"),
        started="2026-11-22T00:00:00.000Z",
        finished="2026-11-22T00:00:01.000Z",
        isolation=isolation,
        evaluator="literal",
        cards=(card,),
        events=ChainRecord(count=0, head="0" * 64),
    )
    return SiteCard(card, run, "runs/r1", None)
