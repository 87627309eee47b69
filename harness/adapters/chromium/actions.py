"""What the phrases of the browser do in a page, as a user would; looking at what comes of it lies elsewhere."""

from __future__ import annotations

import asyncio
import mimetypes
import posixpath
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from harness.adapters.chromium.addresses import BLANK
from harness.adapters.chromium.elements import only
from harness.adapters.chromium.notes import of_element, of_focus
from harness.adapters.chromium.problems import Problem, Unresponsive, first_line
from harness.adapters.chromium.window import LOAD_SECONDS, STEP_SECONDS, Window
from harness.domain.actions import (
    Action,
    AnswerDialog,
    Choose,
    Click,
    GoBack,
    LookAtPage,
    OpenPage,
    Press,
    Reload,
    Tick,
    TypeText,
    Upload,
)
from harness.domain.verdicts import Cause

if TYPE_CHECKING:
    from playwright.async_api import FilePayload, Locator

_KEYS = 200
"""Characters that are typed key by key; a longer text comes as if pasted."""

_MADE_UP = ("date", "time", "month", "week", "datetime-local", "color", "range")
"""Kinds of fields that do not hold what is typed into them, but what a browser makes of it."""

_MILLISECONDS = STEP_SECONDS * 1000
_COMMITTED: Any = {"wait_until": "commit", "timeout": LOAD_SECONDS * 1000}
_TRIES = 5
"""How often a page is loaded whose predecessor goes elsewhere on its own meanwhile."""
_INTERRUPTED = "interrupted by another navigation"
_DOWNLOAD = "Download is starting"
_FOCUS_IS_SECRET = """() => {
  let one = document.activeElement;
  while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
  return Boolean(one && one.type === 'password');
}"""
_OPTIONS = "one => [...one.options].map(option => (option.label || option.text).trim().replace(/\\\\s+/g, ' '))"


async def perform(window: Window, action: Action, url: str = "", content: bytes = b"") -> Locator | None:
    """Carry a phrase out and return what it touched. ``url`` is where OpenPage leads, ``content`` what Upload gives.

    Raises Problem.
    """
    match action:
        case OpenPage():
            await open_page(window, url)
        case Click():
            return await click(window, await only(window.page(), action.role, action.name, STEP_SECONDS))
        case TypeText():
            return await fill(window, await only(window.page(), "field", action.label, STEP_SECONDS), action.text)
        case Choose():
            return await _choose(window, action)
        case Tick():
            return await tick(window, await only(window.page(), "box", action.label, STEP_SECONDS), action.ticked)
        case Press():
            window.note = of_focus(window.last.snapshot)
            await press(window, action.key)
        case Upload():
            return await _upload(window, action, content)
        case Reload():
            await _reload(window)
        case GoBack():
            await go(window, -1)
        case AnswerDialog():
            await answer(window, action)
        case LookAtPage():
            window.tab()
        case _:
            raise ValueError(action.kind)
    return None


async def open_page(window: Window, url: str) -> None:
    """Go to an address; in a new tab where there is none that answers."""
    page = (await window.answering_tab()).page
    await _load(window, lambda: page.goto(url, **_COMMITTED))


async def _load(window: Window, load: Callable[[], Awaitable[object]]) -> None:
    """Have a page loaded until its first bytes are there. Raises Problem."""
    from playwright.async_api import Error

    for left in reversed(range(_TRIES)):
        try:
            await window.unless_dialog(load(), LOAD_SECONDS + 1)
            return
        except Error as error:
            if _INTERRUPTED in str(error) and left:
                await window.rest(STEP_SECONDS / _TRIES)  # the page itself was still on its way somewhere
            elif _DOWNLOAD in str(error):
                return
            else:
                raise Problem(f"the page cannot be opened: {_network(error)}", Cause.PRODUCT) from error


async def click(window: Window, locator: Locator, button: str = "left", count: int = 1) -> Locator:
    """Click an element once nothing is in its way."""
    await note(window, locator)
    await act(window, locator.click(button=button, click_count=count, timeout=_MILLISECONDS))  # type: ignore[arg-type]
    return locator


