"""Pages that try to get out, to hang the run, or to leave something behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from harness.adapters.chromium.driver import close_driver
from harness.domain.actions import LookAtPage
from harness.domain.observations import TroubleKind
from harness.domain.verdicts import Cause, Isolation
from harness.errors import MachineError
from tests.attacks.residue import descendants
from tests.support.pages import ORIGIN, Visit, visit

pytestmark = [pytest.mark.long, pytest.mark.requires_cell, pytest.mark.requires_chromium]

LIMIT = 25.0
"""Seconds for any one step before a hostile page: the limits of acting, resting and looking together."""


@pytest.fixture
def user(tmp_path: Path, leaves_nothing: None) -> Iterator[Visit]:
    with visit(tmp_path) as there:
        yield there
    close_driver()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "chrome://version",
        "chrome-untrusted://x",
        "devtools://devtools/bundled/inspector.html",
        "view-source:http://127.0.0.1:8000/",
        "javascript:alert(1)",
        "data:text/html,hello",
        "about:blank",
        "ftp://127.0.0.1/",
        "http://example.org/",
        "//example.org/",
        "https://192.0.2.1/",
        "http://127.0.0.1@example.org/",
        "http://127.0.0.1.example.org/",
        "http://0x7f.1/",
        "http://[::ffff:192.0.2.1]/",
        "",
    ],
)
def test_addresses_outside_the_cell_are_refused(tmp_path: Path, address: str) -> None:
    with visit(tmp_path) as there:
        seen = there.open(address)
    close_driver()
    assert "is no address inside the cell" in (seen.problem or "")
    assert (seen.blame, seen.url) == (Cause.CARD, "")


def test_no_link_window_or_redirect_leads_out(user: Visit) -> None:
    for name in ("Host", "File", "Chrome", "Source", "Redirect", "Redirect out", "Go to file"):
        assert user.open("/ways-out").problem is None
        seen = user.click(name)
        assert seen.url in (f"{ORIGIN}/ways-out", "chrome-error://chromewebdata/"), name
        assert "root:" not in seen.text
        assert seen.troubles, name
    for name in ("Open file", "Open host", "Out", "File"):
        assert user.open("/windows").problem is None
        seen = user.click(name)
        assert seen.url in (f"{ORIGIN}/windows", "chrome-error://chromewebdata/"), name
        assert seen.troubles, name


def test_at_export_nothing_but_loopback_is_reached(tmp_path: Path, leaves_nothing: None) -> None:
    """The host's own address stands for the world: something answers there, and is never asked."""
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("0.0.0.0", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{host_address()}:{server.server_port}"
        with visit(tmp_path, Isolation.EXPORT, port=8765) as there:
            assert there.open("/").title == "Home"
            assert "no address inside" in (there.open(f"{address}/open").problem or "")
            page = there.browser._window().page()
            script = f"() => fetch('{address}/fetch', {{mode: 'no-cors'}}).then(() => 'reached', () => 'refused')"
            assert there.browser._call(page.evaluate(script), 20) == "refused"
            there.browser._call(page.evaluate(f"() => {{ location = '{address}/location' }}"), 20)
            assert there.look().url == "chrome-error://chromewebdata/"
        close_driver()
        server.shutdown()
    assert asked == []


def host_address() -> str:
    told = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False).stdout.split()
    return next((one for one in told if ":" not in one and not one.startswith("127.")), "192.0.2.1")


def test_the_browser_sees_neither_product_nor_home_nor_host(user: Visit) -> None:
    user.open("/")
    first, *_ = browsers()
    root = Path(f"/proc/{first}/root")
    assert not (root / "product").exists()
    assert sorted(path.name for path in (root / "home").iterdir()) == ["user"]
    assert not (root / "home/user/Downloads").exists()
    assert not (root / "root").exists()
    assert not (root / str(user.recorder.folder).lstrip("/")).exists()
    status = Path(f"/proc/{first}/status").read_text()
    assert "CapEff:\t0000000000000000" in status


def browsers() -> list[int]:
    """The browsers that this test started, by the profile that only they have; other tests' browsers run beside them."""
    found = []
    for process in descendants(os.getpid()):
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
            if b"--user-data-dir=/home/user/profile" in words and words[0].endswith(b"/chromium"):
                found.append(process)
    return sorted(found)


