"""Everything that a site shows, gathered once and frozen; every page of it is a function of this alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from harness.domain.findings import PrincipleResult
from harness.domain.gate import Decision, DecisionRecord, Renewal
from harness.domain.golden import CaseResult
from harness.domain.places import Place
from harness.domain.results import CardResult, Run
from harness.domain.tracing import HistoryLine, SealState, Trace
from harness.domain.verdicts import ExitCode
from harness.reports._view import Evidence


class RunKind(StrEnum):
    """What a run was asked for."""

    CONSTITUTION = "constitution"
    GOLDEN = "golden"
    COMPARE = "compare"
    CARDS = "cards"


class WaiverSource(StrEnum):
    """Where a waiver comes from: the constitution's, the gate's, or an exemption of the trace."""

    CONSTITUTION = "constitution"
    GATE = "gate"
    EXEMPTION = "exemption"


class WaiverState(StrEnum):
    """What became of a waiver, what wants looking at first."""

    EXPIRED = "expired"
    FAULTY = "faulty"
    UNUSED = "unused"
    USED = "used"


@dataclass(frozen=True)
class RunLine:
    """A run in one line. Times are RFC 3339 in UTC; ``folder`` is the record as a user would type it.

    ``is_current`` says whether it was of the tree that lies there now; None where nobody can tell. ``trouble`` says why its
    record is not believed. Counts are of items; ``rate`` is the share (0 to 1) of the run's cards and cases that passed, None
    where it had none, and so is ``violations`` where no principle was checked.
    """

    id: str
    kinds: tuple[RunKind, ...]
    started: str
    finished: str
    command: str
    tree: str
    revision: str
    exit_code: ExitCode
    folder: str
    seconds: float
    dollars: float = 0.0
    tokens: int = 0
    isolation: str = ""
    evaluator: str = ""
    is_current: bool | None = None
    interrupted: bool = False
    trouble: str = ""
    problems: tuple[str, ...] = ()
    said: str = ""
    rate: float | None = None
    cards: int = 0
    failed: int = 0
    flaky: int = 0
    cases: int = 0
    differing: int = 0
    violations: int | None = None


@dataclass(frozen=True)
class SiteCard:
    """The newest result of a card, and the run that it is of (with no other card in it), from whose record its evidence is.

    ``hidden`` says that its text is left out, which it is already here; ``seal`` is None where it has none.
    """

    card: CardResult
    run: Run
    folder: str
    evidence: Evidence | None
    is_current: bool | None = None
    seal: SealState | None = None
    hidden: bool = False


@dataclass(frozen=True)
class SiteCase:
    """The newest result of a golden case, as ``SiteCard`` has that of a card."""

    case: CaseResult
    run: Run
    folder: str
    evidence: Evidence | None
    is_current: bool | None = None


@dataclass(frozen=True)
class SitePrinciple:
    """The newest result of a principle, by the id of its run and the end of that (RFC 3339, UTC)."""

    result: PrincipleResult
    run: str
    finished: str
    is_current: bool | None = None


@dataclass(frozen=True)
class SiteWaiver:
    """A waiver of any kind. ``scope`` is what it is for, ``covers`` what it was used for; ``said`` is what is wrong with it."""

    source: WaiverSource
    id: str
    state: WaiverState
    scope: str
    reason: str
    owner: str
    until: str
    place: Place
    covers: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class SiteLog:
    """The log of decisions, oldest first. ``trouble`` says where its chain is broken: then no line of it is believed."""

    path: str = ""
    lines: tuple[DecisionRecord | Renewal, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class SiteData:
    """A project, or some of its runs (``only`` are their ids; empty: the whole history), as a site shows it.

    ``decision`` is what the gate says of this tree now; None with the reason in ``undecided``. ``recorded`` is the newest line
    of the log that decided. ``runs`` are newest first, and ``more_runs`` counts older ones that are not among them.
    ``sources`` are the lines of files of the tree, by path, without their line ends; what a finding says of a file holds
    only where its lines are still the same. ``copies`` are files of evidence that lie in the site, each as ``evidence/<name>``,
    by the SHA-256 (hex) of their bytes. ``unused`` are snapshots that no case has. ``notes`` say what could not be read.
    ``made`` is when it was gathered (RFC 3339, UTC).
    """

    project: str
    tool_version: str
    made: str
    tree: str = ""
    only: tuple[str, ...] = ()
    decision: Decision | None = None
    undecided: str = ""
    recorded: DecisionRecord | None = None
    trace: Trace | None = None
    untraced: str = ""
    cards: tuple[SiteCard, ...] = ()
    cases: tuple[SiteCase, ...] = ()
    unused: tuple[str, ...] = ()
    principles: tuple[SitePrinciple, ...] = ()
    runs: tuple[RunLine, ...] = ()
    more_runs: int = 0
    history: tuple[HistoryLine, ...] = ()
    waivers: tuple[SiteWaiver, ...] = ()
    log: SiteLog = SiteLog()
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