async def note(window: Window, locator: Locator) -> None:
    """Write down what is touched, unless that is known."""
    if not window.note.role:
        window.note = await of_element(locator)


async def act(window: Window, work: Awaitable[object]) -> None:
    """Do something to an element that is there; what keeps a user from it is the product's. Raises Problem."""
    from playwright.async_api import Error

    page = window.page()
    try:
        await window.unless_dialog(work, STEP_SECONDS + 2)
    except Error as error:
        if page.is_closed():
            return  # that is what it did
        raise Problem(_obstacle(error), Cause.PRODUCT) from error


async def fill(window: Window, locator: Locator, text: str) -> Locator:
    """Replace what a field holds, by keys where that makes a difference, and keep the focus there."""
    await note(window, locator)
    kind = await locator.get_attribute("type", timeout=_MILLISECONDS)
    if kind == "password":
        window.note.password = True
        window.secrets.add(text)
    await act(window, _fill_made_up(locator, text) if kind in _MADE_UP else _fill(locator, text))
    return locator


async def _fill(locator: Locator, text: str) -> None:
    if len(text) > _KEYS or "\n" in text:
        await locator.fill(text, timeout=_MILLISECONDS)
        return
    await locator.fill("", timeout=_MILLISECONDS)
    await locator.press_sequentially(text, timeout=_MILLISECONDS)


async def _fill_made_up(locator: Locator, text: str) -> None:
    """A date, a time or a slider; what is none stays out of such a field, as a user's typing does."""
    from playwright.async_api import Error

    try:
        await locator.fill(text, timeout=_MILLISECONDS)
    except Error as error:
        if "Malformed" not in str(error):
            raise
        await locator.press_sequentially(text, timeout=_MILLISECONDS)


async def choose(window: Window, locator: Locator, option: str) -> Locator:
    """Pick an option of a list, of whatever kind that is."""
    await note(window, locator)
    tag = await locator.evaluate("one => one.tagName")
    if tag == "SELECT":
        labels = await locator.evaluate(_OPTIONS)
        await _refuse_unclear(option, labels)
        await act(window, locator.select_option(label=option, timeout=_MILLISECONDS))
        return locator
    if tag == "INPUT" and await locator.get_attribute("list"):
        return await fill(window, locator, option)
    if await locator.get_attribute("role") != "listbox":
        await click(window, locator)
    await click(window, await only(window.page(), "option", option, STEP_SECONDS))
    return locator


async def _refuse_unclear(option: str, labels: list[str]) -> None:
    if option not in labels:
        raise Problem(f'there is no option "{option}"; there is: {", ".join(labels[:20])}', Cause.PRODUCT)
    if labels.count(option) > 1:
        raise Problem(f'{labels.count(option)} options are called "{option}"', Cause.CARD)


async def _choose(window: Window, action: Choose) -> Locator:
    group = window.page().get_by_role("radiogroup", name=action.label, exact=True)
    if await group.count() == 1:
        return await tick(window, group.get_by_role("radio", name=action.option, exact=True), True)
    return await choose(window, await only(window.page(), "list", action.label, STEP_SECONDS), action.option)


async def tick(window: Window, locator: Locator, ticked: bool) -> Locator:
    """Tick or untick a box."""
    await note(window, locator)
    await act(window, locator.set_checked(ticked, timeout=_MILLISECONDS))
    return locator


async def press(window: Window, key: str, times: int = 1) -> None:
    """Press a key where the focus is. Raises Problem if there is no such key."""
    from playwright.async_api import Error

    page = window.page()
    window.note.password = await is_secret(window)
    for _ in range(times):
        try:
            await window.unless_dialog(page.keyboard.press(key), STEP_SECONDS)
        except Error as error:
            if "Unknown key" not in str(error):
                raise Unresponsive(first_line(error)) from error
            raise Problem(f"`{key}` is not a key", Cause.CARD) from error


async def is_secret(window: Window) -> bool:
    """Whether what is typed where the focus is goes into a password field."""
    return bool(await asyncio.wait_for(window.page().evaluate(_FOCUS_IS_SECRET), STEP_SECONDS))


