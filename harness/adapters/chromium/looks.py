"""Waits until a page has come to rest and takes down what it shows; acts on nothing, judges nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from harness.adapters.chromium.addresses import BLANK, may_show
from harness.adapters.chromium.problems import Problem, Unresponsive
from harness.adapters.chromium.snapshots import masked
from harness.adapters.chromium.tabs import Tab, Tabs
from harness.domain.observations import Dialog
from harness.domain.observations import Tab as ShownTab
from harness.domain.snapshots import nodes
from harness.domain.verdicts import Cause

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page

MOST_SHOWN = 4 << 20
"""Characters of a snapshot or of a text that are kept."""

_LARGE = 10_000
"""Elements from which reading a page takes long, and how many times as long it may take then."""

_LARGE_FACTOR = 4
_TOO_LARGE = Problem("the page is too large to be read in time", Cause.ENVIRONMENT)
_QUIET_MS = 40
_RESTLESS_MS = 400
_BUSY_SECONDS = 5.0
"""For a page to answer that it is calm or not: what takes longer is too busy to be waited for."""

_POLL = 0.1
_TRIES = 5

# Tells once the document has not changed for a moment, or that it goes on changing, and its number of elements.
_REST = """([quiet, most]) => new Promise(done => {
  const end = calm => {
    watch.disconnect();
    clearTimeout(timer);
    clearTimeout(limit);
    done([calm, document.getElementsByTagName('*').length, !document.body]);
  };
  const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(end, quiet, true); });
  let timer = setTimeout(end, quiet, true);
  const limit = setTimeout(end, most, false);
  watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
})"""
_SIZE = "document.getElementsByTagName('*').length"
_BARE_TEXT = "document.documentElement ? document.documentElement.textContent : ''"
_PASSWORDS = "all => all.map(one => one.value).filter(value => value)"
_IS_PASSWORD = "one => one.type === 'password'"


@dataclass(frozen=True)
class Look:
    """What was seen at one moment."""

    url: str = ""
    title: str = ""
    status: int | None = None
    text: str = ""
    snapshot: str = ""
    dialog: Dialog | None = None
    tabs: tuple[ShownTab, ...] = ()
    secrets: frozenset[str] = frozenset()


async def rest(tabs: Tabs, seconds: float, before: frozenset[object] = frozenset()) -> None:
    """Wait until no request is under way (but those that were so ``before``) and the document is calm, or time is up."""
    deadline = time.monotonic() + seconds
    restless = 0
    while (left := deadline - time.monotonic()) > 0 and tabs.dialog is None and tabs.active and not tabs.active.crashed:
        if tabs.under_way - before:
            await _change(tabs, left)
            continue
        calm = await _calm(tabs.active, left)
        if tabs.active and tabs.active.hung:
            return
        restless += not calm
        if (calm or restless > _TRIES) and not tabs.under_way - before:
            return


async def _change(tabs: Tabs, seconds: float) -> None:
    tabs.changed.clear()
    try:
        await asyncio.wait_for(tabs.changed.wait(), seconds)
    except TimeoutError:
        return


async def _calm(tab: Tab, seconds: float) -> bool:
    from playwright.async_api import Error

    try:
        work = tab.page.evaluate(_REST, [_QUIET_MS, _RESTLESS_MS])
        calm, tab.size, tab.bare = await asyncio.wait_for(work, min(seconds, _BUSY_SECONDS))
        return bool(calm)
    except TimeoutError:
        tab.hung = True
        return False
    except Error:  # it has just gone to another page
        await asyncio.sleep(_POLL / 2)
        return False


async def look(tabs: Tabs, last: Look, seconds: float) -> Look:
    """What the active tab shows; while a dialog is open what it showed ``last``. Raises Unresponsive."""
    if tabs.active is None:
        return Look()
    page = tabs.active.page
    told = {"url": page.url, "tabs": shown_tabs(tabs), "status": tabs.active.status}
    if tabs.dialog is None and not tabs.active.crashed:
        seen = asyncio.ensure_future(_seen(tabs.active, seconds))
        opened = asyncio.ensure_future(tabs.dialog_opened.wait())
        await asyncio.wait({seen, opened}, return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        if seen.done():
            result = seen.result()
            tabs.active.title, tabs.active.hung = result.title, False
            return _with(result, {**told, "tabs": shown_tabs(tabs)})
        seen.cancel()
    return _with(last if last.url == page.url else Look(title=tabs.active.title), {**told, "dialog": _dialog(tabs)})


def shown_tabs(tabs: Tabs) -> tuple[ShownTab, ...]:
    """The open tabs; their titles are the last that were seen, for asking a busy page takes for ever."""
    return tuple(
        ShownTab(id=tab.id, title=tab.title, url=tab.page.url, active=tab is tabs.active) for tab in tabs.opened
    )


def _with(look: Look, told: Mapping[str, Any]) -> Look:
    return replace(look, **told)


def _dialog(tabs: Tabs) -> Dialog | None:
    open_ = tabs.dialog
    return Dialog(kind=open_.type, message=open_.message, default=open_.default_value) if open_ else None


async def _seen(tab: Tab, seconds: float) -> Look:
    """Snapshot, text and title; again where the page went elsewhere meanwhile. Raises Unresponsive."""
    from playwright.async_api import Error

    page = tab.page
    await _measure(tab, seconds)
    deadline = time.monotonic() + (seconds * _LARGE_FACTOR if tab.size >= _LARGE else seconds)
    while True:
        left = max(deadline - time.monotonic(), 0.1)
        try:
            return await asyncio.wait_for(_seen_once(tab), left)
        except TimeoutError as error:
            tab.hung = True
            raise (_TOO_LARGE if tab.size >= _LARGE else Unresponsive()) from error
        except Error as error:
            if page.is_closed() or time.monotonic() > deadline:
                raise Unresponsive("the page does not come to rest") from error
            await asyncio.sleep(_POLL)


async def _measure(tab: Tab, seconds: float) -> None:
    """Whether a page that was busy answers again, and how large it is then. Raises Unresponsive."""
    from playwright.async_api import Error

    if not tab.hung:
        return
    try:
        tab.size = await asyncio.wait_for(tab.page.evaluate(_SIZE), seconds)
    except TimeoutError as error:
        raise Unresponsive from error
    except Error:
        return


async def _seen_once(tab: Tab) -> Look:
    page = tab.page
    if not may_show(page.url):
        return Look(title=await page.title())
    if tab.bare:  # Playwright waits for a body
        return Look(title=await page.title(), text=_kept(await page.evaluate(_BARE_TEXT)))
    await _empty_what_was_blocked(page)
    frames = await _visible(page.frames)
    snapshot, title, *rest = await asyncio.gather(
        page.aria_snapshot(mode="ai"),
        page.title(),
        *(frame.locator(":root").inner_text() for frame in frames),
        *(frame.locator("input[type=password]").evaluate_all(_PASSWORDS) for frame in frames),
    )
    texts, secrets = rest[: len(frames)], {secret for found in rest[len(frames) :] for secret in found}
    if secrets:
        snapshot = await _without(secrets, snapshot, page)
    text = "\n".join(texts)
    return Look(title=title, text=_kept(text), snapshot=_kept(snapshot), secrets=frozenset(secrets))


async def _empty_what_was_blocked(page: Page) -> None:
    """A frame that was refused its address never answers, and the page's snapshot waits for it: to a user it is empty."""
    blocked = [frame for frame in page.frames if not frame.url and frame.parent_frame]
    if blocked:
        await asyncio.sleep(_POLL)  # it may only just begin
    for frame in blocked:
        if not frame.url and not frame.is_detached():
            await frame.goto(BLANK)


async def _visible(frames: Sequence[Frame]) -> list[Frame]:
    return [frame for frame in frames if frame.parent_frame is None or await _is_visible(frame)]


async def _is_visible(frame: Frame) -> bool:
    return await (await frame.frame_element()).is_visible()


async def _without(secrets: set[str], snapshot: str, page: Page) -> str:
    """The snapshot without what stands in password fields, which it tells in clear."""
    suspect = [
        node for node in nodes(snapshot) if node.value and _plain(node.value) in {_plain(one) for one in secrets}
    ]
    hidden = {node.held for node in suspect if await _is_password(page, node.ref)}
    return masked(snapshot, hidden)


async def _is_password(page: Page, ref: str) -> bool:
    locator = page.locator(f"aria-ref={ref}")
    return bool(ref) and await locator.count() == 1 and bool(await locator.evaluate(_IS_PASSWORD))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _kept(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}\n… {len(text) - MOST_SHOWN} characters more"
