"""A page whose look changes while its words stay: recorded, caught by check and compare, reviewed as a page, accepted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.goldens import at_a_terminal, check, copy_of, outcomes, results
from tests.support.projects import CardProject, Done
from tests.support.repositories import Repository

pytestmark = [pytest.mark.long, pytest.mark.requires_git, pytest.mark.requires_cell, pytest.mark.requires_chromium]

SERVER = """#!/usr/bin/env python3
import http.server
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name, kind = {"/style.css": ("style.css", "text/css")}.get(self.path, ("page.html", "text/html; charset=utf-8"))
        self.send_response(200)
        self.send_header("content-type", kind)
        self.end_headers()
        self.wfile.write((HERE / name).read_bytes())

    def log_message(self, *arguments):
        pass


http.server.HTTPServer(("127.0.0.1", 8000), Handler).serve_forever()
"""
PAGE = """<!doctype html>
<html lang="en"><head><title>Shop</title><link rel="stylesheet" href="/style.css"></head>
<body><h1>Shop</h1><p>Two books, <b>12.50 EUR</b>.</p><button>Buy</button></body></html>
"""
STYLE = "body { font-family: sans-serif } button { background: #1f56a3; color: white; padding: 12px 40px; border: 0 }\n"
RED = STYLE.replace("#1f56a3", "#a31f56")
CONFIGURATION = """[product.commands]
web = "{tree}/web"
[product.services.web]
run = "{tree}/web"
ready = "http://127.0.0.1:8000/"
"""
CASE = """---
id: SHOP-PAGE
verifies: [FR-001]
surface: browser
screenshot: {share}
---
# Look at the shop

## Steps
1. Open `/`.
"""
SPECIFICATION = "# Feature Specification: a shop\n\n- **FR-001**: The shop MUST show its books.\n"


@dataclass(frozen=True)
class Recorded:
    project: CardProject
    done: Done


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    room = tmp_path_factory.mktemp("shop")
    repository = Repository.create(room / "project")
    repository.write({"web": SERVER, "page.html": PAGE, "style.css": STYLE, "harness.toml": CONFIGURATION})
    repository.write({"specs/spec.md": SPECIFICATION, "golden/page.md": CASE.format(share="0.001")})
    (repository.folder / "web").chmod(0o755)
    project = CardProject(repository.folder, room / "cache", {"CI": ""})
    repository.write({"golden/wide.md": CASE.format(share="0.2").replace("SHOP-PAGE", "SHOP-WIDE")})
    done = project.harness("golden", "record", "golden/page.md", "golden/wide.md")
    (repository.folder / "golden/wide.md").unlink()
    repository.commit("recorded")
    return Recorded(project, done)


@pytest.fixture(scope="module")
def changed(recorded: Recorded, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """The same after a change of its style alone, and checked."""
    project = copy_of(recorded.project, tmp_path_factory.mktemp("changed"))
    project.write("style.css", RED)
    return Recorded(project, check(project))


def pictures(project: CardProject) -> list[Path]:
    return sorted((project.folder / "golden" / "pictures").rglob("*.png"))


def test_a_recorded_page_keeps_its_picture_beside_the_snapshot(recorded: Recorded) -> None:
    assert recorded.done.code == 4, recorded.done  # the wide one is not
    (picture,) = pictures(recorded.project)
    digest = hashlib.sha256(picture.read_bytes()).hexdigest()
    assert picture.relative_to(recorded.project.folder).as_posix() == f"golden/pictures/SHOP-PAGE/{digest}.png"
    snapshot = (recorded.project.folder / "golden/SHOP-PAGE.golden").read_text()
    assert f"screenshot, picture = sha256:{digest}" in snapshot
    assert "unstable" not in snapshot


def test_a_change_of_style_that_no_text_shows_is_caught_by_the_screenshot(changed: Recorded) -> None:
    assert changed.done.code == 1, changed.done
    (found,) = results(changed.done).values()
    assert found["outcome"] == "changed"
    assert [(one["leaf"], one["kind"]) for one in found["differences"]] == [("screenshot", "value")]
    assert found["lines"] == {"Steps 1": 10}


def test_a_page_shows_both_pictures_and_accepts_nothing(changed: Recorded, tmp_path: Path) -> None:
    before = pictures(changed.project)
    page = tmp_path / "review.html"
    done = changed.project.harness("golden", "review", "--html", "--output", str(page), CI="true")
    assert done.code == 5, done
    text = page.read_text()
    assert text.count("<img") == 3
    assert "harness golden review SHOP-PAGE" in text
    assert "of the points look different; 0.100% may" in text
    assert pictures(changed.project) == before
    printed = changed.project.harness("golden", "review", "--html", "SHOP-PAGE")
    assert (printed.code, printed.out) == (5, text)


def test_the_report_of_a_run_shows_both_pictures_again(changed: Recorded, tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    done = changed.project.harness("report", "--report", "html", "--output", str(page))
    assert done.code == 0, done
    assert page.read_text().count("<img") == 2
    assert "SHOP-PAGE" in changed.project.harness("report", "--report", "junit").out


def test_accepting_puts_the_new_picture_in_place_of_the_old_one(changed: Recorded, tmp_path: Path) -> None:
    project = copy_of(changed.project, tmp_path)
    (old,) = pictures(project)
    done = at_a_terminal(project, "golden", "review", "--reason", "the brand is red now", typed=[("screenshot", "a")])
    assert done.code == 0, done
    (new,) = pictures(project)
    assert new.name != old.name
    assert project.harness("golden", "review", "--html").code == 0
    assert outcomes(check(project)) == {"SHOP-PAGE": "same"}


def test_a_picture_that_somebody_took_away_breaks_the_snapshot(recorded: Recorded, tmp_path: Path) -> None:
    project = copy_of(recorded.project, tmp_path)
    (picture,) = pictures(project)
    picture.unlink()
    done = check(project)
    assert done.code == 4, done
    (found,) = results(done).values()
    assert found["outcome"] == "broken snapshot"
    assert picture.name in found["reason"]
    assert "Traceback" not in done.err


def test_two_revisions_are_compared_by_their_pictures(recorded: Recorded, tmp_path: Path) -> None:
    project = copy_of(recorded.project, tmp_path)
    project.write("style.css", RED)
    done = project.harness("golden", "compare", "HEAD", "--report", "json")
    assert done.code == 1, done
    (found,) = results(done).values()
    assert [one["leaf"] for one in found["differences"]] == ["screenshot"]
    assert found["lines"] == {"Steps 1": 10}
    page = tmp_path / "run.html"
    assert project.harness("report", "--report", "html", "--output", str(page)).code == 0
    assert page.read_text().count("<img") == 2


def test_a_share_under_which_the_page_could_be_emptied_is_not_recorded(recorded: Recorded) -> None:
    assert "SHOP-WIDE: not recorded: Steps 1: all that the screenshot shows takes" in recorded.done.out
    assert not (recorded.project.folder / "golden/SHOP-WIDE.golden").exists()


def test_an_output_without_a_page_is_refused(recorded: Recorded) -> None:
    done = recorded.project.harness("golden", "review", "--output", "x.html")
    assert done.code == 2
    assert "`--output` is for `--html`" in done.err
