"""What came of checking a tree against its constitution, as ``run.json`` holds it; how it is reached lies elsewhere."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from harness.domain.base import Frozen
from harness.domain.places import Place
from harness.domain.principles import Level, Use
from harness.domain.verdicts import Strength


class Outcome(StrEnum):
    """What is known of one principle on one tree, worst first."""

    VIOLATION = "violation"
    UNVERIFIED = "unverified"
    GAP = "gap"
    WAIVED = "waived"
    PASS = "pass"
    NOT_APPLICABLE = "not-applicable"


class Role(StrEnum):
    """What a finding says of its principle."""

    VIOLATES = "violates"
    ENFORCES = "enforces"


class Span(Frozen):
    """A stretch of a file. Lines and columns count from 1, columns in characters; the end column is the first one after it.

    ``start`` and ``end`` are byte offsets. A finding about a whole file (or a missing one) has line 1 and no length.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    start: int = 0
    end: int = 0


class Fix(Frozen):
    """What to put in the place of a span; ``safe`` ones keep the meaning of the code and may be applied unseen."""

    text: str
    safe: bool = False


class Standing(StrEnum):
    """Whether a finding counts, or was known before (by a baseline or an older revision), is waived, or was not asked for."""

    COUNTS = "counts"
    KNOWN = "known"
    WAIVED = "waived"
    ELSEWHERE = "elsewhere"


class FlowStep(Frozen):
    """One step on the way of a value: where it is, and as half a sentence why it goes on from there.

    Line and column count from 1, the column in characters.
    """

    path: str
    line: int
    column: int = 1
    what: str


class Finding(Frozen):
    """One place where a principle is broken (``violates``) or shown (``enforces``).

    ``technique`` is the kind of check and its use, such as ``pattern forbid``; ``lines`` are the source lines of the span,
    at most five, each without its line end; ``symbol`` is the enclosing function or class, dotted; ``node_sha256`` is of the
    syntax node's leaves, so that it survives moving and reformatting; ``fingerprint`` survives moved lines. ``steps`` is the
    way of a value up to this place, where a check followed one; it is no part of the fingerprint.
    """

    principle: str
    role: Role
    span: Span
    technique: str
    strength: Strength = Strength.RECORDED
    lines: tuple[str, ...] = ()
    note: str = ""
    symbol: str = ""
    node_sha256: str = ""
    fingerprint: str
    fix: Fix | None = None
    steps: tuple[FlowStep, ...] = ()
    standing: Standing = Standing.COUNTS


class Reason(Frozen):
    """Why nothing, or nothing else, was reported at a place: in a sentence, of which principles, and the way up to there."""

    principles: tuple[str, ...]
    said: str
    steps: tuple[FlowStep, ...] = ()


class DoubtKind(StrEnum):
    """Why something could not be checked."""

    UNREADABLE = "unreadable"
    UNPARSABLE = "unparsable"
    NO_CHECK = "no-check"
    BROKEN_CHECK = "broken-check"
    NO_CANARY = "no-canary"
    TOOL = "tool"


class Doubt(Frozen):
    """Something that keeps a principle from being decided; ``path`` is empty where no one file is to blame."""

    kind: DoubtKind
    reason: str
    path: str = ""
    line: int = 1


class CheckRecord(Frozen):
    """One check that ran: how many files it looked at, and whether it flagged its canary (None: it has none)."""

    use: Use
    kind: str
    place: Place
    files: int = 0
    canary: bool | None = None


MOST_FINDINGS = 1000
MOST_EVIDENCE = 100


class PrincipleResult(Frozen):
    """One principle over the whole tree.

    ``reason`` says in one line why it is not a pass. ``findings`` are where it is broken, ``evidence`` where it is shown, at
    most ``MOST_FINDINGS`` and ``MOST_EVIDENCE`` of them; ``broken`` and ``shown`` count what the checks found, a place once
    for each check.
    """

    id: str
    title: str
    level: Level
    cwes: tuple[str, ...] = ()
    constraint: str
    pattern: str = ""
    rationale: str = ""
    place: Place
    sha256: str
    outcome: Outcome
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Finding, ...] = ()
    shown: int = 0
    broken: int = 0
    doubts: tuple[Doubt, ...] = ()
    checks: tuple[CheckRecord, ...] = ()
    files: int = 0

    @property
    def unlisted_findings(self) -> int:
        """About how many places break it beside those in ``findings``; 0 where all are listed."""
        return max(self.broken - len(self.findings), 0) if len(self.findings) >= MOST_FINDINGS else 0

    @property
    def unlisted_evidence(self) -> int:
        """About how many places show it beside those in ``evidence``; 0 where all are listed."""
        return max(self.shown - len(self.evidence), 0) if len(self.evidence) >= MOST_EVIDENCE else 0

    @property
    def counting(self) -> tuple[Finding, ...]:
        """The findings that are neither waived nor known."""
        return tuple(finding for finding in self.findings if finding.standing is Standing.COUNTS)


class WaiverTrouble(StrEnum):
    """What is wrong with a waiver."""

    MALFORMED = "malformed"
    EXPIRED = "expired"
    UNUSED = "unused"
    BLANKET = "blanket"
    UNKNOWN = "unknown-principle"


class Excuse(StrEnum):
    """What a waiver excuses: findings, that nothing shows a principle, or that a project weakens what it inherited."""

    FINDING = "finding"
    GAP = "gap"
    WEAKENED = "weakened"


class Waiver(Frozen):
    """An accepted exception from one principle at one place.

    ``path`` is the file that it covers and ``line`` the line in it (None: the whole file, for the file of waivers only);
    ``fingerprint`` is the beginning of that of the one finding that it is for, where it names one. ``place`` is where it is
    written. ``added`` says that the change under check brought it along. For a gap or a weakened principle ``path`` is empty.
    """

    principle: str
    reason: str
    owner: str
    until: date | None
    path: str
    line: int | None
    place: Place
    used: int = 0
    added: bool = False
    trouble: WaiverTrouble | None = None
    said: str = ""
    fingerprint: str = ""
    excuses: Excuse = Excuse.FINDING


class Skipped(Frozen):
    """A file, or a folder with all that is below it, that was not looked at, and why."""

    path: str
    reason: str


class Manifest(Frozen):
    """What was looked at. ``sha256`` is over the lines ``<sha256> <path>`` of all files that were read, sorted by path."""

    seen: int = 0
    scanned: int = 0
    cached: int = 0
    bytes: int = 0
    skipped: tuple[Skipped, ...] = ()
    sha256: str = ""


class ConstitutionRecord(Frozen):
    """A document of principles that was checked against."""

    title: str
    path: str
    version: str | None = None
    ratified: date | None = None
    sha256: str


class BaselineRecord(Frozen):
    """The known findings that did not count: where they come from, how many still stand, and how many are gone."""

    source: str
    known: int
    gone: int


class CheckResults(Frozen):
    """A tree against its constitutions. ``uncovered`` are the CWEs named by a principle for which no check ran."""

    constitutions: tuple[ConstitutionRecord, ...] = ()
    principles: tuple[PrincipleResult, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    baseline: BaselineRecord | None = None
    manifest: Manifest = Manifest()
    uncovered: tuple[str, ...] = ()
