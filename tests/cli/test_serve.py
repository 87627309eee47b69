"""``harness serve`` as a person meets it: started at a terminal, looked at in a real Chromium, and attacked beside them."""

from __future__ import annotations

import http.client
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from harness.adapters.records import Recorder
from harness.domain.events import CardFinished, CardStarted, RunStarted, StepStarted
from harness.domain.results import Attempt
from harness.domain.verdicts import Verdict
from tests.reports.test_html_in_a_browser import Chromium, browser, chromium
from tests.support import goldens
from tests.support.goldens import case, check
from tests.support.projects import CardProject, card
from tests.support.recorded import record_run

__all__ = ["browser", "chromium"]
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?key=\S+")


@dataclass
class Served:
    """A server that was started; ``first`` is the address that it printed."""

    first: str
    process: subprocess.Popen[bytes]

    @property
    def base(self) -> str:
        return self.first.partition("?")[0]

    @property
    def key(self) -> str:
        return self.first.partition("key=")[2]

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
        with closing(http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=60)) as line:
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            with line.getresponse() as answer:
                return answer.status, answer.read().decode()

    def post(self, path: str, **form: str) -> tuple[int, str]:
        """Send a form as a page of ours would, with what it takes."""
        port = urlsplit(self.base).port
        page = self.ask("GET", "/seals", Cookie=f"harness-{port}={self.key}")[1]
        proof = re.search(r'name="proof" value="([0-9a-f]+)"', page)
        body = urlencode(form | ({"proof": proof[1]} if proof else {}))
        type = "application/x-www-form-urlencoded"
        return self.ask(
            "POST", path, body, Content_Type=type, Cookie=f"harness-{port}={self.key}", Origin=self.base.rstrip("/")
        )


@contextmanager
def served(made: CardProject, *, terminal: bool = True, **variables: str) -> Iterator[Served]:
    """``harness serve`` on a free port, at a terminal of its own or at none."""
    controller, beside = pty.openpty()
    end = beside if terminal else subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-m", "harness", "serve", "--port", "0"],
        cwd=made.folder,
        env={**made.environment, "CI": "", **variables},
        stdin=beside if terminal else subprocess.DEVNULL,
        stdout=end,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    os.close(beside)
    said = controller if terminal else process.stdout.fileno()  # type: ignore[union-attr]
    try:
        yield Served(_address(said), process)
    finally:
        process.send_signal(signal.SIGINT)
        _drained(said)
        assert process.wait(30) == 0
        os.close(controller)
        if process.stdout is not None:
            process.stdout.close()


def _address(said: int) -> str:
    shown, deadline = "", time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([said], [], [], 0.1)[0]:
            shown += os.read(said, 4096).decode()
        found = ADDRESS.search(shown)
        if found and "\n" in shown:
            return found[0]
    raise AssertionError(f"no address: {shown}")


def _drained(said: int) -> None:
    try:
        while os.read(said, 4096):
            pass
    except OSError:
        return


def open_page(chromium: Chromium, address: str) -> Any:
    page = chromium.browser.new_context().new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.goto(address)
    return page


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    """Two golden cases that behave otherwise than recorded, and a card."""
    cases = {"list.md": case("LIST", "todo add milk", "todo list"), "greet.md": case("GREET", "todo add milk")}
    made = goldens.project(tmp_path_factory.mktemp("serve"), cases)
    made.write("testcards/list.md", card("CARD-LIST"))
    assert made.harness("golden", "record", "golden").code == 0
    made.repository.commit()
    goldens.change(made, 'echo "added $2"', 'echo "has <b>$2</b>"')
    assert check(made).code == 1
    return made


