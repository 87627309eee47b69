"""Gives checks what they may reach on this machine: matcher, grammars, programs in cells, reviews, a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from harness import __version__
from harness.adapters.check_programs import CellPrograms
from harness.adapters.sources import FolderTree
from harness.adapters.structure import AstGrep
from harness.adapters.syntax import Grammars
from harness.domain.configuration import Configuration
from harness.domain.principles import Principle
from harness.ports.sources import Tools

CACHE_FORMAT = 1


@contextmanager
def open_tools(root: Path, configuration: Configuration, principles: Sequence[Principle]) -> Iterator[Tools]:
    """The tools for checking the project in a folder; a model is looked for only if a principle asks for an opinion."""
    with ExitStack() as open_things:
        programs = open_things.enter_context(closing(CellPrograms(FolderTree(root))))
        yield Tools(AstGrep(), Grammars(), programs, _NoReviews())


def tools_version() -> str:
    """What tells results apart that were reached with other versions of harness or of what it leans on."""
    return f"{__version__}/{CACHE_FORMAT}"


class _NoReviews:
    """Nothing was ever confirmed."""

    def confirmed(self, principle: str, sha256: str) -> str | None:
        """Nobody."""
        return None

    def stale(self, principle: str) -> bool:
        """Never."""
        return False