def test_a_loop_in_a_click_ends_the_step_and_the_next_page_opens(user: Visit) -> None:
    user.open("/loop")
    for act in (lambda: user.click("Hang"), user.look):
        seen = act()
        assert seen.blame is Cause.PRODUCT
        assert seen.seconds < LIMIT
    assert user.open("/").title == "Home"


def test_a_page_that_loops_at_once_does_not_respond(user: Visit) -> None:
    seen = user.open("/loops-at-once")
    assert (seen.problem, seen.blame) == ("the page does not respond", Cause.PRODUCT)
    assert seen.seconds < LIMIT
    assert user.open("/").title == "Home"


def test_a_page_that_loads_itself_for_ever_ends_the_step(user: Visit) -> None:
    seen = user.open("/reloads")
    assert seen.seconds < LIMIT
    assert user.look().seconds < LIMIT
    assert user.open("/").title == "Home"


def test_a_page_that_changes_for_ever_is_seen_all_the_same(user: Visit) -> None:
    seen = user.open("/rests-never")
    assert (seen.problem, seen.text.isdigit()) == (None, True)


def test_a_huge_page_is_read_or_said_to_be_too_large(user: Visit) -> None:
    seen = user.open("/huge")
    assert seen.blame in (None, Cause.ENVIRONMENT)
    if seen.blame is None:
        assert "row 9999" in seen.text
    assert user.open("/").title == "Home"


def test_endless_alerts_are_answered_one_by_one(user: Visit) -> None:
    user.open("/dialogs")
    seen = user.click("Endless")
    for _ in range(5):
        assert seen.dialog is not None
        assert seen.seconds < LIMIT
        seen = user.answer(True)


def test_a_page_that_crashes_is_the_products_fault_and_another_can_be_opened(user: Visit) -> None:
    user.open("/crash")
    page = user.browser._window().page()

    async def crash() -> None:
        session = await page.context.new_cdp_session(page)
        await session.send("Page.crash")

    with contextlib.suppress(MachineError):
        user.browser._call(crash(), 2)
    seen = user.look()
    assert (seen.problem, seen.blame) == ("the page crashed", Cause.PRODUCT)
    assert [trouble.kind for trouble in seen.troubles] == [TroubleKind.PAGE_ERROR]
    assert user.open("/").title == "Home"


def test_a_page_opens_no_more_windows_than_a_user_would_get(user: Visit) -> None:
    user.open("/tabs")
    assert len(user.click("Many").tabs) <= 3


def test_a_page_that_closes_itself_leaves_nothing_open(user: Visit) -> None:
    user.open("/")
    first = next(tab.id for tab in user.click("Elsewhere").tabs)
    user.gesture("close-tab", text=first)
    seen = user.click("Close me")
    assert seen.tabs == ()
    assert user.look().problem == "no page is open"
    assert user.open("/").title == "Home"


def test_a_cell_that_ends_takes_its_browser_along_and_says_so(user: Visit) -> None:
    user.open("/")
    assert browsers()
    user.ground.cell.close()
    with pytest.raises(MachineError, match="ended early"):
        user.do(LookAtPage())
    assert browsers() == []


@pytest.mark.parametrize("level", list(Isolation))
def test_a_browser_leaves_nothing_behind(tmp_path: Path, leaves_nothing: None, level: Isolation) -> None:
    with visit(tmp_path, level, port=8764) as there:
        assert there.open("/").title == "Home"
    close_driver()


KILLED = """
import sys, time
from pathlib import Path
from tests.support.pages import visit
from harness.domain.verdicts import Isolation
with visit(Path(sys.argv[1]), Isolation(sys.argv[2]), port=8763) as there:
    there.open("/")
    print("open", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("level", list(Isolation))
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_harness_that_is_ended_takes_its_browser_along(
    tmp_path: Path, leaves_nothing: None, level: Isolation, number: signal.Signals
) -> None:
    own = tmp_path / "tmp"
    own.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path), level.value],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(own)},
        start_new_session=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"open\n"
    os.killpg(running.pid, number)
    running.wait(30)
    running.stdout.close()
    until = time.monotonic() + 10
    while number is signal.SIGINT and list(own.iterdir()) and time.monotonic() < until:
        time.sleep(0.05)
    assert number is signal.SIGKILL or list(own.iterdir()) == []