@pytest.mark.requires_chromium
@pytest.mark.requires_git
def test_what_goes_on_is_shown_while_it_goes_on(tmp_path: Path, chromium: Chromium) -> None:
    from playwright.sync_api import expect

    expect.set_options(timeout=30_000)
    made = CardProject.create(tmp_path, {"list.md": card("CARD-LIST")})
    record_run(made.folder)
    with served(made) as server:
        page = open_page(chromium, server.first)
        expect(page.locator("#rows tr")).to_have_count(2)
        assert page.locator("#title").inner_text() == "The newest run is over"
        with Recorder(made.folder) as recorder:
            facts = {"card": "CARD-<B>", "attempt": 1}
            recorder.append(RunStarted(run=recorder.id, tree="f" * 40, cards=3))
            recorder.append(CardStarted(**facts, sha256="0" * 64, evaluator="literal"))
            recorder.append(StepStarted(**facts, section="Steps", number=2))
            expect(page.locator("#rows tr")).to_have_count(1)
            assert page.locator("#title").inner_text() == "A run is going on"
            assert page.locator("#rows").inner_text().split() == ["CARD-<B>", "running", "Steps", "2"]
            result = Attempt(number=1, verdict=Verdict.FAIL, reason="it said <i>no</i>", seconds=1.5)
            recorder.append(CardFinished(card="CARD-<B>", result=result))
            expect(page.locator("#rows")).to_contain_text("fail")
            assert "it said <i>no</i>" in page.locator("#rows").inner_text()
            assert page.locator("#said").inner_text() == f"{recorder.id}: 1 of 3 cards"
        assert page.complaints == []
        page.context.close()


@pytest.mark.requires_chromium
@pytest.mark.requires_git
@pytest.mark.requires_cell
def test_a_reviewer_accepts_rejects_and_seals_in_the_browser(
    waiting: CardProject, tmp_path: Path, chromium: Chromium
) -> None:
    made = goldens.copy_of(waiting, tmp_path)
    with served(made) as server:
        page = open_page(chromium, server.first)
        page.get_by_role("link", name="Golden review").click()
        form = page.locator("form[action='/golden/accept']", has=page.locator("input[value='GREET']"))
        form.get_by_role("button").click()
        assert page.url.endswith("/golden"), "without a reason the browser sends nothing"
        form.get_by_label("Why what is received is right").fill("markup was asked for")
        form.get_by_role("button").click()
        assert "GREET is golden as it was received" in page.locator("main").inner_text()
        page.get_by_role("link", name="Go back").click()
        page.locator("form[action='/golden/reject']").get_by_role("button").click()
        assert "the golden of LIST stays" in page.locator("main").inner_text()
        page.get_by_role("link", name="Go back").click()
        assert "Nothing waits for a review" in page.locator("h1").inner_text()
        page.get_by_role("link", name="Seals").click()
        page.locator("summary").click()
        assert "id: CARD-LIST" in page.locator("pre").inner_text()
        page.get_by_label("What you looked at").fill("all of it")
        page.get_by_role("button", name="Seal it").click()
        assert "CARD-LIST is sealed" in page.locator("main").inner_text()
        assert page.complaints == []
        page.context.close()
    assert "has <b>milk</b>" in (made.folder / "golden/GREET.golden").read_text()
    last = (made.folder / "golden/accepted.jsonl").read_text().splitlines()[-1]
    assert json.loads(last)["reason"] == "markup was asked for"
    assert "added milk" in (made.folder / "golden/LIST.golden").read_text()
    assert json.loads((made.folder / "testcards/seals.jsonl").read_text())["reason"] == "all of it"


