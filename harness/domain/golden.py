"""Golden cases: what is carried out, what it showed when that was accepted, what it shows now, and how the two differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from harness.domain.base import Frozen
from harness.domain.cards import Card, Section
from harness.domain.verdicts import ExitCode


class PartKind(StrEnum):
    """How a part is written and compared: one line, lines of text, JSON, bytes by their digest, a picture."""

    VALUE = "value"
    TEXT = "text"
    JSON = "json"
    BINARY = "binary"
    PICTURE = "picture"


class Part(Frozen):
    """One named thing that a step showed, such as ``exit code``, ``stdout``, ``header location``, ``body``, ``file a.csv``.

    ``value`` is text, but for JSON, where it is what ``json.loads`` gives, numbers with a point as ``Decimal``. Of bytes
    it is their size and digest. Of a picture it is ``sha256:<hex>``, and the picture lies beside the snapshot.
    """

    name: str
    kind: PartKind
    value: object = ""

    @property
    def text(self) -> str:
        """The value of a part that is no JSON. Raises TypeError for one that is."""
        if not isinstance(self.value, str):
            raise TypeError(f"'{self.name}' is no text")
        return self.value


class Capture(Frozen):
    """What one step showed, its parts in a fixed order."""

    section: Section
    number: int
    did: str
    parts: tuple[Part, ...] = ()

    @property
    def place(self) -> str:
        """Where in the case that was, such as ``Steps 2``."""
        return f"{self.section.value} {self.number}"


class Redaction(Frozen):
    """What is masked wherever it stands: by a name that is known, or by a linear-time ``pattern`` that becomes ``mask``.

    ``path`` (dotted, ``*`` for any key or index) narrows it to leaves of JSON; without a pattern it masks them whole.
    """

    name: str = ""
    pattern: str = ""
    mask: str = ""
    path: str = ""
    line: int = 1


class InputKind(StrEnum):
    """What a declared input may be."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICE = "choice"


class Input(Frozen):
    """A declared input of a case, filled in for ``{name}``; bounds are inclusive, of text they are of its length.

    Choices that stood in quotes are ``words``: in JSON they are never numbers.
    """

    name: str
    kind: InputKind
    lower: Decimal | date | None = None
    upper: Decimal | date | None = None
    places: int = 2
    choices: tuple[str, ...] = ()
    words: bool = False


class GoldenCase(Frozen):
    """A card without expectations, with what is masked in what it shows and what else is captured.

    ``headers`` are the names of those of an answer that are captured. ``files`` are glob patterns of what is captured of the
    user's folder; without any, it is all that is not hidden: what begins with a dot is a product's own. ``screenshot`` is
    the share of a picture's points that may look different, from 0 (none may differ at all) to 1; None: no picture is taken.
    ``inputs`` are what ``harness golden fuzz`` varies.
    """

    card: Card
    redactions: tuple[Redaction, ...] = ()
    headers: tuple[str, ...] = ("content-type", "location")
    files: tuple[str, ...] = ()
    screenshot: float | None = None
    inputs: tuple[Input, ...] = ()

    @property
    def id(self) -> str:
        """The case's id."""
        return self.card.id

    def lines_of(self, differences: Iterable[Difference]) -> dict[str, int]:
        """In which lines of the document the steps stand that differ, by their place."""
        places = {one.place for one in differences}
        lines = {f"{step.section.value} {step.number}": step.line for step in self.card.steps}
        return {place: line for place, line in lines.items() if place in places}


class Snapshot(Frozen):
    """What a case showed when that was accepted: masked, with the digest of the case's own text at that time.

    ``unstable`` are the leaves that differed from run to run when it was recorded, and that nothing masks.
    """

    case: str
    case_sha256: str
    redacted: tuple[str, ...] = ()
    unstable: tuple[str, ...] = ()
    captures: tuple[Capture, ...] = ()


class DifferenceClass(StrEnum):
    """What kind of difference it is."""

    ADDED = "added"
    REMOVED = "removed"
    TYPE = "type"
    VALUE = "value"
    ORDER = "order only"
    REDACTED = "redacted only"


class Difference(Frozen):
    """One leaf that differs: ``place`` is the step's, ``leaf`` the part and the way into it, such as ``body / items / 0``.

    ``golden`` and ``received`` are as they would be written; None where there is nothing.
    """

    kind: DifferenceClass
    place: str
    leaf: str
    golden: str | None = None
    received: str | None = None

    @property
    def part(self) -> str:
        """The name of the part that it lies in; empty where a whole step is there or is not."""
        return self.leaf.partition(" / ")[0]

    def __str__(self) -> str:
        return f"{self.place} / {self.leaf}" if self.leaf else self.place


