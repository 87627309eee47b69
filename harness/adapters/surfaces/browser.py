"""The browser surface: a user's acts in the product's pages, each recorded with what the page then shows; judges nothing."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import posixpath
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from harness.adapters import clock
from harness.adapters.cell.bubblewrap import starting_environment
from harness.adapters.cell.view import Refusal
from harness.adapters.chromium.addresses import address_of
from harness.adapters.chromium.downloads import Downloaded, complete
from harness.adapters.chromium.driver import shared_driver
from harness.adapters.chromium.traces import scrubbed, written
from harness.adapters.chromium.turns import again, turn
from harness.adapters.chromium.window import STEP_SECONDS, Window, open_window
from harness.adapters.ground import Ground
from harness.adapters.programs import chromium_remedy, find_chromium
from harness.domain.actions import Action, Gesture, GestureKind, OpenPage, Surface, Upload
from harness.domain.observations import Observation, PageObservation, PageTrouble, TroubleKind
from harness.domain.verdicts import Cause
from harness.errors import MachineError

T = TypeVar("T")
_LOOK_AGAIN = 0.1
_MOST_UPLOAD = 48 << 20
_MOST_NAMES = 1000
_CHUNK = 1 << 20
_TURN_SECONDS = 75.0
"""More than any turn can take by its own limits: who comes so far hangs."""


def open_surface(ground: Ground) -> Browser:
    """A browser in the card's cell, which begins to start at once. Raises MachineError where there is no Chromium."""
    return Browser(ground)


