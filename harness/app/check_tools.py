"""Gives checks what they may reach on this machine: matcher, grammars, programs in cells, reviews, a model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from harness import __version__
from harness.adapters import installed
from harness.adapters.sources import FolderTree
from harness.adapters.structure import AstGrep, matcher_state
from harness.adapters.syntax import Grammars
from harness.adapters.workers import ProcessWorkers
from harness.app.confirmed import confirmations
from harness.app.opinions import opinion_for
from harness.domain.configuration import Configuration
from harness.domain.principles import Principle
from harness.ports.blobs import Blobs
from harness.ports.sources import Ended, SourceTree, Tools

if TYPE_CHECKING:
    from harness.adapters.check_programs import CellPrograms
    from harness.adapters.flow_cache import FlowCache

CACHE_FORMAT = 1


@contextmanager
def open_tools(
    root: Path, configuration: Configuration, principles: Sequence[Principle], blobs: Blobs | None = None
) -> Iterator[Tools]:
    """The tools for checking the project in a folder; a model is looked for only if a principle asks for an opinion.

    What takes long is kept in ``blobs`` for the next time.
    """
    with ExitStack() as open_things:
        programs = open_things.enter_context(closing(_LatePrograms(root)))
        opinion, why = open_things.enter_context(opinion_for(configuration, principles))
        yield Tools(
            AstGrep(),
            Grammars(),
            programs,
            confirmations(root),
            opinion,
            why,
            workers=ProcessWorkers,
            blobs=blobs,
            version=tools_version(),
        )


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


class _LatePrograms:
    """Programs in cells, brought in when the first check needs one: few do, and cells weigh."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._opened: CellPrograms | None = None

    def run(self, command: str, tree: SourceTree, seconds: float, typed: bytes = b"") -> Ended:
        """Run a shell command in a copy of the tree."""
        return self._open().run(command, tree, seconds, typed)

    def function(self, module: str, name: str, tree: SourceTree, paths: Sequence[str], seconds: float) -> Ended:
        """Call a function of the project's own."""
        return self._open().function(module, name, tree, paths, seconds)

    def close(self) -> None:
        """Remove what was made for them."""
        if self._opened:
            self._opened.close()

    def _open(self) -> CellPrograms:
        if self._opened is None:
            from harness.adapters.check_programs import CellPrograms

            self._opened = CellPrograms(FolderTree(self._root))
        return self._opened
