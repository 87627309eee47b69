"""One thing that a reader of a change has to hear of, the same for every format; finding them lies in ``_issues``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from harness.domain.findings import Finding, Span
from harness.domain.principles import Level


class Weight(StrEnum):
    """How much an issue weighs, worst first, in the words of SARIF."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _WEIGHTS.index(self)


_WEIGHTS = tuple(Weight)
OF_LEVEL = {Level.MUST: Weight.ERROR, Level.SHOULD: Weight.WARNING, Level.MAY: Weight.NOTE}


class Kind(StrEnum):
    """What is the matter."""

    VIOLATION = "violation"
    GAP = "gap"
    UNVERIFIED = "unverified"
    UNREADABLE = "unreadable"
    UNPARSABLE = "unparsable"
    UNCOVERED = "uncovered"
    WAIVER = "waiver"
    WAIVER_ADDED = "waiver-added"
    CARD = "card"
    GOLDEN = "golden"
    SNAPSHOT = "unused-snapshot"
    TEST = "test"
    RUN = "run"


@dataclass(frozen=True)
class Issue:
    """What is the matter, with which rule, and where.

    ``rule`` is the id of a principle, ``card:ID``, ``golden:ID``, ``test:ID`` or ``harness:KIND``. ``said`` are the lines that
    say it, ``advice`` further ones: why, what to do, the way of a value. ``path`` is empty where no file is meant. ``key`` are
    words that tell it from the others of its rule and stay the same while lines move. ``open``: nothing is known, rather than
    something wrong. ``excuse`` says why it does not count; empty where it does. ``config``: a document is at fault, no run.
    """

    kind: Kind
    rule: str
    weight: Weight
    title: str
    said: tuple[str, ...]
    advice: tuple[str, ...] = ()
    path: str = ""
    line: int = 1
    key: tuple[str, ...] = ()
    finding: Finding | None = None
    open: bool = False
    excuse: str = ""
    config: bool = False

    @property
    def fingerprint(self) -> str:
        """Its name as lines move: that of its finding, else 24 hexadecimal digits of its words."""
        if self.finding is not None:
            return self.finding.fingerprint
        words = "\0".join((self.kind, self.rule, self.path, *self.key))
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def is_sound(span: Span) -> bool:
    """Whether a span is a stretch of a file at all; one about a file as a whole is none, nor is what a forged record says."""
    ordered = (span.line, span.column) <= (span.end_line, span.end_column) and 0 <= span.start <= span.end
    return span.end > 0 and ordered and span.line >= 1 and span.column >= 1 and max(span.end_line, span.end) < 2**31


def below(prefix: str, found: Iterable[Issue]) -> Iterator[Issue]:
    """The issues with the paths that they have from the top of the repository on, of which ``prefix`` leads to the project."""
    if not prefix:
        yield from found
        return
    for issue in found:
        yield replace(issue, path=f"{prefix}{issue.path}") if issue.path else issue


def worst_first(found: Iterable[Issue]) -> list[Issue]:
    """The issues by their weight, within that as they came."""
    return sorted(found, key=lambda one: one.weight.rank)
