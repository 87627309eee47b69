"""What earlier runs of this user left behind to save time, and what tells whether it still holds; it decides nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from harness import __version__
from harness.adapters import installed
from harness.adapters.structure import matcher_state
from harness.ports.blobs import Blobs

if TYPE_CHECKING:
    from harness.adapters.flow_cache import FlowCache

CACHE_FORMAT = 1


@contextmanager
def open_blobs(keeps: bool) -> Iterator[Blobs | None]:
    """What was kept by earlier runs of this user, opened when it is first asked for; nothing unless it ``keeps`` any."""
    if not keeps:
        yield None
        return
    with closing(_LateBlobs()) as blobs:
        yield blobs


def tools_version() -> str:
    """What tells results apart that were reached with other versions of harness or of what it leans on."""
    state = f"{installed.state_of('harness')} {installed.versions()} {matcher_state()}"
    return f"{__version__}/{CACHE_FORMAT}/{hashlib.sha256(state.encode()).hexdigest()[:16]}"


class _LateBlobs:
    """The cache of flows, opened when the first check asks for it. Their keys tell versions apart (see ``ports.Tools``)."""

    def __init__(self) -> None:
        self._opened: FlowCache | None = None

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What is kept of some keys."""
        return self._open().get(keys)

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Keep bytes."""
        self._open().put(blobs)

    def close(self) -> None:
        """Forget what is too old."""
        if self._opened:
            self._opened.__exit__(None, None, None)

    def _open(self) -> FlowCache:
        if self._opened is None:
            from harness.adapters.flow_cache import FlowCache

            self._opened = FlowCache().__enter__()
        return self._opened
