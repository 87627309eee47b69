"""What a constitution says: principles with their levels, checks and samples; checking them lies in ``constitution``."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from harness.domain.base import Frozen
from harness.domain.places import Place


class Level(StrEnum):
    """How binding a principle is (BCP 14), most binding first."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"

    def binds_less(self, other: Level) -> bool:
        """Whether this level is weaker than the other."""
        order = list(Level)
        return order.index(self) > order.index(other)


class Use(StrEnum):
    """What a check is used for: what it describes must not occur, or must occur."""

    FORBID = "forbid"
    REQUIRE = "require"


class Precision(StrEnum):
    """How many of the findings of a principle's checks a reading confirms, most first: 99, 90, 70 in a hundred, or fewer."""

    VERY_HIGH = "very high"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class CheckSpec(Frozen):
    """One check of a principle as written.

    ``kind`` is the name of a module of ``constitution.checks``; ``body`` is what stands below ``forbid`` or ``require`` as
    canonical JSON (sorted keys, no blanks), which the kind itself reads; ``place`` is where it stands.
    """

    use: Use
    kind: str
    body: str
    place: Place


class Sample(Frozen):
    """A piece of text that a principle's checks must flag (``good`` false) or spare.

    ``language`` is the first word of the fence; ``path`` is given where the check looks at the path as well, such as
    ``yaml bad deploy/app.yaml``.
    """

    language: str
    good: bool
    text: str
    path: str = ""
    place: Place


class Principle(Frozen):
    """One principle. ``cwes`` are written ``CWE-89``; ``applies_to`` are globs relative to the project (empty: all files).

    ``constitution`` is the path of the document, or the name of a shipped one, that it comes from; ``sha256`` is of the
    principle's normalised text. ``review_only`` marks one that no machine checks. ``verifies`` are the names of
    the requirements that it shows where it is kept. ``precision`` is what was measured of its checks, and ``precision_basis``
    on what; None where nobody says.
    """

    id: str
    title: str
    level: Level
    cwes: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    constraint: str
    pattern: str = ""
    rationale: str = ""
    enforcement: str = ""
    precision: Precision | None = None
    precision_basis: str = ""
    checks: tuple[CheckSpec, ...] = ()
    samples: tuple[Sample, ...] = ()
    review_only: bool = False
    verifies: tuple[str, ...] = ()
    place: Place
    constitution: str
    sha256: str

    @property
    def measured(self) -> str:
        """How precise its checks are and on what that was measured, as a document says it; empty where it does not."""
        basis = f" ({self.precision_basis})" if self.precision_basis else ""
        return f"{self.precision}{basis}" if self.precision else ""


class Reference(Frozen):
    """Another constitution that one extends: its path relative to the project, or the name of a shipped one."""

    name: str
    place: Place


class Token(Frozen):
    """A template token that nobody filled in, such as ``[PROJECT_NAME]``."""

    text: str
    place: Place


class Remark(Frozen):
    """Something a reader noticed that does not keep the document from being used, such as a level given twice."""

    code: str
    what: str
    hint: str
    place: Place


class Constitution(Frozen):
    """A document of principles. ``format`` is the reader's name; ``version`` is semantic (https://semver.org) or None."""

    title: str
    path: str
    format: str
    version: str | None = None
    ratified: date | None = None
    amended: date | None = None
    extends: tuple[Reference, ...] = ()
    principles: tuple[Principle, ...] = ()
    tokens: tuple[Token, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sha256: str
