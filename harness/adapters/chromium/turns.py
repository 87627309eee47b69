"""One turn in a browser: an action, the page coming to rest, a look; recording it lies elsewhere."""

from __future__ import annotations

import asyncio

from harness.adapters.chromium import actions, gestures
from harness.adapters.chromium.looks import Look
from harness.adapters.chromium.problems import Problem, Unresponsive, first_line
from harness.adapters.chromium.window import LOAD_SECONDS, STEP_SECONDS, Window
from harness.adapters.chromium.words import done
from harness.domain.actions import Action, AnswerDialog, Gesture, LookAtPage
from harness.domain.observations import PageObservation
from harness.domain.verdicts import Cause

_ACT_SECONDS = LOAD_SECONDS + STEP_SECONDS
"""More than any action takes that a page answers."""

_LOOKING_ASIDE = "a dialog is open, and nothing else can be done before it is answered"


async def turn(window: Window, action: Action, url: str, content: bytes) -> PageObservation:
    """Carry an action out and look at what comes of it. Raises MachineError if the browser is gone."""
    window.begin()
    before = window.under_way()
    problem: Problem | None = None
    try:
        await _act(window, action, url, content)
    except Problem as found:
        at_fault = Cause.EVALUATOR if isinstance(action, Gesture) and found.blame is Cause.CARD else found.blame
        problem = Problem(found.what, at_fault)
    look, unseen = await _look(window, before)
    problem = problem or unseen
    return PageObservation(
        id="",
        did=done(action, window.note.role, window.note.name, window.note.password),
        url=look.url,
        title=look.title,
        status=look.status,
        text=look.text,
        snapshot=look.snapshot,
        touched=window.note.touched(look.snapshot),
        dialog=look.dialog,
        tabs=look.tabs,
        problem=problem.what if problem else None,
        blame=problem.blame if problem else None,
    )


async def again(window: Window, seen: PageObservation) -> PageObservation:
    """The same turn with what the page shows by now."""
    look, problem = await _look(window, frozenset())
    shown = {"url": look.url, "title": look.title, "status": look.status, "text": look.text, "snapshot": look.snapshot}
    faults = {"problem": problem.what, "blame": problem.blame} if problem else {}
    touched = window.note.touched(look.snapshot)
    return seen.model_copy(update={**shown, **faults, "touched": touched, "dialog": look.dialog, "tabs": look.tabs})


async def _act(window: Window, action: Action, url: str, content: bytes) -> None:
    """Raises Problem, whatever it was that went wrong in the page."""
    from playwright.async_api import Error

    if window.tabs.dialog and not isinstance(action, AnswerDialog | LookAtPage):
        raise Problem(_LOOKING_ASIDE, Cause.CARD)
    try:
        async with asyncio.timeout(_ACT_SECONDS):
            if isinstance(action, Gesture):
                await gestures.perform(window, action, content)
            else:
                await actions.perform(window, action, url, content)
    except TimeoutError as error:
        raise Unresponsive from error
    except Error as error:
        await window.refuse_if_gone()
        raise Problem(first_line(error), Cause.PRODUCT) from error


async def _look(window: Window, before: frozenset[object]) -> tuple[Look, Problem | None]:
    from playwright.async_api import Error

    try:
        await window.rest(STEP_SECONDS, before)
        look = await window.look()
        await window.refuse_if_gone(sure=window.tabs.active is not None)
        return look, None
    except Problem as problem:
        return window.blind_look(), problem
    except Error as error:
        await window.refuse_if_gone()
        return window.blind_look(), Unresponsive(first_line(error))
