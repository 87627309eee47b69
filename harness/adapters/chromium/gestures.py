"""What an evaluator can do in a page beside the phrases: by reference, by role and name, at a point, where the focus is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from harness.adapters.chromium import actions
from harness.adapters.chromium.elements import BOX, only
from harness.adapters.chromium.notes import Note, at_point, of_element, of_focus, of_reference
from harness.adapters.chromium.problems import Problem
from harness.adapters.chromium.window import STEP_SECONDS, Window
from harness.domain.actions import Gesture, GestureKind
from harness.domain.verdicts import Cause

if TYPE_CHECKING:
    from playwright.async_api import Locator

_MILLISECONDS = STEP_SECONDS * 1000
_NOTCH = 100
"""Pixels that a page moves for one notch of a wheel."""

_WAYS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
_MOST_TIMES = 100
_CLICKS = {
    GestureKind.CLICK: ("left", 1),
    GestureKind.DOUBLE_CLICK: ("left", 2),
    GestureKind.RIGHT_CLICK: ("right", 1),
}


async def perform(window: Window, gesture: Gesture, content: bytes = b"") -> Locator | None:
    """Carry a gesture out and return what it touched, where that is named. ``content`` is what is uploaded. Raises Problem."""
    match gesture.gesture:
        case GestureKind.NEW_TAB:
            await window.new_tab()
        case GestureKind.SWITCH_TAB | GestureKind.CLOSE_TAB:
            await _tab(window, gesture)
        case GestureKind.FORWARD:
            await actions.go(window, 1)
        case GestureKind.SCROLL:
            await _scroll(window, gesture)
        case _:
            return await _aimed(window, gesture, content)
    return None


async def _aimed(window: Window, gesture: Gesture, content: bytes) -> Locator | None:
    target = await _target(window, gesture)
    window.note = await _note(window, target, gesture)
    if gesture.gesture in _CLICKS:
        button, count = _CLICKS[gesture.gesture]
        if target is not None:
            return await actions.click(window, target, button, count)
        await _at_point(window, gesture, button, count)
    elif gesture.gesture is GestureKind.HOVER:
        x, y = (0, 0) if target else _point(gesture)
        await actions.act(window, target.hover(timeout=_MILLISECONDS) if target else window.page().mouse.move(x, y))
    elif gesture.gesture is GestureKind.SCROLL_TO:
        named = _named(target, gesture)
        await actions.act(window, named.scroll_into_view_if_needed(timeout=_MILLISECONDS))
    elif gesture.gesture is GestureKind.FILL:
        return await _fill(window, _named(target, gesture), gesture.text or "")
    elif gesture.gesture is GestureKind.UPLOAD:
        return await actions.upload(window, _named(target, gesture), gesture.text or "", content)
    else:
        await _keys(window, target, gesture)
    return target


async def _target(window: Window, gesture: Gesture) -> Locator | None:
    """The element that is meant, if one is; None where a point or the focus is meant."""
    if gesture.ref is not None:
        return await _referred(window, gesture.ref)
    if gesture.role is not None and gesture.name is not None:
        try:
            return await only(window.page(), gesture.role, gesture.name, STEP_SECONDS)
        except Problem as problem:
            raise Problem(problem.what, Cause.EVALUATOR) from problem
    return None


async def _note(window: Window, target: Locator | None, gesture: Gesture) -> Note:
    if target is not None:
        known = of_reference(gesture.ref, window.last.snapshot) if gesture.ref else Note()
        return known if known.role else await of_element(target)
    if gesture.x is not None and gesture.y is not None:
        return await at_point(window.page(), gesture.x, gesture.y)
    return of_focus(window.last.snapshot)


async def _referred(window: Window, ref: str) -> Locator:
    """Looked for before anything is done with it: acting on what is gone would take all the time of the step."""
    from playwright.async_api import Error

    page = window.page()
    locator = page.locator(f"aria-ref={ref}")
    try:
        found = await asyncio.wait_for(locator.count(), STEP_SECONDS)
    except (Error, TimeoutError):
        found = 0
    if found != 1 or not ref.isalnum():
        raise Problem(f"the reference `{ref}` is none of the page as it is now: read the page again", Cause.EVALUATOR)
    return locator


def _named(target: Locator | None, gesture: Gesture) -> Locator:
    if target is None:
        raise Problem(f"`{gesture.gesture}` needs an element: name it by its reference", Cause.EVALUATOR)
    return target


def _point(gesture: Gesture) -> tuple[int, int]:
    if gesture.x is None or gesture.y is None:
        raise Problem(f"`{gesture.gesture}` needs an element or a point", Cause.EVALUATOR)
    return gesture.x, gesture.y


async def _at_point(window: Window, gesture: Gesture, button: str, count: int) -> None:
    x, y = _point(gesture)
    click: Awaitable[None] = window.page().mouse.click(x, y, button=button, click_count=count)  # type: ignore[arg-type]
    await actions.act(window, click)


async def _fill(window: Window, target: Locator, text: str) -> Locator:
    kind = await target.evaluate("one => [one.tagName, one.type || '', one.getAttribute('role') || '']")
    if kind[0] == "SELECT":
        return await actions.choose(window, target, text)
    if kind[1] in ("checkbox", "radio") or kind[2] in BOX:
        return await actions.tick(window, target, text.lower() in ("true", "yes", "on", "1"))
    return await actions.fill(window, target, text)


async def _keys(window: Window, target: Locator | None, gesture: Gesture) -> None:
    """Type or press, in an element or where the focus is."""
    if target is not None:
        await actions.act(window, target.focus(timeout=_MILLISECONDS))
    text = gesture.text or ""
    if gesture.gesture is GestureKind.PRESS:
        await actions.press(window, text, min(gesture.amount, _MOST_TIMES))
        return
    window.note.password = await actions.is_secret(window)
    if window.note.password:
        window.secrets.add(text)
    await actions.act(window, window.page().keyboard.type(text))


async def _scroll(window: Window, gesture: Gesture) -> None:
    right, down = _WAYS.get(gesture.text or "down", (0, 1))
    page = window.page()
    target = await _target(window, gesture)
    if target is not None:
        await actions.act(window, target.hover(timeout=_MILLISECONDS))
    elif gesture.x is not None and gesture.y is not None:
        await actions.act(window, page.mouse.move(gesture.x, gesture.y))
    way = min(gesture.amount, _MOST_TIMES) * _NOTCH
    await actions.act(window, page.mouse.wheel(right * way, down * way))


async def _tab(window: Window, gesture: Gesture) -> None:
    tab = window.tabs.tab(gesture.text or "")
    if tab is None:
        ids = ", ".join(f"`{tab.id}`" for tab in window.tabs.opened)
        raise Problem(f"no tab is called `{gesture.text}`; there are {ids or 'none'}", Cause.EVALUATOR)
    if gesture.gesture is GestureKind.CLOSE_TAB:
        await window.unless_dialog(tab.page.close(), STEP_SECONDS)
        return
    window.tabs.active = tab
    await window.unless_dialog(tab.page.bring_to_front(), STEP_SECONDS)