class Browser:
    """The user's browser: one window with tabs, in the cell."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._driver = shared_driver()
        program = find_chromium()
        if not program:
            raise MachineError("browser cards need a Chromium, and there is none", chromium_remedy())
        self._view = ground.cell.browser(program)
        self._starting: Future[Window] = self._driver.submit(self._start())

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Carry an action out and record what the page shows then; raises ValueError for an action of another surface."""
        if action.surface is not Surface.BROWSER:
            raise ValueError(action.kind)
        started = clock.seconds()
        url, content, refusal = self._prepared(action)
        if refusal:
            return self._ground.recorder.page(refusal)
        window = self._window()
        seen = self._call(turn(window, action, url, content), _TURN_SECONDS)
        acted = time.monotonic()
        while until and _may_change(seen) and not until(seen) and time.monotonic() < acted + STEP_SECONDS:
            time.sleep(min(_LOOK_AGAIN, self._ground.seconds_left()))
            seen = self._call(again(window, seen), STEP_SECONDS * 3)
        return self._recorded(window, seen, started)

    def close(self) -> None:
        """End the browser."""
        if not self._starting.cancel():
            with contextlib.suppress(MachineError, TimeoutError, asyncio.CancelledError):
                window = self._starting.result(STEP_SECONDS)
                self._attach_trace(window)
                self._driver.call(window.close(), STEP_SECONDS)
        self._view.close()

    def _attach_trace(self, window: Window) -> None:
        """Keep what Playwright took down, without passwords; of a browser that is gone there is none."""
        path = self._view.executable.with_name("trace.zip")
        if self._driver.call(written(window, path), STEP_SECONDS * 2):
            self._ground.recorder.attach("trace.zip", scrubbed(path.read_bytes(), window.secrets))

    async def _start(self) -> Window:
        # Giving this browser up must not give the driver up, which others wait for.
        playwright = await asyncio.shield(asyncio.wrap_future(self._driver.starting))
        return await open_window(playwright, self._view, starting_environment())

    def _window(self) -> Window:
        try:
            return self._starting.result(self._ground.seconds_left())
        except TimeoutError as error:
            raise self._ground.limit_reached() from error

    def _call(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        try:
            return self._driver.call(work, min(seconds, self._ground.seconds_left()))
        except TimeoutError as error:
            self._ground.seconds_left()
            raise MachineError("the browser does not answer", "see `harness doctor`") from error

    def _prepared(self, action: Action) -> tuple[str, bytes, PageObservation | None]:
        """Where an action leads, the file that it gives; or why it cannot even be begun."""
        if isinstance(action, OpenPage):
            url = address_of(action.target, self._ground.origin)
            return (url, b"", None) if url else ("", b"", _refused_address(action, self._ground.origin))
        path = action.path if isinstance(action, Upload) else None
        if isinstance(action, Gesture) and action.gesture is GestureKind.UPLOAD:
            path = action.text or ""
        if path is None:
            return "", b"", None
        try:
            return "", self._file(path), None
        except OSError as error:
            blame = Cause.CARD if isinstance(action, Upload) else Cause.EVALUATOR
            why = f"`{path}` cannot be uploaded: {(error.strerror or str(error)).lower()}"
            return "", b"", PageObservation(id="", did=f"gave `{path}`", problem=why, blame=blame)

    def _file(self, path: str) -> bytes:
        """A file of the user's folder, read as the user sees it. Raises OSError."""
        below_home = path.removeprefix("~/")
        with os.fdopen(self._ground.cell.user().open(posixpath.join(self._ground.cell.home, below_home)), "rb") as file:
            content = file.read(_MOST_UPLOAD + 1)
        if len(content) > _MOST_UPLOAD:
            raise OSError(errno.EFBIG, f"it is larger than {_MOST_UPLOAD >> 20} MiB")
        return content

    def _recorded(self, window: Window, seen: PageObservation, started: float) -> PageObservation:
        picture = self._call(window.picture(), STEP_SECONDS * 2)
        downloaded = self._call(complete(window.tabs, STEP_SECONDS), STEP_SECONDS * 2) if window.tabs.downloads else []
        saved = [self._saved(one) for one in downloaded]
        troubles = [trouble for trouble in saved if isinstance(trouble, PageTrouble)]
        taken = {
            "downloads": tuple(name for name in saved if isinstance(name, str)),
            "troubles": (*window.tabs.take_troubles(), *troubles),
            "seconds": clock.seconds() - started,
        }
        return self._ground.recorder.page(seen.model_copy(update=taken), picture)

    def _saved(self, downloaded: Downloaded) -> str | PageTrouble:
        """Put a download into the user's folder; its name there, or what went wrong."""
        try:
            if downloaded.failure:
                raise OSError(0, downloaded.failure)
            source = self._view.take(downloaded.file)
            with os.fdopen(source, "rb") as file:
                name, target = self._free(downloaded.name)
                with os.fdopen(target, "wb") as copy:
                    while chunk := file.read(_CHUNK):
                        copy.write(chunk)
        except OSError as error:
            text = f"the download of `{downloaded.name}` failed: {error.strerror}"
            return PageTrouble(kind=TroubleKind.FAILED_REQUEST, text=text)
        self._view.remove(downloaded.file)
        return name

    def _free(self, name: str) -> tuple[str, int]:
        """A new file in ``Downloads``, called as a browser would where the name is taken."""
        stem, suffix = os.path.splitext(name)
        for number in range(_MOST_NAMES):
            called = f"{stem} ({number}){suffix}" if number else name
            path = f"{self._ground.cell.home}/Downloads/{called}"
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
                return called, self._ground.cell.user().open(path, flags, parents=True)
            except Refusal as refusal:
                if refusal.errno != errno.EEXIST:
                    raise
        raise Refusal(errno.EEXIST, os.strerror(errno.EEXIST))


def _may_change(seen: PageObservation) -> bool:
    """Whether looking again may show something else: not where a dialog stops the page."""
    return seen.problem is None and seen.dialog is None


def _refused_address(action: OpenPage, origin: str | None) -> PageObservation:
    why = "it is no address inside the cell: only the product's own pages can be opened"
    if origin is None and action.target.startswith("/"):
        why = "no service has an address that it could belong to: give one a `ready` URL in harness.toml"
    return PageObservation(
        id="", did=f"opened {action.target}", problem=f"`{action.target}` was not opened: {why}", blame=Cause.CARD
    )
