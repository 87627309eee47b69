"""Why something could not be done in a page, and whose fault that is; telling the user lies elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from harness.domain.verdicts import Cause

T = TypeVar("T")


class Problem(Exception):
    """An action that was not carried out; the page may have been touched on the way."""

    def __init__(self, what: str, blame: Cause) -> None:
        super().__init__(what)
        self.what = what
        self.blame = blame


class Unresponsive(Problem):
    """The page does not answer: it is busy for ever, or it crashed."""

    def __init__(self, what: str = "the page does not respond") -> None:
        super().__init__(what, Cause.PRODUCT)


def first_line(error: BaseException) -> str:
    """What an error of Playwright says, without its call log."""
    text = str(error).strip().splitlines() or [type(error).__name__]
    return text[0].partition(": ")[2] or text[0]


async def unless_gone(work: Awaitable[T], instead: T) -> T:
    """What some work gives; or ``instead``, where what it works on goes away meanwhile."""
    from playwright.async_api import Error

    try:
        return await work
    except Error:
        return instead
