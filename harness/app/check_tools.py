"""Gives checks what they may reach on this machine: matcher, grammars, programs in cells, reviews, a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from harness.adapters.sources import FolderTree
from harness.adapters.structure import AstGrep
from harness.adapters.syntax import Grammars
from harness.adapters.workers import ProcessWorkers
from harness.app.confirmed import confirmations
from harness.app.keeping import open_blobs as open_blobs
from harness.app.keeping import tools_version as tools_version
from harness.app.opinions import opinion_for
from harness.domain.configuration import Configuration
from harness.domain.principles import Principle
from harness.ports.blobs import Blobs
from harness.ports.sources import Ended, SourceTree, Tools

if TYPE_CHECKING:
    from harness.adapters.check_programs import CellPrograms


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
