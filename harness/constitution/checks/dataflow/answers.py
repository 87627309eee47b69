"""What an analysis of files is asked and answers; carrying it out lies in ``project``, choosing from it with the kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from harness.constitution.checks.dataflow.values import Hit, Stop
from harness.domain.findings import DoubtKind
from harness.ports.sources import SourceFile

Spec = TypeVar("Spec", contravariant=True)


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """Something that could not be followed, so that what flows through it is not known; ``reason`` is half a sentence.

    A file that does not parse is UNPARSABLE, what no reader knows in one and a function over its budget UNREADABLE, a worker
    that died or a grammar that is missing TOOL (``path`` is then empty, or the file at hand). ``concerns`` are the files of
    which it leaves open what flows in them.
    """

    kind: DoubtKind
    reason: str
    path: str = ""
    line: int = 1
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found in the files of one language by one catalogue, sorted by place; ``cached`` counts files without work."""

    hits: tuple[Hit, ...] = ()
    unfollowed: tuple[Unfollowed, ...] = ()
    stops: tuple[Stop, ...] = ()
    cached: int = 0


class Analysis(Protocol[Spec]):
    """The analysis of a project. ``spec`` is what a catalogue is built from, by each worker for itself."""

    def analysed(
        self,
        files: Sequence[SourceFile],
        spec: Spec,
        *,
        explain: bool = False,
        told: Callable[[int, int], None] = lambda done, all: None,
    ) -> Answers:
        """What the files, all of one language and one project, show by one catalogue; in workers where that is worth it."""
        ...

    def analysed_apart(self, files: Sequence[SourceFile], spec: Spec) -> Sequence[Answers]:
        """The same for each file as a project of its own, in this process: samples, of which there may be hundreds."""
        ...
