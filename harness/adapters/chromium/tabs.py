"""What happens in the tabs of a browser: which is active, dialogs, downloads, troubles, requests; acts on nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.adapters.chromium.addresses import is_loopback
from harness.domain.observations import PageTrouble, TroubleKind

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, ConsoleMessage, Dialog, Download, Page, Request, Response, WebError

MOST_TABS = 20
_MOST_TROUBLES = 200
_MOST_TEXT = 2000
_ENDLESS = ("eventsource", "websocket", "media", "ping")
"""Kinds of requests that a page may leave open for as long as it is shown."""

_ASIDE = ("document", "fetch", "xhr", "eventsource")
"""Kinds of requests whose refusal (4xx) the page itself tells of, or takes as an answer."""

_REPEATED = "Failed to load resource:"
"""How the console tells again of what is known as a request that failed."""


@dataclass
class Tab:
    """One tab; ``status`` is that of the document it loaded last, ``crashed`` when its process is gone, ``hung`` when it was
    busy for too long.

    ``size`` is how many elements it has, and ``bare`` that it has no body, as a drawing or what a script has emptied.
    ``ours`` if no page opened it: blank, it then shows nothing.
    """

    id: str
    page: Page
    status: int | None = None
    crashed: bool = False
    hung: bool = False
    size: int = 0
    bare: bool = False
    ours: bool = False
    title: str = ""


@dataclass
class Tabs:
    """All that is known of a browser's tabs from its events; used in the driver's thread only."""

    opened: list[Tab] = field(default_factory=list)
    active: Tab | None = None
    dialog: Dialog | None = None
    dialog_opened: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: set[Request] = field(default_factory=set)
    downloads: list[Download] = field(default_factory=list)
    troubles: list[PageTrouble] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _closing: set[asyncio.Future[None]] = field(default_factory=set)
    _count: int = 0

    def follow(self, context: BrowserContext) -> None:
        """Listen to everything that happens in a browser."""
        context.on("page", self._on_page)
        context.on("dialog", self._on_dialog)
        context.on("request", self._on_request)
        context.on("requestfinished", self._on_end)
        context.on("requestfailed", self._on_failure)
        context.on("response", self._on_response)
        context.on("weberror", self._on_error)
        context.on("console", self._on_console)

    def tab(self, id: str) -> Tab | None:
        """The tab with this id, if it is open."""
        return next((tab for tab in self.opened if tab.id == id), None)

    def close(self, tab: Tab) -> None:
        """Close a tab that may be too busy to be waited for."""
        self._close(tab.page)

    def _close(self, page: Page) -> None:
        closing = asyncio.ensure_future(page.close())
        self._closing.add(closing)
        closing.add_done_callback(self._closed)

    def _closed(self, closing: asyncio.Future[None]) -> None:
        self._closing.discard(closing)
        if not closing.cancelled():
            closing.exception()  # one that cannot be closed ends with its browser

    def take_troubles(self) -> tuple[PageTrouble, ...]:
        """What went wrong since this was last asked."""
        taken, self.troubles = tuple(self.troubles), []
        return taken

    def take_downloads(self) -> list[Download]:
        """What began to be downloaded since this was last asked."""
        taken, self.downloads = self.downloads, []
        return taken

    def answered(self) -> None:
        """The open dialog was answered."""
        self.dialog = None
        self.dialog_opened.clear()

    def _on_page(self, page: Page) -> None:
        if len(self.opened) >= MOST_TABS:
            self._trouble(
                TroubleKind.PAGE_ERROR, f"more than {MOST_TABS} tabs were opened: this one was closed", page.url
            )
            self._close(page)
            return
        self._count += 1
        tab = Tab(f"t{self._count}", page)
        self.opened.append(tab)
        self.active = tab
        page.on("close", lambda page: self._on_close(tab))
        page.on("crash", lambda page: self._on_crash(tab))
        page.on("download", self._on_download)
        self.changed.set()

    def _on_close(self, tab: Tab) -> None:
        if tab in self.opened:
            self.opened.remove(tab)
        if self.active is tab:
            self.active = self.opened[-1] if self.opened else None
        if self.dialog is not None and self.dialog.page is tab.page:
            self.answered()
        self.changed.set()

    def _on_crash(self, tab: Tab) -> None:
        tab.crashed = True
        self._trouble(TroubleKind.PAGE_ERROR, "the page crashed", tab.page.url)
        self.changed.set()

    def _on_dialog(self, dialog: Dialog) -> None:
        self.dialog = dialog
        for tab in self.opened:
            if tab.page is dialog.page:
                self.active = tab
        self.dialog_opened.set()
        self.changed.set()

    def _on_download(self, download: Download) -> None:
        self.downloads.append(download)
        self.changed.set()

    def _on_request(self, request: Request) -> None:
        if request.resource_type not in _ENDLESS:
            self.under_way.add(request)
            self.changed.set()

    def _on_end(self, request: Request) -> None:
        self.under_way.discard(request)
        self.changed.set()

    def _on_failure(self, request: Request) -> None:
        self._on_end(request)
        why = request.failure or ""
        if not is_loopback(request.url) and request.url.startswith(("http:", "https:", "ws:", "wss:")):
            why = "it lies outside the cell, where nothing can be reached"
        elif "ERR_ABORTED" in why:
            return  # the user went on, or it became a download
        self._trouble(TroubleKind.FAILED_REQUEST, f"{request.method} {_path(request.url)}: {why}", request.url)

    def _on_response(self, response: Response) -> None:
        request, status = response.request, response.status
        if request.is_navigation_request() and not 300 <= status < 400:
            self._note_status(request, status)
        said = f"{request.method} {_path(request.url)} was answered with status {status}"
        if status >= 500:
            self._trouble(TroubleKind.SERVER_ERROR, said, request.url, status)
        elif status >= 400 and request.resource_type not in _ASIDE and not request.url.endswith("/favicon.ico"):
            self._trouble(TroubleKind.FAILED_REQUEST, said, request.url, status)

    def _note_status(self, request: Request, status: int) -> None:
        try:
            frame = request.frame
        except Exception:  # noqa: BLE001 - Playwright raises a plain Error for a page that is gone already
            return
        for tab in self.opened:
            if tab.page.main_frame == frame:
                tab.status = status

    def _on_error(self, error: WebError) -> None:
        self._trouble(TroubleKind.PAGE_ERROR, str(error.error), error.page.url if error.page else "")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_REPEATED):
            self._trouble(TroubleKind.CONSOLE_ERROR, message.text, message.page.url if message.page else "")

    def _trouble(self, kind: TroubleKind, text: str, url: str, status: int | None = None) -> None:
        if len(self.troubles) < _MOST_TROUBLES:
            shown = "" if url.startswith("about:") else url[:_MOST_TEXT]
            self.troubles.append(PageTrouble(kind=kind, text=text[:_MOST_TEXT], url=shown, status=status))


def _path(url: str) -> str:
    """A URL without its host, as users know it, where it is the product's."""
    if not is_loopback(url):
        return url[:_MOST_TEXT]
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
