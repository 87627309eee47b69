"""Finds the one element that has a role and an exact accessible name, in the page and its frames; acts on nothing."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from harness.adapters.chromium.problems import Problem, Unresponsive, unless_gone
from harness.domain.snapshots import nodes
from harness.domain.verdicts import Cause

if TYPE_CHECKING:
    from playwright.async_api import Frame, Locator, Page

FIELD = ("textbox", "searchbox", "combobox", "spinbutton", "slider", "listbox")
BOX = ("checkbox", "switch", "radio", "menuitemcheckbox", "menuitemradio")
CLICKABLE = ("button", "link", "tab", "menuitem", "option", "treeitem", *BOX)
_WORDS = {
    "field": FIELD,
    "box": BOX,
    "list": ("combobox", "listbox", "list"),
    "image": ("img", "image"),
    "dialog": ("dialog", "alertdialog"),
    "button": ("button",),
}
"""What the phrasebook's words for roles stand for; every other word is ARIA's own."""

_POLL = 0.05
_UNCLEAR_SECONDS = 1.0
"""How long two things of one name may stand beside each other while a page makes one out of the other."""

_ANSWER_SECONDS = 3.0
_MOST_NAMED = 8

# The innermost of what matches: a link that is nothing but a button is one thing to a user. In the words of what is around it.
_OUTLINE = """all => all.map((one, at) => ({
  at,
  outer: all.some(other => other !== one && one.contains(other)),
  role: one.getAttribute('role') || one.tagName.toLowerCase(),
  around: ((one.parentElement && one.parentElement.closest('tr,li,fieldset,form,section,article,nav,header,footer,dialog'))
    || {innerText: ''}).innerText.trim().replace(/\\s+/g, ' ').slice(0, 60),
}))"""


def roles_of(word: str | None) -> tuple[str, ...]:
    """The ARIA roles that a word of the phrasebook stands for; without a word all that can be clicked."""
    return CLICKABLE if word is None else _WORDS.get(word, (word,))


async def only(page: Page, word: str | None, name: str, seconds: float) -> Locator:
    """The only element with this role and exact name, waited for. Raises Problem where there is none, or several."""
    begun = time.monotonic()
    while True:
        found = await _all(page, word, name)
        if len(found) == 1:
            return found[0]
        if time.monotonic() >= begun + (min(seconds, _UNCLEAR_SECONDS) if found else seconds):
            raise await (_several(found, word, name) if found else _missing(page, word, name))
        await asyncio.sleep(_POLL)


async def _all(page: Page, word: str | None, name: str) -> list[Locator]:
    frames = page.frames
    locators = [_named(frame, word, name) for frame in frames]
    counts = await asyncio.gather(*map(_count, locators, frames))
    found = [(locator, count) for locator, count in zip(locators, counts, strict=True) if count]
    if len(found) == 1 and found[0][1] == 1:
        return [found[0][0]]
    return [one for locator, _ in found for one in await _innermost(locator)]


async def _count(locator: Locator, frame: Frame) -> int:
    """How many there are; none in a frame that is just going away, or that hangs. Raises Unresponsive if the page does."""
    try:
        return await asyncio.wait_for(unless_gone(locator.count(), 0), _ANSWER_SECONDS)
    except TimeoutError as error:
        if frame.parent_frame is None:
            raise Unresponsive from error
        return 0


async def _innermost(locator: Locator) -> list[Locator]:
    outline = await unless_gone(locator.evaluate_all(_OUTLINE), [])
    return [locator.nth(one["at"]) for one in outline if not one["outer"]]


def _named(frame: Frame, word: str | None, name: str) -> Locator:
    alike: list[Locator] = [_of_role(frame, role, name) for role in roles_of(word)]
    if word is None:
        alike.append(frame.locator("summary:visible").filter(has_text=_exactly(name)))
    return reduce(lambda one, other: one.or_(other), alike)


def _of_role(frame: Frame, role: str, name: str) -> Locator:
    known: Any = role
    if role == "alert":  # it is called by what it says
        return frame.get_by_role(known).filter(has_text=_exactly(name))
    return frame.get_by_role(known, name=name, exact=True)


def _exactly(text: str) -> re.Pattern[str]:
    return re.compile(r"^\s*" + r"\s+".join(map(re.escape, text.split())) + r"\s*$")


async def _several(found: Sequence[Locator], word: str | None, name: str) -> Problem:
    shown = [await _described(one) for one in found[:_MOST_NAMED]]
    listed = "; ".join(shown) + (f"; and {len(found) - len(shown)} more" if len(found) > len(shown) else "")
    return Problem(f'{len(found)} things are called "{name}"{_asked(word)}: {listed}', Cause.CARD)


async def _described(locator: Locator) -> str:
    for one in await unless_gone(locator.evaluate_all(_OUTLINE), []):
        return f'a {one["role"]} in "{one["around"]}"' if one["around"] else f"a {one['role']}"
    return "one that has just gone"


async def _missing(page: Page, word: str | None, name: str) -> Problem:
    what = "nothing to click" if word is None else f"no {word}"
    return Problem(f'there is {what} called "{name}"{await _instead(page, roles_of(word))}', Cause.PRODUCT)


async def _instead(page: Page, roles: Sequence[str]) -> str:
    """What there is of these roles, for who mistook a name."""
    snapshot = await unless_gone(page.aria_snapshot(mode="ai", timeout=2000), "")
    there = list(
        dict.fromkeys(f'{node.role} "{node.name}"' for node in nodes(snapshot) if node.role in roles and node.name)
    )
    more = f" and {len(there) - _MOST_NAMED} more" if len(there) > _MOST_NAMED else ""
    return f"; there is: {', '.join(there[:_MOST_NAMED])}{more}" if there else ""


def _asked(word: str | None) -> str:
    return f" as {word}" if word else ""
