"""Playwright's driver: one for the process, on a thread of its own, shared by all cards; used elsewhere."""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from harness.errors import MachineError

if TYPE_CHECKING:
    from playwright.async_api import Playwright

T = TypeVar("T")
_STOP_SECONDS = 5.0
MISSING = "pip install 'spec-harness[browser]'"


class Driver:
    """Runs coroutines beside the driver; any thread may ask.

    ``starting`` becomes Playwright itself, or the MachineError that says why not; it takes half a second.
    """

    def __init__(self) -> None:
        self.starting: Future[Playwright] = Future()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="playwright", daemon=True)
        self._thread.start()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin some work."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """Do some work and wait for it. Raises TimeoutError, after it was cancelled, when it takes longer."""
        future = self.submit(work)
        try:
            return future.result(seconds)
        finally:
            future.cancel()

    def close(self) -> None:
        """End the driver, and with it every browser that it still holds."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join(_STOP_SECONDS)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._live())
        finally:
            self._loop.close()

    async def _live(self) -> None:
        self._loop.set_exception_handler(lambda loop, context: None)  # what a closed browser leaves unanswered
        playwright = await self._start()
        await self._over.wait()
        if playwright:
            await self._end(playwright)

    async def _start(self) -> Playwright | None:
        try:
            from playwright.async_api import async_playwright

            playwright = await async_playwright().start()
        except ImportError:
            self.starting.set_exception(MachineError("browser cards need Playwright, which is not installed", MISSING))
        except Exception as error:  # noqa: BLE001 - the boundary of the driver: whatever ails it is told to who asks
            self.starting.set_exception(MachineError(f"Playwright's driver does not start: {error}", MISSING))
        else:
            self.starting.set_result(playwright)
            return playwright
        return None

    async def _end(self, playwright: Playwright) -> None:
        async with asyncio.timeout(_STOP_SECONDS / 2):
            await playwright.stop()
        left = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=_STOP_SECONDS / 4) if left else None


class _Shared:
    """The driver of this process, if it runs."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.driver: Driver | None = None


_SHARED = _Shared()


def shared_driver() -> Driver:
    """The driver of this process, which is started if it does not run; returns at once."""
    with _SHARED.lock:
        if _SHARED.driver is None:
            _SHARED.driver = Driver()
            atexit.register(close_driver)
        return _SHARED.driver


def close_driver() -> None:
    """End the driver of this process, if it runs."""
    with _SHARED.lock:
        driver, _SHARED.driver = _SHARED.driver, None
    atexit.unregister(close_driver)
    if driver:
        driver.close()
