"""What pages gave to download, once it is complete; putting it into the user's folder lies elsewhere."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.adapters.chromium.tabs import Tabs

if TYPE_CHECKING:
    from playwright.async_api import Download


@dataclass(frozen=True)
class Downloaded:
    """A complete download: ``file`` in the browser's folder, to be called ``name``; or why it is not complete."""

    name: str
    file: str = ""
    failure: str = ""


async def complete(tabs: Tabs, seconds: float) -> list[Downloaded]:
    """The downloads that have ended; those that have not in time stay for the next time."""
    deadline = time.monotonic() + seconds
    found = []
    for download in tabs.take_downloads():
        try:
            found.append(await asyncio.wait_for(_completed(download), max(deadline - time.monotonic(), 0.1)))
        except TimeoutError:
            tabs.downloads.append(download)
    return found


async def _completed(download: Download) -> Downloaded:
    name = os.path.basename(download.suggested_filename) or "download"
    failure = await download.failure()
    if failure:
        return Downloaded(name, failure=failure)
    return Downloaded(name, file=os.path.basename(str(await download.path())))
