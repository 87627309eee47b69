"""What a hook found and what follows from it for an agent; finding it lies beside it, saying it in ``reports``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from harness.domain.findings import CheckResults, Outcome, PrincipleResult
from harness.domain.places import Mistake
from harness.domain.principles import Principle


class Answer(IntEnum):
    """With what a hook ends: every protocol of agents takes 2 for "not so", and any other number but 0 for a warning."""

    GO_ON = 0
    UNRESOLVED = 1
    NOT_SO = 2
    NOT_CHECKED = 4


@dataclass(frozen=True)
class Feedback:
    """What an agent is answered: ``text`` is for it where it is NOT_SO, else for the person beside it."""

    answer: Answer
    text: str = ""


@dataclass(frozen=True)
class Seen:
    """What was found wrong: ``results`` hold only principles that something is to be done about.

    ``untold`` is why something could not be looked at, through no fault of the work; ``remarks`` hold nothing up.
    """

    results: CheckResults = field(default_factory=CheckResults)
    principles: Sequence[Principle] = ()
    mistakes: Sequence[Mistake] = ()
    untold: Sequence[str] = ()
    remarks: Sequence[str] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether there is anything for the agent to put right."""
        return bool(self.results.principles or self.mistakes)

    @property
    def marks(self) -> frozenset[str]:
        """What tells these findings from others, wherever in their files they stand by now."""
        return frozenset([*_of_principles(self.results.principles), *map(_of_mistake, self.mistakes)])


def _of_principles(results: Iterable[PrincipleResult]) -> Iterable[str]:
    for one in results:
        yield from (finding.fingerprint for finding in one.counting)
        if one.outcome is Outcome.GAP:
            yield _digest("gap", one.id)
        yield from (_digest("doubt", one.id, doubt.path, doubt.reason) for doubt in one.doubts)


def _of_mistake(mistake: Mistake) -> str:
    return _digest("mistake", mistake.place.path, mistake.code, mistake.what)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]