@pytest.mark.requires_git
@pytest.mark.requires_cell
def test_what_moved_since_it_was_looked_at_is_not_accepted(waiting: CardProject, tmp_path: Path) -> None:
    made = goldens.copy_of(waiting, tmp_path)
    before = (made.folder / "golden/GREET.golden").read_text()
    with served(made) as server:
        for path, form in {
            "/golden/accept": {"case": "GREET", "received": "0" * 64, "reason": "x"},
            "/golden/reject": {"case": "GREET", "received": ""},
            "/seals/set": {"card": "CARD-LIST", "sha256": "0" * 64, "reason": "x"},
        }.items():
            status, said = server.post(path, **form)
            assert (status, "It is another one by now" in said) == (409, True)
        assert server.post("/golden/accept", case="NO-SUCH", received="", reason="x")[0] == 409
        assert server.post("/golden/elsewhere")[0] == 404
    assert (made.folder / "golden/GREET.golden").read_text() == before
    assert not (made.folder / "testcards/seals.jsonl").exists()


@pytest.mark.requires_git
@pytest.mark.requires_cell
@pytest.mark.parametrize("how", ["no terminal", "CI", "no key"])
def test_who_could_not_have_looked_gets_no_form_and_changes_nothing(
    waiting: CardProject, tmp_path: Path, how: str
) -> None:
    made = goldens.copy_of(waiting, tmp_path)
    with served(made, terminal=how != "no terminal", CI="true" if how == "CI" else "") as server:
        cookie = {} if how == "no key" else {"Cookie": f"harness-{urlsplit(server.base).port}={server.key}"}
        for path in ("/golden", "/seals"):
            status, page = server.ask("GET", path, **cookie)
            assert (status, "Nothing can be decided here" in page, "<form" in page) == (200, True, False)
        status, said = server.post("/golden/accept", case="GREET", received="", reason="x")
        assert status in (403, 409), said
    assert "has" not in (made.folder / "golden/GREET.golden").read_text()


@pytest.mark.requires_git
def test_only_pages_of_ours_are_there_and_nothing_of_the_disk(tmp_path: Path) -> None:
    made = CardProject.create(tmp_path, {"list.md": card("CARD-LIST")})
    with served(made) as server:
        for path in ("/etc/passwd", "/harness.toml", "/golden/x", "/testcards/list.md", "/.git/config"):
            assert server.ask("GET", path)[0] == 404
        assert server.ask("GET", "/site/../../harness.toml")[0] == 400
        assert server.ask("GET", "/", Host="evil.example")[0] == 421


@pytest.mark.requires_chromium
@pytest.mark.requires_git
def test_the_report_is_served_and_made_anew_when_a_run_is_over(tmp_path: Path, chromium: Chromium) -> None:
    made = CardProject.create(tmp_path, {"list.md": card("CARD-LIST")})
    record_run(made.folder)
    with served(made) as server:
        page = open_page(chromium, server.first)
        page.get_by_role("link", name="Report").click()
        assert page.url.endswith("/site/index.html")
        page.goto(f"{server.base}site/runs.html")
        before = page.locator("main").inner_text()
        newer = record_run(made.folder, ("BANK-NEW",))
        page.reload()
        assert newer.name not in before
        assert newer.name in page.content()
        assert page.complaints == []
        page.context.close()
        page = open_page(chromium, f"{server.base}site")
        page.get_by_role("link", name="Runs").first.click()
        assert page.url == f"{server.base}site/runs.html"
        page.context.close()
        assert server.ask("GET", "/site/no-such.html")[0] == 404
        assert server.ask("GET", f"/site/{'a' * 300}")[0] == 404
        assert server.ask("GET", "/site/%2e%2e/%2e%2e/etc/passwd")[0] == 400


def test_asked_to_end_it_leaves_nothing_behind(tmp_path: Path) -> None:
    made = CardProject.create(tmp_path / "made", {"list.md": card("CARD-LIST")})
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    with served(made, TMPDIR=str(rooms)) as server:
        assert server.ask("GET", "/site/index.html")[0] == 200
        assert list(rooms.iterdir()) != []
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
    assert list(rooms.iterdir()) == []


def test_it_refuses_to_listen_elsewhere_without_a_token(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "harness", "serve", "--host", "0.0.0.0", "--port", "0"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "error: others could reach 0.0.0.0, and there is no token\n  hint: " in done.stderr
