"""What a rule for constitutions may know besides the document, and how it says what it found; the rules lie apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.constitution.difference import Difference
from harness.domain.findings import Doubt
from harness.domain.places import Mistake, Place, Severity
from harness.domain.principles import Constitution

NATIVE = "constitution"


@dataclass(frozen=True)
class Context:
    """Everything else that a rule may look at.

    ``broken`` has, by the id of a principle, what its checks did wrong on its samples, where they were tried. ``changes``
    are those of all documents since the revision ``since``, where there is one. ``replaced`` are the principles, as
    (path, id), in whose place another document that extends theirs has one in effect.
    """

    broken: Mapping[str, tuple[Doubt, ...]] = field(default_factory=dict)
    changes: Difference | None = None
    since: str = "HEAD"
    replaced: frozenset[tuple[str, str]] = frozenset()


def mistake(place: Place, what: str, hint: str, code: str, level: Severity = Severity.ERROR) -> Mistake:
    """One mistake at a place."""
    return Mistake(place=place, what=what, hint=hint, code=code, severity=level)


def level_for(constitution: Constitution) -> Severity:
    """The level of a rule that documents of other dialects could not know: there it only warns."""
    return Severity.ERROR if constitution.format == NATIVE else Severity.WARNING