class CaseOutcome(StrEnum):
    """What came of a case; all but ``same`` keep a run from passing."""

    SAME = "same"
    CHANGED = "changed"
    NEWLY_FAILING = "newly failing"
    NEWLY_WORKING = "newly working"
    UNRECORDED = "unrecorded"
    STALE = "stale"
    EDITED = "edited by hand"
    BROKEN = "broken snapshot"
    UNSTABLE = "unstable"
    VACUOUS = "vacuous"
    GONE = "gone"
    TAMPERING = "tampering"
    UNDECIDED = "undecided"

    @property
    def exit_code(self) -> ExitCode:
        """What a case with this outcome does to a run: a difference fails it, what cannot be told leaves it open."""
        if self is CaseOutcome.SAME:
            return ExitCode.PASS
        failing = (*CHANGED, CaseOutcome.GONE, CaseOutcome.TAMPERING)
        return ExitCode.FAIL if self in failing else ExitCode.UNDECIDED


CHANGED = (CaseOutcome.CHANGED, CaseOutcome.NEWLY_FAILING, CaseOutcome.NEWLY_WORKING)
"""The outcomes of a case that behaves otherwise than before."""


class CaseResult(Frozen):
    """What came of one case. ``explained`` are the changed requirements that explain its differences.

    ``inputs`` are those that it was carried out with, by their names, where it has any.

    ``sha256`` is of the case's text; empty where that is gone. ``requirements`` are the hashes of what it verifies, by
    the names that it uses; None where they were not recorded. ``lines`` are those of the steps that differ, by their place.
    ``evidence`` is the folder of what was recorded, relative to the run's. Seconds are wall time.
    """

    id: str
    title: str
    path: str
    sha256: str = ""
    outcome: CaseOutcome
    reason: str = ""
    hint: str = ""
    verifies: tuple[str, ...] = ()
    requirements: dict[str, str] | None = None
    differences: tuple[Difference, ...] = ()
    more_differences: int = 0
    lines: dict[str, int] = {}
    explained: tuple[str, ...] = ()
    inputs: dict[str, str] = {}
    evidence: str | None = None
    seconds: float = 0.0

    @property
    def exit_code(self) -> ExitCode:
        """What the case does to a run: a difference that a changed requirement explains does not hold it up."""
        return ExitCode.PASS if self.outcome in CHANGED and self.explained else self.outcome.exit_code

    def line_of(self, place: str) -> int:
        """The line of the document in which a step stands; the first one where that is not known."""
        return self.lines.get(place, 1)


class GoldenResults(Frozen):
    """What came of all cases, and snapshots that belong to none.

    ``base`` and ``head`` are the revisions that were compared (a head of None is the working tree), ``base_tree`` is the id
    of the base's tree.
    """

    cases: tuple[CaseResult, ...] = ()
    unused: tuple[str, ...] = ()
    base: str | None = None
    head: str | None = None
    base_tree: str | None = None

    @property
    def exit_code(self) -> ExitCode:
        """The worst that any case asks for; an unused snapshot fails, and no case at all leaves everything open."""
        codes = {case.exit_code for case in self.cases}
        if ExitCode.FAIL in codes or self.unused:
            return ExitCode.FAIL
        return ExitCode.UNDECIDED if ExitCode.UNDECIDED in codes or not self.cases else ExitCode.PASS

    @property
    def carried_out(self) -> tuple[CaseResult, ...]:
        """The cases that there were to carry out."""
        return tuple(case for case in self.cases if case.outcome is not CaseOutcome.GONE)

    def unexplained(self) -> Iterator[CaseResult]:
        """The cases that changed without a requirement that says so."""
        yield from (case for case in self.cases if case.outcome in CHANGED and not case.explained)


class Decision(StrEnum):
    """What a person decided of a golden."""

    RECORDED = "recorded"
    ACCEPTED = "accepted"
    RETIRED = "retired"


class AcceptRecord(Frozen):
    """One reviewed act: what, who, when (UTC), why, and the digests of the snapshot before and after."""

    decision: Decision
    case: str
    who: str
    when: str
    reason: str
    requirement: str = ""
    before: str | None = None
    after: str | None = None
