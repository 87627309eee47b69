"""What checks may reach while an agent waits: matcher, grammars and what was kept; no program of the project, no model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.adapters.structure import AstGrep
from harness.adapters.structure.pair import AstGrepPair
from harness.adapters.syntax import Grammars
from harness.app.keeping import tools_version
from harness.constitution.narrowing import narrowed
from harness.domain.languages import language_of
from harness.errors import MachineError
from harness.ports.blobs import Blobs
from harness.ports.sources import (
    Ended,
    Excess,
    Matching,
    Programs,
    Reviews,
    RuleMatch,
    SourceFile,
    SourceTree,
    StructuralRule,
    Structure,
    Tools,
    Unread,
)

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


def narrowed_to(tools: Tools, files: Sequence[SourceFile]) -> Tools:
    """The same tools, with which one of some files alone is matched against no more than can match in it."""
    return replace(tools, structure=_Narrowed(tools.structure, AstGrep(), tuple(files), tools.blobs, tools.version))


@dataclass(frozen=True)
class _Narrowed:
    """The Structure (see ``harness.ports``) that asks less of another one. Samples are asked all: they show what is refused."""

    whole: Structure
    little: Structure
    files: tuple[SourceFile, ...]
    blobs: Blobs | None
    version: str

    def invalid(self, rules: Sequence[StructuralRule]) -> Mapping[str, str]:
        """What is wrong with each rule that cannot be used, by its id."""
        return self.whole.invalid(rules)

    def begin(self, rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> Matching:
        """Start matching in the background. Raises MachineError."""
        if len(files) != 1 or files[0] not in self.files:
            return self.whole.begin(rules, files)
        [file] = files
        language = language_of(file.path)
        own = [one for one in rules if one.language == language and (one.paths is None or file.path in one.paths)]
        few = narrowed(own, file, self.blobs, self.version)
        return _Sure(self.little.begin(few, files), self.whole, rules, files)


@dataclass(frozen=True)
class _Sure:
    """What a matching finds; where it fails, what all rules find."""

    first: Matching
    whole: Structure
    rules: Sequence[StructuralRule]
    files: Sequence[SourceFile]

    def results(self) -> Iterator[RuleMatch | Unread | Excess]:
        """Every match, after every file and every rule that could not be followed to the end. Raises MachineError."""
        try:
            found = list(self.first.results())
        except MachineError:
            found = list(self.whole.begin(self.rules, self.files).results())
        yield from found


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
