"""What a gate decides, by what policy and from which facts; how it is decided lies in ``gate``, finding facts in ``app``."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from harness.domain.base import Frozen
from harness.domain.places import Place
from harness.domain.verdicts import ExitCode

DECISION_SCHEMA_VERSION = 1
MOST_ITEMS = 25
"""The most things that a fact names of those that it counts."""


class Band(StrEnum):
    """What a gate says of a tree. What cannot be told is never one of the other three."""

    PASS = "PASS"
    REWORK = "REWORK"
    FAIL = "FAIL"
    UNDECIDED = "UNDECIDED"

    @property
    def exit_code(self) -> ExitCode:
        """What a command ends with that decided so."""
        return ExitCode[self.name]


class Truth(StrEnum):
    """What is known of a criterion: Kleene's three values."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Profile(StrEnum):
    """How strict a gate is where no criteria are written: ``shadow`` decides as ``standard`` does, and holds nothing up."""

    STRICT = "strict"
    STANDARD = "standard"
    SHADOW = "shadow"


class Visibility(StrEnum):
    """What a bundle tells of sealed cards: all, or only what was observed."""

    FULL = "full"
    OBSERVATIONS = "observations"


Number = Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Item(Frozen):
    """One thing that a fact counts.

    ``key`` tells it from all others: ``card BANK-OPEN``, ``golden case X``, ``principle SEC-002 src/db.py:12``,
    ``requirement 001-bank/FR-003``, ``waiver W-1``, ``judge constitutions/web.md``. ``what`` is one line; ``place`` is None
    where it lies in no file. ``run`` is the id of the run that told of it.
    """

    key: str
    what: str
    place: Place | None = None
    run: str = ""


class Fact(Frozen):
    """A named number about a tree, such as ``cards.failed``, or why it is not known.

    ``unknown`` is empty where ``value`` is not None. Where it is not known, ``low`` and ``high`` may bound it (inclusive): of
    three cards of which one failed and one is inconclusive, one or two failed. What is missing altogether has no bounds.
    ``source`` says what told of it (ids of runs, ``trace``, a file),
    ``recorded`` when the oldest of that was recorded (RFC 3339, UTC; empty: of this moment). ``items`` are some of what it
    counts, sorted by key, at most ``MOST_ITEMS``.
    """

    name: str
    value: Number | None = None
    unknown: str = ""
    low: Number | None = None
    high: Number | None = None
    source: str = ""
    recorded: str = ""
    items: tuple[Item, ...] = ()


class Criterion(Frozen):
    """What a band asks for: an expression over facts. ``first`` holds in its place while nothing was ever accepted.

    A ``key`` criterion of PASS has to hold whatever the others weigh.
    """

    id: str
    band: Band
    when: str
    first: str = ""
    key: bool = False
    weight: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0


class Policy(Frozen):
    """What a gate decides by, complete: its profile's criteria or those of the project.

    ``pass_at`` is the share (0 to 1) of the weight of PASS's criteria that has to hold, ``fail_at`` of FAIL's (0: any one of
    them). ``max_age`` is the age in hours from which evidence is stale (None: none is); ``max_cycles`` and
    ``max_total_cycles`` are how many times work is sent back by one gate, and by all gates of a line of work together.
    """

    profile: Profile
    criteria: tuple[Criterion, ...]
    pass_at: Annotated[float, Field(gt=0, le=1)] = 1.0
    fail_at: Annotated[float, Field(ge=0, le=1)] = 0.0
    max_cycles: int = 3
    max_total_cycles: int = 12
    max_age: float | None = None
    visibility: Visibility = Visibility.FULL

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of its JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class CriterionResult(Frozen):
    """What became of a criterion. ``said`` is its expression with the values in it, or why it cannot be told."""

    criterion: Criterion
    truth: Truth
    facts: tuple[str, ...]
    said: str


class BandValue(Frozen):
    """What became of a band: whether it holds, and the share (0 to 1) of the weight of its criteria that do."""

    band: Band
    truth: Truth
    share: float


class RunSource(Frozen):
    """A run that a decision rests on: its kinds (``constitution``, ``cards``, ``golden``, ``compare``) and its chain's end."""

    id: str
    kinds: tuple[str, ...]
    finished: str
    head: str


class JudgeEdit(Frozen):
    """A file by which this change is judged, and which it brings along or edits.

    ``kind`` is ``policy``, ``waivers``, ``seals``, ``constitution``, ``golden``, ``exemptions``, ``trace`` (what was accepted
    of it) or ``document``; ``by`` are who edited it, as git names them; ``reviewer`` is who answers for it, empty where nobody
    does, and ``how`` says how that is known, or why nobody does.
    """

    path: str
    kind: str
    by: tuple[str, ...] = ()
    reviewer: str = ""
    how: str = ""


class WaiverUse(Frozen):
    """A waiver that was used: of the gate's file, of the constitution (in a file or beside code), or of the trace."""

    id: str
    scope: str
    reason: str
    owner: str
    until: str
    place: Place
    covers: tuple[str, ...] = ()


class Cycles(Frozen):
    """How many times the work was sent back before this decision: by this gate, and by all gates of this line of work.

    ``again`` says that the last decision of this gate sent back this very tree, which uses no further cycle.
    """

    gate: Annotated[int, Field(ge=0)] = 0
    line: Annotated[int, Field(ge=0)] = 0
    again: bool = False


class Reason(Frozen):
    """Why it was decided so: a sentence, the criterion behind it (empty: the gate's own rule), and some of what it counts."""

    what: str
    criterion: str = ""
    items: tuple[Item, ...] = ()
    more: int = 0


class Decision(Frozen):
    """What a gate decided. It is a function of what it rests on alone: the same inputs give the same bytes.

    ``gate`` and ``line`` name the gate and the line of work. ``beneath`` is what would have been decided, where the change is
    held because of its ``judges``, or the cycles are used up; None where that is the band itself. ``held`` says that nothing
    but a review is missing.
    """

    schema_version: int = DECISION_SCHEMA_VERSION
    gate: str
    line: str
    tool_version: str
    policy: Policy
    policy_sha256: str
    tree: str
    since: str = ""
    runs: tuple[RunSource, ...] = ()
    facts: tuple[Fact, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
    bands: tuple[BandValue, ...] = ()
    band: Band
    beneath: Band | None = None
    held: bool = False
    reasons: tuple[Reason, ...] = ()
    waivers: tuple[WaiverUse, ...] = ()
    judges: tuple[JudgeEdit, ...] = ()
    cycles: Cycles = Cycles()

    @property
    def id(self) -> str:
        """The beginning of the SHA-256 of its JSON: 16 hex digits."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    @property
    def is_shadow(self) -> bool:
        """Whether it only tells what it would have decided."""
        return self.policy.profile is Profile.SHADOW

    @property
    def exit_code(self) -> ExitCode:
        """PASS for a shadow; WAITING where only a review is missing; else what the band asks for."""
        if self.is_shadow:
            return ExitCode.PASS
        return ExitCode.WAITING if self.held else self.band.exit_code


class DecisionRecord(Frozen):
    """A line of the log of decisions: ``previous`` is the SHA-256 (hex) of the line before it, empty for the first.

    ``ages`` are seconds between what a fact rests on and the decision, by the names of facts; ``seconds`` is wall time.
    """

    id: str
    when: str
    seconds: float
    ages: dict[str, float] = {}
    decision: Decision
    previous: str = ""


class Renewal(Frozen):
    """A line of the log by which a person lets a line of work go on whose cycles are used up; counting begins anew."""

    line: str
    gate: str = ""
    who: str
    when: str
    reason: str
    previous: str = ""
