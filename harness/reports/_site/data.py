"""Everything that a site shows, gathered once and frozen; every page of it is a function of this alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from harness.domain.findings import Outcome, PrincipleResult
from harness.domain.gate import Decision, DecisionRecord, Renewal
from harness.domain.golden import CaseResult
from harness.domain.places import Place
from harness.domain.results import CardResult, Run
from harness.domain.test_results import TestResult
from harness.domain.tracing import HistoryLine, RowState, SealState, Trace, TraceRow
from harness.domain.verdicts import ExitCode, State
from harness.reports._site.places import Section, anchor, item_path
from harness.reports._view import Evidence

NO_FEATURE = "none"
"""What stands for the feature of a requirement that has none."""
MOST_OF_PART = 250
"""Requirements on one page with all that is known of them."""


class RunKind(StrEnum):
    """What a run was asked for."""

    CONSTITUTION = "constitution"
    GOLDEN = "golden"
    COMPARE = "compare"
    CARDS = "cards"
    TESTS = "tests"


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

    ``is_current`` says whether it was of the tree that lies there now; None where nobody can tell. ``is_checked`` says whether
    its record was held against its own events, and ``trouble`` in what they do not agree. Counts are of items; ``rate`` is the
    share (0 to 1) of the run's cards, cases and tests that passed, None where it had none, and so is ``violations`` where no
    principle was checked.
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
    is_checked: bool = False
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

    @property
    def name(self) -> str:
        """What tells it from all others: its id, with the inputs that it was carried out with, if any."""
        inputs = ", ".join(f"{name} = {value}" for name, value in self.case.inputs.items())
        return f"{self.case.id} ({inputs})" if inputs else self.case.id


@dataclass(frozen=True)
class SitePrinciple:
    """The newest result of a principle, by the id of its run and the end of that (RFC 3339, UTC)."""

    result: PrincipleResult
    run: str
    finished: str
    is_current: bool | None = None


@dataclass(frozen=True)
class SiteTest:
    """The newest result of a test in Python, by the id of its run and the end of that (RFC 3339, UTC)."""

    result: TestResult
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
    """The log of decisions, oldest first. ``trouble`` says where it contradicts itself."""

    path: str = ""
    lines: tuple[DecisionRecord | Renewal, ...] = ()
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A page of requirements of one feature: where it lies, its title and its rows."""

    path: str
    title: str
    rows: tuple[TraceRow, ...]


