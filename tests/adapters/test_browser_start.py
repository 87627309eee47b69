"""How a browser starts, and what is said where it cannot."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.adapters.cell.browsing import folders_of, real_program
from harness.adapters.cell.levels import open_cell
from harness.adapters.chromium import driver
from harness.adapters.chromium.driver import close_driver, shared_driver
from harness.adapters.programs import find_chromium
from harness.adapters.sessions import OpenCells, open_session
from harness.adapters.surfaces.browser import open_surface
from harness.domain.actions import LookAtPage, OpenPage, Surface
from harness.domain.configuration import Service
from harness.domain.observations import PageObservation
from harness.domain.verdicts import Cause, Isolation
from harness.errors import MachineError
from tests.support.grounds import cell_of, ground_of, product, recorder_in
from tests.support.pages import SERVER, visit

pytestmark = [pytest.mark.long, pytest.mark.requires_cell]


@pytest.fixture(autouse=True)
def no_driver_is_left() -> Iterator[None]:
    close_driver()
    yield
    close_driver()


def program(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("level", list(Isolation))
@pytest.mark.requires_chromium
def test_a_browser_starts_at_every_level(tmp_path: Path, level: Isolation) -> None:
    with visit(tmp_path, level, port=8766) as user:
        assert user.open("/form").title == "Form"
        assert user.type("hunter2", "Password").problem is None
        assert user.open("/files").problem is None
        assert user.click("Get").downloads == ("file.csv",)


def test_without_a_chromium_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/chromium")
    with ground_of(tmp_path, {}) as ground, pytest.raises(MachineError, match="need a Chromium") as caught:
        open_surface(ground)
    assert "$CHROMIUM names" in caught.value.hint


def test_without_playwright_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", program(tmp_path, "chromium", "#!/bin/sh\n"))
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with ground_of(tmp_path, {}) as ground:
        browser = open_surface(ground)
        with pytest.raises(MachineError, match="Playwright, which is not installed") as caught:
            browser.perform(LookAtPage())
        browser.close()
    assert caught.value.hint == "pip install 'spec-harness[browser]'"


def test_a_driver_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from playwright._impl import transport

    monkeypatch.setattr(transport, "compute_driver_executable", lambda: ("/no/node", "cli.js"))
    monkeypatch.setenv("CHROMIUM", program(tmp_path, "chromium", "#!/bin/sh\n"))
    with ground_of(tmp_path, {}) as ground:
        browser = open_surface(ground)
        with pytest.raises(MachineError, match="driver does not start"):
            browser.perform(LookAtPage())
        browser.close()


@pytest.mark.parametrize("level", list(Isolation))
def test_a_browser_that_ends_at_once_says_what_it_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: Isolation
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = "#!/bin/sh\necho 'no display, no mercy' >&2\nexit 3\n"
    monkeypatch.setenv("CHROMIUM", program(own, "chromium", text))
    with ground_of(tmp_path, {}, level=level) as ground:
        browser = open_surface(ground)
        with pytest.raises(MachineError, match="the browser did not start"):
            browser.perform(LookAtPage())
        browser.close()


def test_a_program_that_is_no_browser_is_no_card_s_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", program(tmp_path, "chromium", "not a program at all"))
    with ground_of(tmp_path, {}, level=Isolation.SANDBOX) as ground:
        browser = open_surface(ground)
        with pytest.raises(MachineError, match="the browser did not start"):
            browser.perform(LookAtPage())
        browser.close()


@pytest.mark.requires_chromium
def test_a_card_whose_time_is_over_before_the_browser_is_there_says_so(tmp_path: Path) -> None:
    with ground_of(tmp_path, {}, seconds=0.01) as ground:
        browser = open_surface(ground)
        with pytest.raises(MachineError, match="limit of"):
            browser.perform(LookAtPage())
        browser.close()


def test_a_cell_that_is_closed_gives_no_view(tmp_path: Path) -> None:
    for number, level in enumerate(Isolation):
        room = tmp_path / str(number)
        room.mkdir()
        with cell_of(product(room, {}), level) as cell:
            cell.close()
            with pytest.raises(MachineError, match="ended early"):
                cell.browser("/bin/true")


@pytest.mark.requires_chromium
def test_a_path_needs_a_service_that_it_could_belong_to(tmp_path: Path) -> None:
    with ground_of(tmp_path, {}) as ground:
        browser = open_surface(ground)
        seen = browser.perform(OpenPage(target="/accounts"))
        browser.close()
    assert isinstance(seen, PageObservation)
    assert (seen.blame, "no service has an address" in (seen.problem or "")) == (Cause.CARD, True)


@pytest.mark.requires_chromium
def test_a_session_starts_the_browser_while_services_come_up(tmp_path: Path) -> None:
    plan = product(tmp_path, {"server.py": SERVER})
    services = {"web": Service(run="python3 {tree}/server.py 8000", ready="http://127.0.0.1:8000/")}
    cells = OpenCells(lambda: open_cell(Isolation.CELL, plan))
    with (
        recorder_in(tmp_path) as recorder,
        open_session(cells, recorder, services, 60.0, (Surface.BROWSER,)) as session,
    ):
        assert list(session.surfaces) == [Surface.BROWSER]
        seen = session.perform(OpenPage(target="/"))
    assert isinstance(seen, PageObservation)
    assert seen.title == "Home"


def test_the_driver_is_one_for_all_and_ends_for_all() -> None:
    first = shared_driver()
    assert shared_driver() is first
    first.starting.result(60)
    close_driver()
    assert not any(thread.name == "playwright" for thread in driver.threading.enumerate())
    close_driver()
    assert shared_driver() is not first


def test_what_takes_too_long_is_given_up(tmp_path: Path) -> None:
    import asyncio

    one = shared_driver()
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        one.call(asyncio.sleep(60), 0.05)
    assert time.monotonic() - begun < 30


def test_what_a_distribution_wraps_in_a_script_is_started_without_it(tmp_path: Path) -> None:
    script = program(tmp_path, "some-browser", "#!/bin/sh\n")
    assert real_program(script) == script
    assert real_program("/bin/true").endswith("/true")
    assert real_program(str(tmp_path / "none")) == str(tmp_path / "none")
    assert (folders_of("/usr/bin/x"), folders_of("/opt/chrome/chrome")) == ((), ("/opt/chrome",))


@pytest.mark.requires_chromium
@pytest.mark.parametrize("level", list(Isolation))
def test_a_chromium_outside_of_the_system_is_seen_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: Isolation
) -> None:
    real = real_program(find_chromium())
    with tempfile.TemporaryDirectory(dir=Path.home()) as own:  # every view has a /tmp of its own
        monkeypatch.setenv("CHROMIUM", program(Path(own), "chromium", f'#!/bin/sh\nexec {real} "$@"\n'))
        with visit(tmp_path, level, port=8768) as user:
            assert user.open("/").title == "Home"