async def _upload(window: Window, action: Upload, content: bytes) -> Locator:
    locator = window.page().get_by_label(action.label, exact=True).and_(window.page().locator("input[type=file]"))
    if await locator.count() != 1:
        locator = await only(window.page(), "button", action.label, STEP_SECONDS)
    return await upload(window, locator, action.path, content)


async def upload(window: Window, locator: Locator, path: str, content: bytes) -> Locator:
    """Give a file to a field, or to the chooser that a button opens."""
    await note(window, locator)
    name = posixpath.basename(path)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    payload: FilePayload = {"name": name, "mimeType": kind, "buffer": content}
    if await locator.evaluate("one => one.type === 'file'"):
        await act(window, locator.set_input_files([payload], timeout=_MILLISECONDS))
        return locator
    await act(window, _through_chooser(window, locator, payload))
    return locator


async def _through_chooser(window: Window, locator: Locator, payload: FilePayload) -> None:
    async with window.page().expect_file_chooser(timeout=_MILLISECONDS) as chooser:
        await locator.click(timeout=_MILLISECONDS)
    await (await chooser.value).set_files([payload])


async def _reload(window: Window) -> None:
    page = window.page()
    await _load(window, lambda: page.reload(**_COMMITTED))


async def go(window: Window, way: int) -> None:
    """Go back (-1) or forward (1) in the history. Raises Problem where there is nothing."""
    page = window.page()
    session = await window.context.new_cdp_session(page)
    history = await session.send("Page.getNavigationHistory")
    await session.detach()
    at = history["currentIndex"] + way
    if not 0 <= at < len(history["entries"]) or history["entries"][at]["url"] == BLANK:
        raise Problem(f"there is no page to go {'back' if way < 0 else 'forward'} to", Cause.CARD)
    move = page.go_back if way < 0 else page.go_forward
    await _load(window, lambda: move(**_COMMITTED))


async def answer(window: Window, action: AnswerDialog) -> None:
    """Answer the open dialog and let go on what it held up. Raises Problem where there is none."""
    dialog = await window.dialog(STEP_SECONDS)
    if dialog is None:
        raise Problem("no dialog is open", Cause.PRODUCT)
    window.tabs.answered()
    if not action.accept:
        await dialog.dismiss()
    elif dialog.type == "prompt":  # accepted as it stands, it gives what it suggests
        await dialog.accept(dialog.default_value if action.text is None else action.text)
    else:
        await dialog.accept()
    await window.go_on(STEP_SECONDS, gone=dialog.type == "beforeunload" and not action.accept)


def _network(error: Exception) -> str:
    """A network error in plain words."""
    text = str(error)
    for sign, words in _NETWORK.items():
        if sign in text:
            return words
    return first_line(error)


_NETWORK = {
    "ERR_PROXY_CONNECTION_FAILED": "it leads out of the cell, where nothing can be reached",
    "ERR_TUNNEL_CONNECTION_FAILED": "it leads out of the cell, where nothing can be reached",
    "ERR_CONNECTION_REFUSED": "the connection was refused: nothing listens there",
    "ERR_EMPTY_RESPONSE": "the connection was closed without an answer",
    "ERR_CONNECTION_RESET": "the connection was cut",
    "ERR_TOO_MANY_REDIRECTS": "it redirects without end",
    "ERR_UNSAFE_REDIRECT": "it redirects to where no page may lead",
    "ERR_UNSAFE_PORT": "no browser connects to this port",
    "ERR_INVALID_REDIRECT": "it redirects to no address",
    "Timeout": "no answer in time",
}


def _obstacle(error: Exception) -> str:
    """What kept a user from doing something, as Playwright's call log tells it last."""
    text = str(error)
    for sign, words in _OBSTACLES:
        if sign in text:
            return words
    return first_line(error)


_OBSTACLES = (
    ("intercepts pointer events", "something else lies over it"),
    ("element is not enabled", "it is disabled"),
    ("element is not editable", "it cannot be edited"),
    ("element is not visible", "it is not visible"),
    ("element is not stable", "it does not stop moving"),
    ("element was detached", "it goes away again and again"),
    ("outside of the viewport", "it lies outside of what can be seen"),
    ("did not change its state", "it does not take the tick"),
    ("Timeout", "it could not be done in time"),
)
