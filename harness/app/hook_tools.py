"""What checks may reach while an agent waits: matcher, grammars and what was kept; no program of the project, no model."""

from __future__ import annotations

from collections.abc import Sequence

from harness.adapters.structure.pair import AstGrepPair
from harness.adapters.syntax import Grammars
from harness.app.keeping import tools_version
from harness.errors import MachineError
from harness.ports.blobs import Blobs
from harness.ports.sources import Ended, Programs, Reviews, SourceTree, Tools

NOT_HERE = "a hook runs no programs"
NO_MODEL = "a hook asks no model"


def quick_tools(blobs: Blobs | None, reviews: Reviews | None = None) -> Tools:
    """Tools with which nothing is run and nobody is asked; what asks for that is left in doubt."""
    programs: Programs = _NoPrograms()
    return Tools(
        AstGrepPair(),
        Grammars(),
        programs,
        reviews or _NoReviews(),
        None,
        NO_MODEL,
        blobs=blobs,
        version=tools_version(),
    )


class _NoPrograms:
    """Refuses each."""

    def run(self, command: str, tree: SourceTree, seconds: float, typed: bytes = b"") -> Ended:
        """Raises MachineError."""
        raise MachineError(NOT_HERE, "run `harness check`")

    def function(self, module: str, name: str, tree: SourceTree, paths: Sequence[str], seconds: float) -> Ended:
        """Raises MachineError."""
        raise MachineError(NOT_HERE, "run `harness check`")


class _NoReviews:
    """As if nobody had confirmed anything."""

    def confirmed(self, principle: str, sha256: str) -> str | None:
        """Nobody."""
        return None

    def stale(self, principle: str) -> bool:
        """Nothing is."""
        return False