@dataclass(frozen=True, eq=False)
class SiteData:
    """A project, or some of its runs (``only`` are their ids; empty: the whole history), as a site shows it.

    ``decision`` is what the gate says of this tree now; None with the reason in ``undecided``. ``recorded`` is the newest line
    of the log that decided. ``runs`` are newest first, and ``more_runs`` counts older ones that are not among them.
    ``sources`` are the lines of files of the tree, by path, without their line ends; what a finding says of a file holds
    only where its lines are still the same. ``copies`` are files of evidence that lie in the site, as ``copy_name`` calls
    them. ``unused`` are snapshots that no case has. ``notes`` say what could not be read.
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
    tests: tuple[SiteTest, ...] = ()
    runs: tuple[RunLine, ...] = ()
    more_runs: int = 0
    history: tuple[HistoryLine, ...] = ()
    waivers: tuple[SiteWaiver, ...] = ()
    log: SiteLog = SiteLog()
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    copies: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @cached_property
    def numbers(self) -> Mapping[str, tuple[int, int]]:
        """How many items each section has, by its name, and how many of them are not as they should be."""
        rows = self.trace.rows if self.trace else ()
        bad_rows = (RowState.FAILING, RowState.SUSPECT, RowState.UNDECIDED, RowState.UNTESTED)
        bad_principles = (Outcome.VIOLATION, Outcome.GAP, Outcome.UNVERIFIED)
        bad_waivers = (WaiverState.EXPIRED, WaiverState.FAULTY, WaiverState.UNUSED)
        return {
            "requirements": (len(rows), sum(row.state in bad_rows for row in rows)),
            "principles": (len(self.principles), sum(one.result.outcome in bad_principles for one in self.principles)),
            "cards": (len(self.cards), sum(one.card.state is not State.PASS for one in self.cards)),
            "golden": (len(self.cases), sum(one.case.exit_code is not ExitCode.PASS for one in self.cases)),
            "tests": (len(self.tests), sum(one.result.outcome.is_failure for one in self.tests)),
            "waivers": (len(self.waivers), sum(one.state in bad_waivers for one in self.waivers)),
            "decisions": (sum(isinstance(line, DecisionRecord) for line in self.log.lines), len(self.log.trouble)),
            "runs": (len(self.runs) + self.more_runs, sum(bool(line.trouble) for line in self.runs)),
        }

    @cached_property
    def by_id(self) -> Mapping[str, RunLine]:
        """The runs by their ids."""
        return {line.id: line for line in self.runs}

    @cached_property
    def parts(self) -> Sequence[Part]:
        """The requirements in the pages that tell of them, in their order."""
        return tuple(_parts(self.trace.rows if self.trace else ()))

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Where in the site each thing is told of, from its folder on, by keys such as ``card BANK-OPEN``."""
        found = {
            f"requirement {row.requirement.qualified}": _row_path(part, row) for part in self.parts for row in part.rows
        }
        found |= {f"card {one.card.id}": item_path(Section.CARDS, one.card.id) for one in self.cards}
        found |= {f"golden case {one.case.id}": item_path(Section.GOLDEN, one.name) for one in reversed(self.cases)}
        found |= {f"principle {one.result.id}": item_path(Section.PRINCIPLES, one.result.id) for one in self.principles}
        found |= {
            f"test {one.result.id}": f"{Section.TESTS.path}#{anchor('test', one.result.id)}" for one in self.tests
        }
        found |= {
            f"test {one.result.test}": f"{Section.TESTS.path}#{anchor('test', one.result.id)}" for one in self.tests
        }
        found |= {f"waiver {one.id}": f"{Section.WAIVERS.path}#{anchor('waiver', one.id)}" for one in self.waivers}
        return found | {f"record {line.id}": f"{Section.RUNS.path}#{anchor('run', line.id)}" for line in self.runs}

    @cached_property
    def _named(self) -> Mapping[str, TraceRow | None]:
        found: dict[str, TraceRow | None] = {}
        for row in self.trace.rows if self.trace else ():
            for name in row.requirement.names:
                found[name] = None if name in found else row
        return found

    def requirement_of(self, name: str) -> TraceRow | None:
        """The requirement that a card or a case calls by that name; None where it means none, or could mean several."""
        return self._named.get(name)

    def path_of(self, key: str) -> str | None:
        """Where something is told of, by its key, from the site's folder on; None where it is not."""
        if key.startswith("seal "):
            key = f"card {key.removeprefix('seal ')}"
        found = self.keys.get(key)
        if found is None and key.startswith("principle "):
            found = self.keys.get(" ".join(key.split(" ", 2)[:2]))
        return found


def _parts(rows: Sequence[TraceRow]) -> Iterator[Part]:
    """The requirements by feature, in their order; of a large feature in several parts."""
    by_feature: dict[str, list[TraceRow]] = {}
    for row in rows:
        by_feature.setdefault(row.requirement.feature or NO_FEATURE, []).append(row)
    for feature, found in by_feature.items():
        for number, at in enumerate(range(0, len(found), MOST_OF_PART), 1):
            name = feature if number == 1 else f"{feature}--{number}"
            title = feature if len(found) <= MOST_OF_PART else f"{feature}, part {number}"
            yield Part(item_path(Section.REQUIREMENTS, name), title, tuple(found[at : at + MOST_OF_PART]))


def _row_path(part: Part, row: TraceRow) -> str:
    return f"{part.path}#{anchor('req', row.requirement.qualified)}"
