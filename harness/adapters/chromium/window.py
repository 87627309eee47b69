"""One browser in one cell: started, looked at, closed; what single actions do in it lies elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from harness.adapters.cell.browsing import BrowserView
from harness.adapters.chromium.addresses import BLANK
from harness.adapters.chromium.looks import Look, look, rest, shown_tabs
from harness.adapters.chromium.notes import Note
from harness.adapters.chromium.problems import Problem, Unresponsive, first_line, unless_gone
from harness.adapters.chromium.tabs import Tab, Tabs
from harness.domain.verdicts import Cause
from harness.errors import MachineError

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Dialog, Page, Playwright

T = TypeVar("T")
STEP_SECONDS = 5.0
"""For what a user waits for in one step: an element to come up, a page to come to rest, an expectation to hold."""

LOAD_SECONDS = 30.0
"""For the first bytes of a page."""

_LAUNCH_SECONDS = 60.0
_CLOSE_SECONDS = 3.0
_GONE_SECONDS = 0.1
_WIDTH, _HEIGHT = 1280, 800

# Everything but loopback goes to a proxy that is not there: no address, redirect or subresource leads out, at any level.
_ARGUMENTS = (
    "--proxy-server=http://127.0.0.1:9",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--no-pings",
    "--disable-gpu",
    "--disable-domain-reliability",
)
_UNWANTED = ("--disable-popup-blocking",)
"""Playwright's own arguments that would make the browser unlike a user's."""


@dataclass
class Window:
    """A browser as its user has it before them; used in the driver's thread only.

    ``secrets`` are all texts that stood in a password field. ``pending`` are clicks that a dialog holds up; ``note`` is of
    what the action under way touches.
    """

    browser: Browser
    context: BrowserContext
    tabs: Tabs
    last: Look
    secrets: set[str]
    pending: set[asyncio.Future[Any]]
    note: Note

    def begin(self) -> None:
        """Forget what the action before was about."""
        self.note = Note()
        for tab in self.tabs.opened:
            tab.status = None

    def page(self) -> Page:
        """The page that is acted on. Raises Problem where there is none."""
        tab = self.tab()
        if tab.hung:
            raise Unresponsive
        if tab.ours and tab.page.url == BLANK:
            raise Problem("no page is open", Cause.CARD)
        return tab.page

    def tab(self) -> Tab:
        """The tab that is acted on. Raises Problem where there is none."""
        tab = self.tabs.active
        if tab is None:
            raise Problem("no page is open", Cause.CARD)
        if tab.crashed:
            raise Unresponsive("the page crashed")
        return tab

    async def new_tab(self) -> Tab:
        """A new, empty tab, which becomes the active one."""
        page = await self.context.new_page()
        tab = next(tab for tab in self.tabs.opened if tab.page is page)
        tab.ours = True
        return tab

    async def answering_tab(self) -> Tab:
        """The active tab; a new one in place of one that does not answer any more."""
        tab = self.tabs.active
        if tab is not None and not tab.crashed and not tab.hung:
            return tab
        fresh = await self.new_tab()
        if tab is not None:
            self.tabs.close(tab)
            self.tabs.active = fresh
        return fresh

    async def unless_dialog(self, work: Awaitable[T], seconds: float) -> T | None:
        """Do something that may open a dialog: then it is left undone, until that is answered. Raises Unresponsive."""
        doing = asyncio.ensure_future(work)
        await self._first(doing, seconds)
        if doing.done():
            return doing.result()
        if not self.tabs.dialog:
            doing.cancel()
            raise Unresponsive
        self.pending.add(doing)
        doing.add_done_callback(self._done)
        return None

    def _done(self, doing: asyncio.Future[Any]) -> None:
        self.pending.discard(doing)
        if not doing.cancelled():
            doing.exception()  # what came of it is seen in the page

    def under_way(self) -> frozenset[object]:
        """The requests that are under way now."""
        return frozenset(self.tabs.under_way)

    async def refuse_if_gone(self, sure: bool = False) -> None:
        """Raises MachineError if the browser has ended, with its cell or by itself; its pages go a moment before it."""
        if not sure:
            await asyncio.sleep(_GONE_SECONDS)
        if not self.browser.is_connected():
            raise MachineError("the browser ended early", "see the other messages of this card")

    async def rest(self, seconds: float, before: frozenset[object] = frozenset()) -> None:
        """Let the page come to rest, or a dialog open."""
        resting = asyncio.ensure_future(rest(self.tabs, seconds, before))
        await self._first(resting, seconds)
        resting.cancel()

    async def dialog(self, seconds: float) -> Dialog | None:
        """The open dialog, waited for."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.tabs.dialog_opened.wait(), seconds)
        return self.tabs.dialog

    async def go_on(self, seconds: float, gone: bool) -> None:
        """Wait for what a dialog held up, which an answer may have called off (``gone``); or for the next dialog."""
        for held_up in list(self.pending):
            if gone:
                held_up.cancel()
            else:
                await self._first(held_up, seconds)

    async def _first(self, doing: asyncio.Future[Any], seconds: float) -> None:
        """Wait for something, for a dialog, or so long."""
        opened = asyncio.ensure_future(self.tabs.dialog_opened.wait())
        await asyncio.wait({doing, opened}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()

    async def look(self, seconds: float = STEP_SECONDS) -> Look:
        """What is shown now. Raises Unresponsive."""
        self.last = await look(self.tabs, self.last, seconds)
        self.secrets |= self.last.secrets
        return self.last

    def blind_look(self) -> Look:
        """What is known without asking the page."""
        tab = self.tabs.active
        url = tab.page.url if tab else ""
        return Look(url=url, title=tab.title if tab else "", tabs=shown_tabs(self.tabs))

    async def picture(self) -> bytes | None:
        """What is shown now, as PNG; None where that cannot be had, as while a dialog is open."""
        tab = self.tabs.active
        if tab is None or tab.crashed or tab.hung or self.tabs.dialog is not None:
            return None
        picture = tab.page.screenshot(type="png", animations="allow", caret="initial")
        taking = asyncio.ensure_future(unless_gone(picture, b""))
        await self._first(taking, STEP_SECONDS)
        if not taking.done():
            taking.cancel()
            return None
        return taking.result() or None

    async def trace(self, path: Path) -> None:
        """Write to a file of the host what Playwright took down of all actions. Raises its Error, or TimeoutError."""
        await asyncio.wait_for(self.context.tracing.stop(path=path), STEP_SECONDS)

    async def close(self) -> None:
        """End the browser."""
        for doing in list(self.pending):
            doing.cancel()
        try:
            await asyncio.wait_for(self.browser.close(), _CLOSE_SECONDS)
        except Exception:  # noqa: BLE001 - it dies with its cell whatever it answers
            return


async def open_window(playwright: Playwright, view: BrowserView, environment: dict[str, str]) -> Window:
    """Start a browser in a view, with one empty tab. Raises MachineError if it does not start."""
    from playwright.async_api import Error

    try:
        browser = await playwright.chromium.launch(
            executable_path=view.executable,
            downloads_path=view.downloads,
            traces_dir=view.executable.with_name("traces"),  # goes with the cell, however the run ends
            args=_ARGUMENTS,
            ignore_default_args=_UNWANTED,
            env=dict(environment),
            timeout=_LAUNCH_SECONDS * 1000,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
        context = await browser.new_context(
            viewport={"width": _WIDTH, "height": _HEIGHT}, locale="en-GB", timezone_id="UTC"
        )
        # What the page is made of before and after each action; pictures are taken for every observation anyway.
        await context.tracing.start(snapshots=True)
        tabs = Tabs()
        tabs.follow(context)
        window = Window(browser, context, tabs, Look(), set(), set(), Note())
        await window.new_tab()
    except Error as error:
        raise MachineError(f"the browser did not start: {_complaint(error)}", "see `harness doctor`") from error
    return window


def _complaint(error: Exception) -> str:
    """What the browser itself said last, where Playwright tells it."""
    said = [line.partition("[err] ")[2] for line in str(error).splitlines() if "[err] " in line]
    return said[-1] if said else first_line(error)
